import { configSchema } from './config.schema.ts'
import { listSettings, type Setting } from './setting.ts'

/** The settings as a page of Markdown. */
export function configurationReference(): string {
  const rows = listSettings(configSchema).map(
    (setting) =>
      `| \`${setting.variable}\` | ${setting.description}${setting.secret ? ' Secret.' : ''} | ${whenUnset(setting)} | \`${setting.example}\` |`,
  )
  return [
    '# Configuration',
    '',
    'A host reads its configuration from these environment variables. An empty variable counts as unset; secrets are never printed.',
    '',
    '| Variable | Meaning | When unset | Example |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}

function whenUnset({ unset, schema }: Setting): string {
  return unset ?? `\`${String(schema.parse(undefined))}\``
}
