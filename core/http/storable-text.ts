import { invalid } from '@wasla/sdk'
import type { FastifyRequest } from 'fastify'

/** NUL and halves of surrogate pairs as JSON writes them: PostgreSQL stores neither. */
const ESCAPED = /\\u(?:0000|d[89a-f])/i
const NUL = '\u0000'

const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes(NUL)

/**
 * Refuses a body with text that cannot be stored, by the field's name.
 * @param source the JSON it was parsed from: most bodies are cleared by a glance at it
 */
export function assertStorable(source: string, body: unknown): void {
  if (ESCAPED.test(source)) refuseUnstorable('body', body)
}

/** Refuses such text in paths and queries. */
export function assertStorableUrl(request: Pick<FastifyRequest, 'url' | 'params' | 'query'>): void {
  if (!request.url.includes('%00')) return
  refuseUnstorable('path', request.params)
  refuseUnstorable('query', request.query)
}

/** Not recursive: how deep a body is nested is its sender's choice. */
function refuseUnstorable(part: string, value: unknown): void {
  const waiting: { readonly path: string; readonly value: unknown }[] = [{ path: '', value }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (typeof next.value === 'string' && !isStorable(next.value)) throw unstorable(part, next.path)
    if (typeof next.value !== 'object' || next.value === null) continue
    for (const [key, nested] of Object.entries(next.value)) {
      const path = next.path === '' ? key : `${next.path}.${key}`
      if (!isStorable(key)) throw unstorable(part, path)
      waiting.push({ path, value: nested })
    }
  }
}

function unstorable(part: string, path: string): unknown {
  const field = path === '' ? part : path.replaceAll(NUL, '').toWellFormed()
  return invalid(
    'validation_failed',
    `The ${part} cannot be accepted: "${field}" holds a character that no text can be stored with.`,
    { fields: [{ field, message: 'holds NUL or half of a character' }] },
  )
}
