import { parseArgs } from 'node:util'

export interface Options {
  /** Short windows, for a glance: under two minutes on two cores. */
  readonly quick: boolean
  /** What requests cost while the database grows to ten million rows, instead of all else. */
  readonly growth: boolean
  /** How far it grows; without it, to ten million. */
  readonly rows: number
  /** Writes docs/bench.md, or docs/growth.md and its picture. */
  readonly page: boolean
  /** Prints the findings as JSON and nothing else. */
  readonly json: boolean
  /** Only measurements and operations with this in their name. */
  readonly measurement?: string
  readonly only?: string
  readonly profileInto?: string
}

export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      growth: { type: 'boolean', default: false },
      rows: { type: 'string', default: '10000000' },
      page: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      measurement: { type: 'string' },
      only: { type: 'string' },
      profile: { type: 'string' },
    },
  })
  return {
    quick: values.quick,
    growth: values.growth,
    rows: Number(values.rows),
    page: values.page,
    json: values.json,
    measurement: values.measurement,
    only: values.only,
    profileInto: values.profile,
  }
}
