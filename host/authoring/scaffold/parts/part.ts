import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StartError } from '../../../start-error.ts'
import { type Meaning, render } from '../render.ts'

/** The plugin that grows. */
export interface GrowingPlugin {
  readonly directory: string
  readonly id: string
  /** The modules that its plugin.json names. */
  readonly modules: readonly string[]
  readonly meaning: Meaning
  /** What a subscriber listens to. */
  readonly event: string | undefined
}

export interface Part {
  /** @returns the files written and changed */
  readonly add: (plugin: GrowingPlugin) => Promise<string[]>
  /** Where an Arabic title stands in for the author's, since nobody can spell it from the name. */
  readonly standIn?: string
}

/** @throws StartError `part_exists` */
export async function writeFiles(
  plugin: GrowingPlugin,
  files: ReadonlyMap<string, string>,
): Promise<string[]> {
  const targets = [...files].map(
    ([path, text]) =>
      [render(path, plugin.meaning).replace('.template', ''), render(text, plugin.meaning)] as const,
  )
  const present = targets.find(([path]) => existsSync(join(plugin.directory, path)))
  if (present !== undefined)
    throw new StartError(
      'part_exists',
      `${present[0]} is there already, and it would be lost; choose another name.`,
    )
  for (const [path, text] of targets) {
    await mkdir(dirname(join(plugin.directory, path)), { recursive: true })
    await writeFile(join(plugin.directory, path), text)
  }
  return targets.map(([path]) => path)
}

export async function changeFile(
  plugin: GrowingPlugin,
  path: string,
  edit: (source: string) => string,
): Promise<string> {
  const file = join(plugin.directory, path)
  await writeFile(file, edit(await readFile(file, 'utf8')))
  return path
}
