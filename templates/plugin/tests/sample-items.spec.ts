import type { TestHost, TestOrganization } from '@wasla/sdk/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startHost } from './_test-host.ts'

let host: TestHost
let ours: TestOrganization
let theirs: TestOrganization

beforeAll(async () => {
  host = await startHost()
  ours = await host.organization('Ours', ['acme-sample'])
  theirs = await host.organization('Theirs', ['acme-sample'])
})

afterAll(() => host?.stop())

const add = (organization: TestOrganization, name: string) =>
  organization.owner.call('POST', '/acme-sample/sample-items', { body: { name } })

test('an item is added, listed, changed and found by GraphQL', async () => {
  const { status, body } = await add(ours, 'First')
  expect(status, JSON.stringify(body)).toBe(201)
  const changed = await ours.owner.call('PATCH', `/acme-sample/sample-items/${body.id}`, {
    body: { note: 'Looked at' },
  })
  expect(changed.body).toMatchObject({ name: 'First', note: 'Looked at', version: 2 })
  const list = await ours.owner.call('GET', '/acme-sample/sample-items?status=active')
  expect(list.body.items).toHaveLength(1)
  const { data } = await ours.owner.graphql('{ sampleItems { nodes { rowId name } } }')
  expect(data.sampleItems.nodes).toEqual([{ rowId: body.id, name: 'First' }])
})

test('the event of a new item reaches the subscriber', async () => {
  const { body } = await add(ours, 'Announced')
  await host.settled()
  const { body: item } = await ours.owner.call('GET', `/acme-sample/sample-items/${body.id}`)
  expect(item.announcedAt).not.toBeNull()
  expect(
    (await host.events('acme-sample.sample-item.created')).map(({ payload }) => payload['name']),
  ).toContain('Announced')
})

test('401 without a session, 403 without the permission, 404 from another organization', async () => {
  const { body } = await add(ours, 'Ours only')
  const path = `/acme-sample/sample-items/${body.id}`
  expect((await host.visitor.call('GET', path)).status).toBe(401)
  expect((await (await ours.member('nobody')).call('GET', path)).status).toBe(403)
  expect((await theirs.owner.call('GET', path)).status).toBe(404)
})

test('unknown keys are refused and named', async () => {
  const { status, body } = await ours.owner.call('POST', '/acme-sample/sample-items', {
    body: { name: 'x', colour: 'red' },
  })
  expect(status).toBe(400)
  expect(JSON.stringify(body)).toContain('colour')
})
