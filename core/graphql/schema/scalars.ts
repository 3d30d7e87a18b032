import { GraphQLError, Kind } from 'graphql'
import type { PluginSchemaBuilder } from '@wasla/sdk'
import { momentText } from './moment-text.ts'

// `2026-11-20T10:15:30Z` or with an offset. A time without one would mean another moment on every machine.
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/
const MINOR_UNITS = /^-?\d{1,19}$/

function parseDateTime(value: unknown): Date {
  const date = typeof value === 'string' && INSTANT.test(value) ? new Date(value) : undefined
  if (date === undefined || Number.isNaN(date.getTime())) {
    throw new GraphQLError(
      'A DateTime is a string in ISO 8601 with an offset, such as "2026-11-20T10:15:30Z".',
    )
  }
  return date
}

function parseMoney(value: unknown): bigint {
  if (typeof value !== 'string' || !MINOR_UNITS.test(value)) {
    throw new GraphQLError('Money is a string of integer minor units, such as "1999" for 19.99.')
  }
  return BigInt(value)
}

/** Adds the scalars every plugin knows. */
export function addScalars(builder: PluginSchemaBuilder): void {
  builder.scalarType('DateTime', {
    description: 'A moment: ISO 8601 with offset.',
    specifiedByURL: 'https://scalars.graphql.org/andimarek/date-time.html',
    serialize: serializeMoment,
    parseValue: parseDateTime,
  })
  builder.scalarType('Money', {
    description: 'Integer minor units as a string; the currency stands beside it.',
    serialize: (value) => BigInt(value).toString(),
    parseValue: parseMoney,
    parseLiteral: (node) =>
      parseMoney(node.kind === Kind.STRING || node.kind === Kind.INT ? node.value : undefined),
  })
  builder.scalarType('JSON', {
    description: 'Any JSON value.',
    serialize: (value) => value,
    parseValue: (value) => value,
  })
}

export function serializeMoment(value: Date | string): string {
  return momentText(parseable(value))
}

// Rows read without the ORM may carry the text of a timestamp.
function parseable(value: Date | string): Date {
  return value instanceof Date ? value : new Date(value)
}
