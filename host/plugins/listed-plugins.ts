import { packageDirectory, type PluginSource } from './plugin-source.ts'

const here = import.meta.url

/** The modules that every deployment has, one a line. */
export const listedPlugins: readonly PluginSource[] = [
  { directory: packageDirectory('@wasla/plugin-crm', here), load: () => import('@wasla/plugin-crm') },
  {
    directory: packageDirectory('@wasla/plugin-ticketing', here),
    load: () => import('@wasla/plugin-ticketing'),
  },
]
