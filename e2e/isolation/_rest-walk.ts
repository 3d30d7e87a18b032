import { setTimeout as sleep } from 'node:timers/promises'
import type { Answer, TestClient } from '@wasla/host'
import type { Json } from './_json.ts'
import { Samples } from './sample.ts'

/** Would end the walker's own session; a stream does not end; the showcase writes to a shared table to show that it cannot, and fails. */
const LEFT_OUT = /\/auth\/|^delete \/api\/v1\/users\/me(\/sessions)?$|\/live$|\/showcase\/currencies$/

const PATIENCE_MS = 30_000

export interface Visit {
  readonly operation: string
  /** Whether the path named a record of the other organization. */
  readonly byId: boolean
  readonly answer: Answer
}

/**
 * Calls every operation that `/openapi.json` describes, with the ids of another organization wherever an id is
 * taken: in paths, in queries and in bodies. `text` goes wherever words are taken.
 */
export async function walkRest(
  stranger: TestClient,
  ids: readonly string[],
  { text, cursors }: { readonly text: string; readonly cursors: readonly string[] },
): Promise<Visit[]> {
  const { body: document } = await stranger.call('GET', '/openapi.json')
  const samples = new Samples(document.components, ids, text)
  const visits: Visit[] = []
  for (const [path, operations] of Object.entries<Json>(document.paths)) {
    for (const [method, operation] of Object.entries<Json>(operations)) {
      if (LEFT_OUT.test(`${method} ${path}`)) continue
      for (const { url, byId } of urls(path, operation, ids, samples, cursors)) {
        const answer = await Promise.race([
          call(stranger, method.toUpperCase(), url, operation, samples),
          sleep(PATIENCE_MS).then(() => Promise.reject(new Error(`${method} ${url} does not answer`))),
        ])
        visits.push({ operation: `${method.toUpperCase()} ${url}`, byId, answer })
      }
    }
  }
  return visits
}

const MODULES = ['crm', 'ticketing', 'showcase']

function* urls(
  path: string,
  operation: Json,
  ids: readonly string[],
  samples: Samples,
  cursors: readonly string[],
) {
  const ofModules = path.startsWith('/api/v1/modules/{id}')
  const named = path.includes('{') ? (ofModules ? MODULES : ids) : ['']
  const query = (operation.parameters ?? []).filter(({ in: place }: Json) => place === 'query')
  for (const id of named) {
    const url = path.replace('/api/v1', '').replaceAll(/\{\w+\}/g, id)
    yield { url, byId: !ofModules && id !== '' }
    for (const { name, schema } of query) {
      const values = name === 'cursor' ? cursors : schema.format === 'uuid' ? ids : [samples.of(schema)]
      for (const value of values) {
        yield { url: `${url}?${name}=${encodeURIComponent(String(value))}`, byId: !ofModules && id !== '' }
      }
    }
  }
}

function call(stranger: TestClient, method: string, url: string, { requestBody }: Json, samples: Samples) {
  if (requestBody === undefined) return stranger.call(method, url)
  const { schema } = requestBody.content['application/json'] ?? { schema: { type: 'object' } }
  return stranger.call(method, url, { body: samples.of(schema) })
}
