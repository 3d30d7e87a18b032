import { usePreferences } from '../session/use-preferences.ts'

export interface Format {
  readonly locale: string
  number(value: number, options?: Intl.NumberFormatOptions): string
  /** @param minor the amount in the currency's smallest unit, as the API gives it */
  money(minor: number | string | bigint, currency: string): string
  date(value: string | Date): string
  dateTime(value: string | Date): string
  /** "3 minutes ago", "in 2 days". */
  relative(value: string | Date): string
  /** How long: "3 minutes", in its largest unit. */
  duration(seconds: number): string
  /** A size: "12 kB". */
  bytes(value: number): string
  /** Digits in running text, such as a ticket's number. */
  digits(value: string | number): string
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

function relative(format: Intl.RelativeTimeFormat, value: string | Date): string {
  const seconds = (new Date(value).getTime() - Date.now()) / 1000
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? ['second', 1]
  return format.format(Math.round(seconds / size), unit)
}

function duration(locale: string, seconds: number): string {
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? ['second', 1]
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'long',
    maximumFractionDigits: 0,
  }).format(seconds / size)
}

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

// Arabic's medium style is digits alone, of which nobody can tell the month.
const DAY = { day: 'numeric', month: 'short', year: 'numeric' } as const
const CLOCK = { hour: 'numeric', minute: '2-digit' } as const

function bytes(locale: string, value: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), SIZES.length - 1)
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: SIZES[power],
    // "0 byte" is what the short form says.
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 ? 0 : 1,
  }).format(value / 1000 ** power)
}

/** Makes something once, when it is first asked for: each of these costs milliseconds. */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined
  return () => (made ??= make())
}

function makeFormat(locale: string): Format {
  const date = once(() => new Intl.DateTimeFormat(locale, DAY))
  const dateTime = once(() => new Intl.DateTimeFormat(locale, { ...DAY, ...CLOCK }))
  const ago = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))
  const plain = once(() => new Intl.NumberFormat(locale, { useGrouping: false }))
  const grouped = once(() => new Intl.NumberFormat(locale))
  return {
    locale,
    number: (value, options) =>
      (options === undefined ? grouped() : new Intl.NumberFormat(locale, options)).format(value),
    money: (minor, currency) => {
      const format = new Intl.NumberFormat(locale, { style: 'currency', currency })
      return format.format(Number(minor) / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
    },
    date: (value) => date().format(new Date(value)),
    dateTime: (value) => dateTime().format(new Date(value)),
    relative: (value) => relative(ago(), value),
    duration: (seconds) => duration(locale, seconds),
    bytes: (value) => bytes(locale, value),
    digits: (value) => String(value).replaceAll(/\d/g, (digit) => plain().format(Number(digit))),
  }
}

const formats = new Map<string, Format>()

/** Numbers, amounts and times as the person reads them: by language, with Arabic-Indic digits where they are wanted. */
export function useFormat(): Format {
  const { language, digits } = usePreferences()
  const locale = `${language === 'ar' ? 'ar' : 'en-GB'}-u-ca-gregory-nu-${language === 'ar' ? digits : 'latn'}`
  const format = formats.get(locale) ?? makeFormat(locale)
  formats.set(locale, format)
  return format
}
