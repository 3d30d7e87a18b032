import { isDeepStrictEqual } from 'node:util'
import type { LoadedRequest } from '../load/load.ts'
import type { Operation } from './operations.ts'

/** Makes sure that both sides do the same work: the same rows and fields come back. @throws Error when they do not */
export async function assertSameAnswers(operation: Operation, ours: string, theirs: string): Promise<void> {
  const answers = await Promise.all([ask(ours, operation.ours[0]), ask(theirs, operation.theirs[0])])
  const [answer, expected] = answers.map(comparable)
  if (isDeepStrictEqual(answer, expected)) return
  throw new Error(
    `"${operation.name}" is answered differently, so a ratio would say nothing:\n${excerpt(answer)}\n${excerpt(expected)}`,
  )
}

const excerpt = (answer: unknown): string => JSON.stringify(answer).slice(0, 1_000)

async function ask(origin: string, request: LoadedRequest | undefined): Promise<unknown> {
  if (request === undefined) throw new Error('The operation has no request.')
  const { method, path, headers, body } = request
  const response = await fetch(`${origin}${path}`, { method, headers, body })
  if (response.ok) return response.json()
  throw new Error(`${method} ${origin}${path} answered ${response.status}: ${await response.text()}`)
}

/** Without what is new in each answer, and cursors of REST, which the bare server has none of. */
function comparable(answer: unknown): unknown {
  const { nextCursor: _cursor, ...rest } = answer as Record<string, unknown>
  if (!('createdAt' in rest)) return rest
  const { id: _id, createdAt: _created, updatedAt: _updated, ...customer } = rest
  return customer
}
