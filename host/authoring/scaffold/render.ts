import { plural, type Spellings, spellings } from './names.ts'

/** What the words of the template stand for. The template itself is a plugin that runs: `acme-sample`, of `sample-item`s. */
export interface Meaning {
  /** Instead of `acme-sample`. */
  readonly plugin: string
  /** Instead of `sample-item`. */
  readonly entity: string
  /** Instead of the template's own names in plugin.json and its texts. */
  readonly name: { readonly en: string; readonly ar: string }
  readonly entityName: { readonly ar: string; readonly arPlural: string }
}

/** Writes a text or path of the template in the author's words. */
export function render(text: string, { plugin, entity, name, entityName }: Meaning): string {
  const replacements: readonly (readonly [string, string])[] = [
    ['The Acme sample module', `The ${name.en} module`],
    ['Acme sample', name.en],
    ['نموذج أكمي', name.ar],
    ['العناصر', entityName.arPlural],
    ['العنصر', entityName.ar],
    ...pairs(spellings('acme-sample'), spellings(plugin)),
    ...pairs(spellings('sample-items'), spellings(plural(entity))),
    ...pairs(spellings('sample-item'), spellings(entity)),
  ]
  return replacements.reduce((rendered, [from, to]) => rendered.replaceAll(from, to), text)
}

function pairs(from: Spellings, to: Spellings): [string, string][] {
  return [
    [from.kebab, to.kebab],
    [from.camel, to.camel],
    [from.pascal, to.pascal],
    [from.snake, to.snake],
    [from.words, to.words],
    [from.words.toLowerCase(), to.words.toLowerCase()],
  ]
}
