import type { Answer } from '@wasla/host'
import type { Random } from '../chaos/random.ts'
import { Samples } from '../isolation/sample.ts'
import type { Attack } from './attack.ts'
import { ODD_BODIES } from './bodies.ts'
import { hostileHeaders } from './headers.ts'
import { resolve, type RestOperation, type Surface } from './surface.ts'
import { nastyText, nastyValue, nastyWord } from './values.ts'

type Json = Answer['body']

/** What an intruder has found out: ids of others beside their own, and cursors of every kind of list. */
export interface Knowledge {
  readonly ids: readonly string[]
  /** Of them, the intruder's. */
  readonly own: readonly string[]
  readonly cursors: readonly string[]
  readonly modules: readonly string[]
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const JSON_TYPE = { 'content-type': 'application/json' }

/** Makes requests to the operations of the OpenAPI document. */
export function restAttacks({ operations, components }: Surface, knowledge: Knowledge) {
  return (random: Random): Attack => {
    const operation = random.pick(operations)
    if (operation === undefined) throw new Error('The OpenAPI document describes no operation.')
    const kind = random.pick(operation.body === undefined ? WITHOUT_BODY : WITH_BODY) ?? attackParameters
    const base: Attack = {
      kind: 'foreign ids',
      target: `${operation.method} ${operation.path}`,
      method: operation.method,
      url: fillPath(operation.path, knowledge, random),
      headers: {},
      ...sampleBody(operation, components, knowledge, random),
    }
    return { ...base, ...kind({ operation, components, knowledge, random, base }) }
  }
}

interface Making {
  readonly operation: RestOperation
  readonly components: Json
  readonly knowledge: Knowledge
  readonly random: Random
  readonly base: Attack
}

type Make = (making: Making) => Partial<Attack>

function fillPath(path: string, { ids, modules }: Knowledge, random: Random): string {
  const names = path.startsWith('/api/v1/modules/') ? modules : ids
  return path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(random.pick(names) ?? ''))
}

/** What would be accepted, but for the ids: its own ones half of the time, and not every property each time. */
function sampleOf({ body }: RestOperation, components: Json, { ids, own }: Knowledge, random: Random): Json {
  const known = (random.next() < 0.5 ? own : ids).toSorted(() => random.next() - 0.5)
  const sample = new Samples(components, known, 'Some text').of(body)
  for (const [name, schema] of Object.entries<Json>(body?.properties ?? {})) {
    if (schema.format === 'uri') sample[name] = 'https://hooks.example.com/'
    if (body.required?.includes(name) !== true && random.next() < 0.5) delete sample[name]
  }
  return sample
}

function sampleBody(operation: RestOperation, components: Json, knowledge: Knowledge, random: Random) {
  if (operation.body === undefined) return {}
  return { headers: JSON_TYPE, body: JSON.stringify(sampleOf(operation, components, knowledge, random)) }
}

const attackNothing: Make = () => ({})

/** One property of a type that it cannot have. */
const attackTypes: Make = ({ operation, components, knowledge, random, base }) => {
  const properties = Object.entries<Json>(operation.body?.properties ?? {})
  const [name, schema] = random.pick(properties) ?? []
  const wrong =
    name === undefined ? undefined : random.pick(wrongValues(resolve(components, schema), components))
  if (name === undefined || wrong === undefined) return {}
  const sample = sampleOf(operation, components, knowledge, random)
  return {
    kind: 'wrong type',
    headers: base.headers,
    body: JSON.stringify({ ...sample, [name]: wrong }),
    wrongField: name,
  }
}

const EXAMPLES: Record<string, unknown> = {
  string: 'text',
  number: 42.5,
  boolean: true,
  array: [1],
  object: { a: 1 },
}

function wrongValues(schema: Json, components: Json): unknown[] {
  const types = typesOf(schema, components)
  return Object.entries(EXAMPLES).flatMap(([type, value]) =>
    types === undefined || types.has(type) ? [] : [value],
  )
}

/** The types of JSON that a schema admits; undefined when it admits any. */
function typesOf(schema: Json, components: Json): Set<string> | undefined {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices !== undefined) {
    const all = choices.map((choice: Json) => typesOf(resolve(components, choice), components))
    return all.includes(undefined) ? undefined : new Set(all.flatMap((types: Set<string>) => [...types]))
  }
  const values = schema.const === undefined ? schema.enum : [schema.const]
  const types = values?.map((value: unknown) => typeof value) ?? schema.type
  if (types === undefined) return undefined
  return new Set([types].flat().map((type: string) => (type === 'integer' ? 'number' : type)))
}

/** One value, anywhere in the body, that is odd. */
const attackValues: Make = ({ operation, components, knowledge, random }) => {
  const sample = sampleOf(operation, components, knowledge, random)
  const places: [holder: Json, key: string][] = []
  const collect = (value: Json): void => {
    if (typeof value !== 'object' || value === null) return
    for (const key of Object.keys(value)) {
      places.push([value, key])
      collect(value[key])
    }
  }
  collect(sample)
  const [holder, key] = random.pick(places) ?? [sample, random.next() < 0.5 ? '__proto__' : 'constructor']
  const value = random.next() < 0.7 ? nastyText(random) : nastyValue(random)
  Object.defineProperty(holder, key, { value, enumerable: true })
  return { kind: 'odd value', body: JSON.stringify(sample) }
}

const attackBody: Make = ({ random }) => {
  const [name, type, body] = random.pick(ODD_BODIES) ?? ['nothing', 'application/json', () => '']
  return { kind: `body: ${name}`, headers: { 'content-type': type }, body: body() }
}

const attackParameters: Make = ({ operation, knowledge, random, base }) => {
  const inPath = operation.path.includes('{') && random.next() < 0.5
  const url = inPath ? operation.path.replaceAll(/\{\w+\}/g, () => encodeText(nastyWord(random))) : base.url
  const query = operation.query
    .filter(() => random.next() < 0.6)
    .map(({ name, schema }) => `${name}=${encodeText(queryValue(name, schema, knowledge, random))}`)
  if (random.next() < 0.15) query.push(random.pick(ODD_QUERIES) ?? '')
  return {
    kind: inPath ? 'odd path' : 'odd query',
    url: query.length === 0 ? url : `${url}?${query.join('&')}`,
  }
}

const ODD_QUERIES = [
  '__proto__=1',
  '__proto__[hostile]=1',
  'constructor=1',
  'limit=1&limit=2',
  'cursor[]=1',
  'limit[$gt]=1',
  '%',
  '%zz=%zz',
  '%ff=%c0%af',
  '%00',
  '&&&===',
  `a=${'b'.repeat(5_000)}`,
  Array.from({ length: 1_500 }, (_, number) => `p${number}=1`).join('&'),
]

function queryValue(name: string, schema: Json, { ids, cursors }: Knowledge, random: Random): string {
  if (name === 'cursor' && random.next() < 0.7) return spoil(random.pick(cursors) ?? '', random)
  if (schema.format === 'uuid' && random.next() < 0.4) return random.pick(ids) ?? ''
  if (schema.enum !== undefined && random.next() < 0.3) return random.pick<string>(schema.enum) ?? ''
  return nastyWord(random)
}

/** A cursor that is another list's, changed, cut, or made up. */
function spoil(cursor: string, random: Random): string {
  const values = [
    cursor,
    cursor.slice(0, -3),
    `${cursor}${cursor}`,
    Buffer.from(JSON.stringify([null, {}, []])).toString('base64url'),
    Buffer.from(JSON.stringify(['2026-01-01', "' or 1=1 --"])).toString('base64url'),
    Buffer.from(JSON.stringify([1e308, '\u0000'])).toString('base64url'),
    Buffer.from(JSON.stringify({ __proto__: null, length: 2 })).toString('base64url'),
    Buffer.from('['.repeat(10_000)).toString('base64url'),
    Buffer.from([0xff, 0xfe, 0x00]).toString('base64url'),
  ]
  const swapped = [...cursor]
  swapped[Math.floor(random.next() * swapped.length)] = 'A'
  return random.pick([...values, swapped.join('')]) ?? ''
}

const attackMethod: Make = ({ random, base }) => ({
  kind: 'another method',
  method: random.pick(METHODS) ?? 'GET',
  headers: base.headers,
})

const attackHeaders: Make = ({ random, base }) => {
  const [name, headers] = hostileHeaders(random)
  return { kind: `headers: ${name}`, headers: { ...base.headers, ...headers } }
}

const WITHOUT_BODY: readonly Make[] = [
  attackNothing,
  attackParameters,
  attackParameters,
  attackParameters,
  attackBody,
  attackMethod,
  attackHeaders,
]
const WITH_BODY: readonly Make[] = [
  attackNothing,
  attackTypes,
  attackTypes,
  attackValues,
  attackValues,
  attackValues,
  attackBody,
  attackParameters,
  attackMethod,
  attackHeaders,
]

/** As `encodeURIComponent`, which throws at half a character. */
function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
