import { parseArgs } from 'node:util'

export interface Options {
  /** Short slices, for a glance: 47 seconds on two quiet, slow cores. */
  readonly quick: boolean
  /** What requests cost while the database grows to ten million rows, instead of all else. */
  readonly growth: boolean
  /** How far it grows; without it, to ten million. */
  readonly rows: number
  /** The page of docs/ that is written, if one is. */
  readonly page?: Page
  /** Prints the findings as JSON and nothing else. */
  readonly json: boolean
  /** Only measurements and operations with this in their name. */
  readonly measurement?: string
  readonly only?: string
  readonly profileInto?: string
}

export type Page = 'bench' | 'growth' | 'hosts' | 'memory'

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
    page: values.page ? pageOf(values.growth ? 'growth' : values.measurement) : undefined,
    json: values.json,
    measurement: values.measurement,
    only: values.only,
    profileInto: values.profile,
  }
}

/** Whole runs have a page, and those of the measurements that take long have one of their own. */
function pageOf(measurement: string | undefined): Page {
  switch (measurement) {
    case undefined:
      return 'bench'
    case 'growth':
    case 'hosts':
    case 'memory':
      return measurement
    default:
      throw new Error(`"${measurement}" alone has no page: leave --page out, or --measurement.`)
  }
}
