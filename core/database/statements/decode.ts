import pg from 'pg'

/** Turns the text of one value into what plugins see. */
export type Decode = (text: string) => unknown

const text: Decode = (value) => value
const number: Decode = (value) => Number(value)

const moment = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?([+-])(\d\d)(?::(\d\d))?$/

const ZERO = 48
const two = (value: string, at: number) => value.charCodeAt(at) * 10 + value.charCodeAt(at + 1) - 11 * ZERO
/** The digit of a fraction, where there is one. */
const digit = (value: string, at: number, end: number) => (at < end ? value.charCodeAt(at) - ZERO : 0)

/** The commonest form, in UTC as the platform's connections ask for it: a tenth of what the expression takes. */
function decodeUtc(value: string): Date | undefined {
  const end = value.length - 3
  if (
    end < 19 ||
    end > 26 ||
    value.charCodeAt(4) !== 45 ||
    value.charCodeAt(10) !== 32 ||
    !value.endsWith('+00')
  )
    return undefined
  const milliseconds = digit(value, 20, end) * 100 + digit(value, 21, end) * 10 + digit(value, 22, end)
  return new Date(
    Date.UTC(
      two(value, 0) * 100 + two(value, 2),
      two(value, 5) - 1,
      two(value, 8),
      two(value, 11),
      two(value, 14),
      two(value, 17),
      milliseconds,
    ),
  )
}

/** `timestamptz` in ISO style; what a `Date` cannot hold (infinity, years before 1) stays text. */
function decodeTimestamp(value: string): unknown {
  const common = decodeUtc(value)
  if (common !== undefined) return common
  const parts = moment.exec(value)
  if (parts === null) return value
  const [, year, month, day, hour, minute, second, fraction = '', sign, offsetHour, offsetMinute = '0'] =
    parts
  const utc = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    Number(fraction.padEnd(3, '0').slice(0, 3)),
  )
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * 60_000
  return new Date(sign === '+' ? utc - offset : utc + offset)
}

// Arrays are parsed by pg as text[]; its parser of that type is the plain one.
const parseTextArray: (value: string) => unknown[] = pg.types.getTypeParser(1009 as never)

function arrayOf(element: Decode): Decode {
  const each = (item: unknown): unknown =>
    item === null ? null : Array.isArray(item) ? item.map(each) : element(String(item))
  return (value) => parseTextArray(value).map(each)
}

// A type's oid, its array's oid and how a value is read: the one codec of both paths.
const types: readonly (readonly [number, number, Decode])[] = [
  [16, 1000, (value) => value === 't'],
  [17, 1001, (value) => Buffer.from(value.slice(2), 'hex')],
  [20, 1016, BigInt],
  [21, 1005, number],
  [23, 1007, number],
  [25, 1009, text],
  [26, 1028, number],
  [114, 199, (value) => JSON.parse(value) as unknown],
  [700, 1021, number],
  [701, 1022, number],
  [1042, 1014, text],
  [1043, 1015, text],
  [1082, 1182, text],
  [1114, 1115, text],
  [1184, 1185, decodeTimestamp],
  [1700, 1231, text],
  [2950, 2951, text],
  [3802, 3807, (value) => JSON.parse(value) as unknown],
]

const decoders = new Map<number, Decode>(
  types.flatMap(
    ([type, array, decode]) =>
      [
        [type, decode],
        [array, arrayOf(decode)],
      ] as const,
  ),
)

/** How values of a type are read; types without a rule stay text. */
export function decoderOf(typeId: number): Decode {
  return decoders.get(typeId) ?? text
}

/** Whether values of a type are taken as they come. */
export function isText(typeId: number): boolean {
  return decoderOf(typeId) === text
}
