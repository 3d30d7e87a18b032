import { startTestHost, type TestHost } from '@wasla/host'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { furnish, SECRET } from './furnish.ts'
import { judge } from './judge.ts'
import { attackedModules, showcase } from './modules.ts'
import { runHostile } from './run-hostile.ts'
import { Sender } from './send.ts'

let host: TestHost

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl'), plugins: [showcase] })
})
afterAll(() => host.stop())

test('hostile requests to every operation and field fail nothing, hang nothing and learn nothing', async () => {
  const { faults, sent, byKind, targets } = await runHostile({
    host,
    modules: attackedModules(host),
    seed: 1,
    requests: 2_000,
    limitMs: 8_000,
    say: () => {},
  })
  expect(faults).toEqual([])
  expect(sent).toBeGreaterThan(100)
  expect(byKind.size).toBeGreaterThan(30)
  expect(targets).toBeGreaterThan(50)
})

test('what must not be answered is seen when it is', async () => {
  const { organization } = await furnish(host, attackedModules(host))
  const sender = new Sender(host.url, 10_000)
  const attack = { kind: 'a look', target: '', method: 'GET', url: '/api/v1/crm/customers', headers: {} }
  const own = await sender.send(attack, organization.owner.token)
  sender.close()
  expect(judge(attack, own, [])).toBeUndefined()
  expect(judge(attack, own, [SECRET])).toContain(SECRET)
  const json = { 'content-type': 'application/problem+json' }
  const answer = (status: number, body: object) => ({
    ...own,
    status,
    headers: json,
    text: JSON.stringify(body),
  })
  expect(judge(attack, answer(500, { code: 'internal_error' }), [])).toContain('500')
  const refusal = { code: 'validation_failed', detail: 'The body cannot be accepted.', requestId: '1' }
  expect(judge(attack, answer(400, refusal), [])).toBe('a refusal that names no field')
  const named = { ...refusal, fields: [{ field: 'email' }] }
  expect(judge({ ...attack, wrongField: 'name' }, answer(400, named), [])).toContain('and not "name"')
  expect(judge({ ...attack, wrongField: 'name' }, answer(200, {}), [])).toContain('although "name"')
  const told = { ...refusal, code: 'other', detail: 'duplicate key value violates unique constraint' }
  expect(judge(attack, answer(409, told), [])).toContain('only the inside')
})
