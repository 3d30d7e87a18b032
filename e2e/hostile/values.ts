import type { Random } from '../chaos/random.ts'

/** A header that must never come back. */
export const INJECTED_HEADER = 'x-injected'
/** Markup that must never come back as a page. */
export const MARKUP = '<script>hostile()</script>'

const INJECTIONS = [
  `' or '1'='1`,
  `'; drop schema crm cascade; --`,
  `1) union all (select null, version(), null) --`,
  `%' and pg_sleep(9) is not null and '%'='`,
  `\\'; copy users to program 'id' --`,
  `$1::int`,
  `{{constructor.constructor('return process')()}}`,
  '${7*7}#{7*7}<%= 7*7 %>',
  MARKUP,
  `"><img src=x onerror=hostile()>`,
  `javascript:hostile()`,
  `x\r\n${INJECTED_HEADER}: yes`,
  `x\r\n\r\n${MARKUP}`,
  '../../../../etc/passwd',
  '..\\..\\..\\windows\\win.ini',
  'file:///etc/passwd',
  'http://127.0.0.1:1/',
  'http://169.254.169.254/latest/meta-data/',
  '=cmd|"/c calc"!A1',
  '$(id)`id`|id;id',
  '*)(uid=*))(|(uid=*',
  '%s%s%s%n',
]

const ODD_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfffb',
  '\uffff\ufffe',
  '\u202eلا\u202c\u200f\u200b',
  '👩‍👩‍👧‍👦'.repeat(20),
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢'.repeat(10),
  'ﷺ'.repeat(50),
  'İıſK',
  '١٢٣',
  '\t\n\v\f\r\u0085\u2028',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  'true',
  '[object Object]',
  '-1',
  '0x10',
  '1e400',
  '9223372036854775808',
  '0000-00-00',
  '2026-02-30T25:61:61Z',
  '275760-09-13T00:00:00.001Z',
  '-000001-01-01T00:00:00Z',
  '294277-01-01T00:00:00Z',
  'infinity',
  'epoch',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '{00000000-0000-0000-0000-000000000000}',
  '%',
  '_%\\',
  '\\',
  '&|!<->():*',
  'a:*&b',
  `"`,
  `''`,
]

const BIG_TEXTS = [
  'a'.repeat(300),
  'é'.repeat(5_000),
  'x '.repeat(30_000),
  'a'.repeat(200_000),
  '('.repeat(2_000),
]

const NUMBERS = [
  0,
  -0,
  -1,
  0.5,
  1e-320,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  2 ** 53 + 2,
  1e21,
  -1e21,
  1e308,
  99_999_999_999_999,
]

/** Any value of JSON that a careless program trips over. */
export function nastyValue(random: Random): unknown {
  const choice = random.next()
  if (choice < 0.6) return nastyText(random)
  if (choice < 0.75) return random.pick(NUMBERS)
  if (choice < 0.8) return null
  if (choice < 0.85) return random.next() < 0.5
  if (choice < 0.9)
    return Array.from({ length: random.pick([0, 1, 1_000]) ?? 0 }, () => random.pick(ODD_TEXTS))
  return random.pick<() => unknown>([
    () => ({}),
    () => [[[[]]]],
    () => ({ $ne: null, $gt: '' }),
    () => ({ toString: 'x', valueOf: 1, length: -1 }),
    () => ({ constructor: { prototype: { hostile: true } } }),
    () => nested(300),
  ])?.()
}

export function nastyText(random: Random): string {
  const choice = random.next()
  if (choice < 0.45) return random.pick(INJECTIONS) ?? ''
  if (choice < 0.93) return random.pick(ODD_TEXTS) ?? ''
  return random.pick(BIG_TEXTS) ?? ''
}

/** Short enough for a path or a header. */
export function nastyWord(random: Random): string {
  return (random.next() < 0.5 ? random.pick(INJECTIONS) : random.pick(ODD_TEXTS)) ?? ''
}

export function nastyNumber(random: Random): number {
  return random.pick(NUMBERS) ?? 0
}

function nested(depth: number): unknown {
  let value: unknown = 'deep'
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value }
  return value
}
