import pluralize from 'pluralize'
import { StartError } from '../../start-error.ts'

/** One name in every spelling a plugin needs: `gift-card` → `giftCard`, `GiftCard`, `gift_card`, `Gift card`. */
export interface Spellings {
  readonly kebab: string
  readonly camel: string
  readonly pascal: string
  readonly snake: string
  /** As a sentence begins. */
  readonly words: string
}

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

/** Whether a name can be spelled in all those ways: lower-case words joined by "-". */
export function isName(name: string): boolean {
  return NAME.test(name) && name.length <= 40
}

/** What somebody meant who wrote `GiftCard` or `Gift card`. */
export function kebabOf(name: string): string {
  return name
    .trim()
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[\s_]+/g, '-')
    .toLowerCase()
}

export function spellings(kebab: string): Spellings {
  const parts = kebab.split('-')
  const pascal = parts.map(capitalised).join('')
  const words = parts.join(' ')
  return {
    kebab,
    camel: pascal[0]?.toLowerCase() + pascal.slice(1),
    pascal,
    snake: parts.join('_'),
    words: capitalised(words),
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

// Taken for plurals, since they end in "s".
for (const word of ['bias', 'canvas', 'chaos', 'gps', 'lens', 'pos', 'sms'])
  pluralize.addIrregularRule(word, `${word}es`)

/** The English plural of a name: `entry` → `entries`, `gift-box` → `gift-boxes`. */
export function plural(kebab: string): string {
  return ofLastWord(kebab, pluralize.plural)
}

function ofLastWord(kebab: string, change: (word: string) => string): string {
  const words = kebab.split('-')
  return [...words.slice(0, -1), change(words.at(-1) ?? '')].join('-')
}

/** @throws StartError `plugin_name_invalid` */
export function requireName(what: string, name: string): void {
  if (isName(name)) return
  const meant = kebabOf(name)
  throw new StartError(
    'plugin_name_invalid',
    `"${name}" cannot be the name of ${what === 'entity' ? 'an entity' : `a ${what}`}: it must be lower-case words joined by "-", such as "${isName(meant) ? meant : 'gift-card'}".`,
  )
}

/**
 * A row is called by the name, its table by the plural, so the two must differ.
 * @throws StartError `plugin_name_invalid`
 */
export function requireSingular(entity: string): void {
  const one = ofLastWord(entity, pluralize.singular)
  if (one !== entity && plural(one) === entity)
    throw new StartError(
      'plugin_name_invalid',
      `"${entity}" names many, and an entity is named after one, since its table gets the plural; call it "${one}".`,
    )
  if (plural(entity) === entity)
    throw new StartError(
      'plugin_name_invalid',
      `"${entity}" is the same word for one and for many, and a row needs another name than its table; name one of them, such as "${entity}-item".`,
    )
}
