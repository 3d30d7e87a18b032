import { toJSONSchema, type $ZodType } from 'zod/v4/core'
import { KernelError } from './kernel-error.ts'
import type { LoadedPlugin } from './module.ts'

/** What JSON has no word for, so that a payload would arrive as something else or not at all; and what to write instead. */
const INSTEAD: Readonly<Record<string, string>> = {
  date: 'z.iso.datetime()',
  bigint: 'z.string() for its digits',
  map: 'z.record()',
  set: 'z.array()',
  nan: 'z.number().nullable()',
  symbol: 'z.string()',
  function: 'the facts that whoever receives it decides by',
  undefined: 'z.strictObject({})',
  void: 'z.strictObject({})',
}

/**
 * Payloads are kept as JSON and read again with the schema they were written with.
 * @throws KernelError `payload_not_json`
 */
export function checkPayloads({ id, definition }: LoadedPlugin): void {
  const declared = [
    ...(definition.events ?? []).map((event) => ({ ...event, kind: 'event' })),
    ...(definition.jobs ?? []).map((job) => ({ ...job, kind: 'job' })),
    ...(definition.notifications ?? []).map((notification) => ({ ...notification, kind: 'notification' })),
  ]
  for (const { kind, name, payload } of declared) {
    const [lost] = [...lostInJson(payload, 'input'), ...lostInJson(payload, 'output')]
    if (lost === undefined) continue
    throw new KernelError(
      'register',
      'payload_not_json',
      `${lost.path === '' ? 'The payload' : `"${lost.path}" in the payload`} of the ${kind} "${name}" of "${id}" is z.${lost.type}(), which JSON cannot carry: it could be written and never be delivered. Write ${INSTEAD[lost.type]} instead.`,
    )
  }
}

interface Lost {
  readonly type: string
  readonly path: string
}

/**
 * @param io what is read again on delivery (`input`) or what is written (`output`): they differ where the schema transforms
 */
function lostInJson(payload: $ZodType, io: 'input' | 'output'): Lost[] {
  const found: (Lost & { readonly schema: $ZodType })[] = []
  /** Of z.preprocess(): it is given what JSON made of the value, and brings it back. */
  const restored = new Set<$ZodType>()
  toJSONSchema(payload, {
    io,
    unrepresentable: ({ zodSchema, path }) => {
      const { def } = zodSchema._zod
      const kept =
        def.type === 'date'
          ? io === 'output' || ('coerce' in def && def.coerce === true)
          : // A key that is left out reads as undefined again.
            (def.type === 'undefined' || def.type === 'void') && path.includes('properties')
      if (def.type in INSTEAD && !kept)
        found.push({ type: def.type, path: spoken(path), schema: zodSchema as $ZodType })
      return 'any'
    },
    override: ({ zodSchema }) => {
      const { def } = zodSchema._zod
      if (def.type === 'pipe' && 'in' in def && def.in._zod.def.type === 'transform') restored.add(def.out)
    },
  })
  return found.filter(({ schema }) => !restored.has(schema))
}

/** A path of JSON Schema as authors write it: `lines[].dueAt`. */
function spoken(path: readonly (string | number)[]): string {
  let said = ''
  for (let at = 0; at < path.length; at += 1) {
    const keyword = path[at]
    if (keyword === 'properties') said += `${said === '' ? '' : '.'}${path[(at += 1)]}`
    else if (keyword === 'items' || keyword === 'prefixItems' || keyword === 'additionalProperties')
      said += '[]'
  }
  return said
}
