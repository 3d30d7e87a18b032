import { useFormat } from '../format/use-format.ts'

/** An amount in the smallest unit of its currency, kept apart from the direction of the text around it. */
export function Money({ amount, currency }: { amount: number | string | bigint; currency: string }) {
  return <bdi className="tabular-nums">{useFormat().money(amount, currency)}</bdi>
}

/** A phone number reads from the left in every language. */
export function Phone({ number }: { number: string }) {
  return (
    <a
      href={`tel:${number.replaceAll(/[^+\d]/g, '')}`}
      dir="ltr"
      className="inline-block max-w-full truncate py-px align-bottom tabular-nums hover:underline"
    >
      {number}
    </a>
  )
}

export function Email({ address }: { address: string }) {
  return (
    <a href={`mailto:${address}`} dir="ltr" className="break-all hover:underline">
      {address}
    </a>
  )
}

/** A point in time; the whole date stands in its tooltip. */
export function Time({
  value,
  show = 'relative',
}: {
  value: string
  show?: 'relative' | 'date' | 'date-time'
}) {
  const format = useFormat()
  const text =
    show === 'relative'
      ? format.relative(value)
      : show === 'date'
        ? format.date(value)
        : format.dateTime(value)
  return (
    <time dateTime={value} title={format.dateTime(value)} className="whitespace-nowrap">
      <bdi>{text}</bdi>
    </time>
  )
}
