const DAY = 86_400_000
/** The end of year 9999, after which a year takes more than four digits. */
const END = 253_402_300_800_000
/** Days whose text is remembered, each in the place of its last bits. */
const REMEMBERED = 256

const days = new Float64Array(REMEMBERED).fill(-1)
const dayTexts: string[] = Array.from({ length: REMEMBERED }, () => '')
const padded = (value: number, length: number) => String(value).padStart(length, '0')
const minuteTexts = Array.from(
  { length: 1_440 },
  (_, minute) => `${padded(Math.floor(minute / 60), 2)}:${padded(minute % 60, 2)}:`,
)
const secondTexts = Array.from({ length: 60 }, (_, second) => padded(second, 2))
const millisecondTexts = Array.from({ length: 1_000 }, (_, millisecond) => `.${padded(millisecond, 3)}Z`)

/** What `toISOString` says, in a fifth of its time: a list has a hundred moments, and hardly as many days. */
export function momentText(moment: Date): string {
  const time = moment.getTime()
  if (!(time >= 0 && time < END)) return moment.toISOString()
  const day = Math.floor(time / DAY)
  const place = day % REMEMBERED
  if (days[place] !== day) {
    days[place] = day
    dayTexts[place] = moment.toISOString().slice(0, 11)
  }
  const rest = time - day * DAY
  const second = Math.floor(rest / 1_000)
  return (
    (dayTexts[place] ?? '') +
    (minuteTexts[Math.floor(second / 60)] ?? '') +
    (secondTexts[second % 60] ?? '') +
    (millisecondTexts[rest % 1_000] ?? '')
  )
}
