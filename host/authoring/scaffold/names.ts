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

/** The English plural of a name: `entry` → `entries`, `box` → `boxes`. */
export function plural(kebab: string): string {
  if (/[^aeiou]y$/.test(kebab)) return `${kebab.slice(0, -1)}ies`
  return /(s|x|z|ch|sh)$/.test(kebab) ? `${kebab}es` : `${kebab}s`
}
