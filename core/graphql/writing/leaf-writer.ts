import {
  GraphQLBoolean,
  GraphQLID,
  GraphQLInt,
  type GraphQLLeafType,
  GraphQLString,
  isEnumType,
} from 'graphql'
import { decoderOf, isText } from '../../database/statements/decode.ts'
import { serializeMoment } from '../schema/scalars.ts'
import type { JsonOutput } from './json-output.ts'

/**
 * Writes a value of a column, which stands as the server's text in some bytes, as a type writes it. Not where only the whole procedure
 * knows what becomes of it.
 */
export type WriteLeaf = (out: JsonOutput, bytes: Buffer, start: number, end: number) => boolean

const BOOLEAN = 16
const MOMENT = 1184
const SMALL_INTEGERS = new Set([21, 23])

/** The quickest way to write values of a column as a type; each writes what decoding, serialising and stringifying them would. */
export function leafWriter(type: GraphQLLeafType, columnType: number): WriteLeaf {
  if (isEnumType(type)) return remembering(serializing(type, columnType))
  const { serialize } = type
  if (isText(columnType) && (serialize === GraphQLString.serialize || serialize === GraphQLID.serialize))
    return writeString
  if (SMALL_INTEGERS.has(columnType) && serialize === GraphQLInt.serialize) return writeAsItIs
  if (columnType === BOOLEAN && serialize === GraphQLBoolean.serialize) return writeBoolean
  if (columnType === MOMENT && serialize === serializeMoment)
    return momentWriter(serializing(type, columnType))
  return writing(serializing(type, columnType))
}

const writeString: WriteLeaf = (out, bytes, start, end) => {
  out.string(bytes, start, end)
  return true
}

const writeAsItIs: WriteLeaf = (out, bytes, start, end) => {
  out.copy(bytes, start, end)
  return true
}

const TRUE = Buffer.from('true')
const FALSE = Buffer.from('false')
const LETTER_T = 116

const writeBoolean: WriteLeaf = (out, bytes, start) => {
  out.copy(bytes[start] === LETTER_T ? TRUE : FALSE)
  return true
}

type ToJson = (text: string) => string | undefined

/** The whole procedure for one value. */
function serializing(type: GraphQLLeafType, columnType: number): ToJson {
  const decode = decoderOf(columnType)
  return (text) => {
    const value = decode(text)
    const serialized = value == null ? value : type.serialize(value)
    return serialized == null ? undefined : JSON.stringify(serialized)
  }
}

const writing =
  (toJson: ToJson): WriteLeaf =>
  (out, bytes, start, end) => {
    const json = toJson(bytes.toString('utf8', start, end))
    if (json === undefined) return false
    out.text(json)
    return true
  }

/** For types of few values. */
function remembering(toJson: ToJson): WriteLeaf {
  const known = new Map<string, Buffer>()
  return (out, bytes, start, end) => {
    const text = bytes.toString('utf8', start, end)
    let json = known.get(text)
    if (json === undefined) {
      const made = toJson(text)
      if (made === undefined) return false
      known.set(text, (json = Buffer.from(made)))
    }
    out.copy(json)
    return true
  }
}

const ZERO = 48
const DASH = 45
const SPACE = 32
const PLUS = 43

/** The commonest form of a moment needs no `Date`; of years that a `Date` may mistake for others, and of infinity, one decides. */
function momentWriter(toJson: ToJson): WriteLeaf {
  const write = writing(toJson)
  return (out, bytes, start, end) => {
    const isUtc = bytes[end - 3] === PLUS && bytes[end - 2] === ZERO && bytes[end - 1] === ZERO
    const length = end - start
    if (!isUtc || length < 22 || length > 29 || bytes[start] === ZERO) return write(out, bytes, start, end)
    if (bytes[start + 4] !== DASH || bytes[start + 10] !== SPACE) return write(out, bytes, start, end)
    out.moment(bytes, start, end)
    return true
  }
}
