import type { Rolldown } from 'vite'

/** The modules behind an entry, without which it cannot run. */
function behind({ output }: Rolldown.RolldownOutput, entry: string): ReadonlySet<string> {
  const chunks = output.filter((file) => file.type === 'chunk')
  const files = new Set(
    chunks.filter(({ isEntry, name }) => isEntry && name === entry).map(({ fileName }) => fileName),
  )
  for (const file of files)
    for (const imported of chunks.find(({ fileName }) => fileName === file)?.imports ?? [])
      files.add(imported)
  return new Set(
    chunks
      .filter(({ fileName }) => files.has(fileName))
      .flatMap(({ modules }) => Object.entries(modules))
      .flatMap(([id, { renderedLength }]) => (renderedLength > 0 ? [id] : [])),
  )
}

/**
 * Puts what the first page needs into two files instead of fifty, each of which costs a slow machine ten milliseconds.
 * Which modules these are is read from a build that was made without, since only a build knows what is left of a
 * library when nobody asks for the rest. What starts earlier stays apart.
 */
export function firstLoadGroups(draft: Rolldown.RolldownOutput): Rolldown.CodeSplittingGroup[] {
  const early = behind(draft, 'early')
  const shell = behind(draft, 'shell')
  return [
    { name: 'preferences', test: (id) => early.has(id), priority: 3 },
    { name: 'libraries', test: (id) => shell.has(id) && id.includes('/node_modules/'), priority: 2 },
    { name: 'first-load', test: (id) => shell.has(id), priority: 1 },
  ]
}
