import type { LoadedPlugin } from '../../kernel/module.ts'
import type { SchemaDraft } from './schema-draft.ts'

/** On whose behalf a builder builds. */
export interface Authorship {
  readonly plugin: LoadedPlugin
  readonly draft: SchemaDraft
}

const authors = new WeakMap<object, Authorship>()

export function setAuthor(builder: object, author: Authorship): void {
  authors.set(builder, author)
}

/** The plugin behind a builder; nothing for the platform's own. */
export function authorOf(builder: object): Authorship | undefined {
  return authors.get(builder)
}
