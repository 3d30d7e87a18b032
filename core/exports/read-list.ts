import { setTimeout as delay } from 'node:timers/promises'
import { unauthenticated, unavailable, WaslaError, type ErrorKind } from '@wasla/sdk'
import type { FastifyInstance } from 'fastify'
import type { PlatformDatabase } from '../database/data-access.ts'
import { forgetAccessToken, issueAccessToken } from '../identity/stored-sessions.ts'
import type { ExportOrder } from './exports.schema.ts'

/** Who reads the list, from where. */
export interface ListReader {
  readonly sessionId: string
  readonly address: string
}

export interface ListPages extends Pick<ExportOrder, 'path' | 'query' | 'whole'> {
  readonly platform: PlatformDatabase
  readonly server: Pick<FastifyInstance, 'inject'>
  readonly reader: ListReader
  readonly signal: AbortSignal
}

type Entry = Readonly<Record<string, unknown>>

const PAGE = 100
/** An access token is good for longer. */
const RENEW_MS = 600_000
const LONGEST_WAIT_SECONDS = 60
/** However busy the API is, an export does not wait for ever. */
const WAITS = 30

/**
 * Reads a list as whoever asked would, page by page: by a request to this host's own API, with an access token of their session.
 * So gate, permission, own rows and row-level security are the list's, at every page; when their session ends, so does this.
 * @throws whatever the list answers
 */
export async function* readList(pages: ListPages): AsyncGenerator<readonly Entry[]> {
  const { platform, whole } = pages
  let token: string | undefined
  let renewAt = 0
  let cursor: string | null = null
  try {
    do {
      if (Date.now() > renewAt) {
        if (token !== undefined) await forgetAccessToken(platform, token)
        token = await issueAccessToken(platform, pages.reader.sessionId)
        renewAt = Date.now() + RENEW_MS
      }
      if (token === undefined) throw signedOut()
      const page: Answer = await ask(pages, token, whole ? {} : { limit: PAGE, cursor })
      yield page.items
      cursor = page.nextCursor ?? null
    } while (cursor !== null)
  } finally {
    if (token !== undefined) await forgetAccessToken(platform, token)
  }
}

interface Answer {
  readonly items: readonly Entry[]
  readonly nextCursor?: string | null
}

async function ask(
  { server, path, query, reader, signal }: ListPages,
  token: string,
  place: { readonly limit?: number; readonly cursor?: string | null },
): Promise<Answer> {
  const values = Object.entries({ ...query, ...place }).filter(([, value]) => value !== null && value !== '')
  for (let waits = 0; waits < WAITS; waits += 1) {
    signal.throwIfAborted()
    const answer = await server.inject({
      method: 'GET',
      url: `/api/v1${path}`,
      query: Object.fromEntries(values.map(([name, value]) => [name, String(value)])),
      headers: { authorization: `Bearer ${token}` },
      remoteAddress: reader.address,
      signal,
    })
    if (answer.statusCode === 200) return answer.json<Answer>()
    const wait = Number(answer.headers['retry-after'])
    if (![429, 503].includes(answer.statusCode) || !(wait >= 0))
      throw problemOf(answer.statusCode, answer.json())
    await delay(Math.min(wait, LONGEST_WAIT_SECONDS) * 1000, undefined, { signal })
  }
  throw unavailable(
    'export_held_up',
    'The API was too busy for long, so the export was given up; try again later.',
  )
}

const KINDS: Readonly<Record<number, ErrorKind>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
}

function problemOf(
  status: number,
  { code, detail }: { readonly code: string; readonly detail: string },
): Error {
  if (status === 401) return signedOut()
  return new WaslaError(KINDS[status] ?? (status < 500 ? 'invalid' : 'unavailable'), code, detail)
}

const signedOut = () =>
  unauthenticated(
    'export_signed_out',
    'Whoever asked for the export has signed out, so it was not finished; sign in and export the list again.',
  )
