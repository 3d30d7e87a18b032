import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartError } from '../../start-error.ts'
import { requireName, spellings } from './names.ts'
import { entity } from './parts/entity.part.ts'
import { event } from './parts/event.part.ts'
import { job } from './parts/job.part.ts'
import { page } from './parts/page.part.ts'
import type { Part } from './parts/part.ts'
import { route } from './parts/route.part.ts'
import { subscriber } from './parts/subscriber.part.ts'

/** What a plugin can grow by, by the name that stands behind `wasla add`. */
export const parts = { entity, route, job, event, subscriber, page } satisfies Record<string, Part>

export interface AddedPart {
  /** Written and changed. */
  readonly files: readonly string[]
  /** The file in which an Arabic title stands in for the author's. */
  readonly standIn?: string
}

interface NamingModules {
  readonly id: string
  readonly requires?: object
  readonly optional?: object
}

/**
 * Grows a plugin by a part, and lists the part where the plugin lists such.
 * @param options.event what a subscriber listens to
 * @throws StartError `not_a_plugin`, `plugin_name_invalid`, `part_unknown`, `part_exists` or `event_unknown`
 */
export async function addPart(
  directory: string,
  part: string,
  name: string,
  options: { event?: string | undefined } = {},
): Promise<AddedPart> {
  if (!isPart(part))
    throw new StartError(
      'part_unknown',
      `A plugin has no part "${part}" that can be added; there are ${Object.keys(parts).join(', ')}.`,
    )
  requireName(part, name)
  const manifest = await readFile(join(directory, 'plugin.json'), 'utf8').catch(() => {
    throw new StartError(
      'not_a_plugin',
      `${directory} has no plugin.json, so there is no plugin to add to; go to the plugin's folder.`,
    )
  })
  const { id, requires = {}, optional = {} } = JSON.parse(manifest) as NamingModules
  const title = spellings(name).words
  const { add, standIn }: Part = parts[part]
  const files = await add({
    directory,
    id,
    modules: Object.keys({ ...requires, ...optional }),
    event: options.event,
    meaning: {
      plugin: id,
      entity: name,
      name: { en: title, ar: title },
      entityName: { ar: 'العنصر', arPlural: 'العناصر' },
    },
  })
  return standIn === undefined ? { files } : { files, standIn }
}

function isPart(name: string): name is keyof typeof parts {
  return Object.hasOwn(parts, name)
}
