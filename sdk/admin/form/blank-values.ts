import type { FieldValues } from 'react-hook-form'

/** An empty control means "not given": the schemas speak of `null`, the browser of an empty text. */
export function withoutBlanks<Values extends FieldValues>(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === '' ? null : value]),
  ) as Values
}
