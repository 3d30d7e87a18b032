import { expect, test } from 'vitest'
import { KnownCallers } from './known-callers.ts'
import type { AuthenticatedSession } from './session.ts'

const session = { sessionId: 's' } as AuthenticatedSession
const soon = () => performance.now() + 60_000

function knownCallers() {
  const state = { epoch: 1, hearing: true }
  const callers = new KnownCallers({ epoch: () => state.epoch, hearing: () => state.hearing })
  return { state, callers, connection: {} }
}

test('a connection that repeats its token is known; another token, or another connection, is not', () => {
  const { callers, connection } = knownCallers()
  callers.remember(connection, 'Bearer a', session, soon())
  expect(callers.find(connection, 'Bearer a')).toBe(session)
  expect(callers.find(connection, 'Bearer b')).toBeUndefined()
  expect(callers.find({}, 'Bearer a')).toBeUndefined()
})

test('nobody is known after any news, after the time, or while news is not heard', () => {
  const { state, callers, connection } = knownCallers()
  callers.remember(connection, 'Bearer a', session, performance.now())
  expect(callers.find(connection, 'Bearer a')).toBeUndefined()
  callers.remember(connection, 'Bearer a', session, soon())
  state.hearing = false
  expect(callers.find(connection, 'Bearer a')).toBeUndefined()
  state.hearing = true
  expect(callers.find(connection, 'Bearer a')).toBe(session)
  state.epoch += 1
  expect(callers.find(connection, 'Bearer a')).toBeUndefined()
})
