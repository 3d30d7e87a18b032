import type { AddressInfo } from 'node:net'
import { serverAudits } from 'graphql-http'
import { expect, it } from 'vitest'
import { crm } from './_crm-and-ticketing.ts'
import { graphqlServer } from './_graphql-server.ts'

it('answers HTTP as the GraphQL over HTTP specification says it must', async () => {
  const { app } = graphqlServer([crm({ list: [] })])
  await app.listen({ host: '127.0.0.1', port: 0 })
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql`
  const fetchFn = (input: string, init: RequestInit = {}) =>
    fetch(input, {
      ...init,
      headers: {
        ...(init.headers as Record<string, string>),
        authorization: 'Bearer t',
        connection: 'close',
      },
    })
  const results = []
  for (const audit of serverAudits({ url, fetchFn })) results.push(await audit.fn())
  await app.close()
  const passed = results.filter(({ status }) => status === 'ok').length
  const rest = results.filter(({ status }) => status !== 'ok').map(({ status, name }) => `${status}: ${name}`)
  console.info([`graphql-http audits: ${passed} of ${results.length} passed`, ...rest].join('\n  '))
  expect(
    results.filter(({ status, name }) => status === 'error' || (status !== 'ok' && name.startsWith('MUST'))),
  ).toEqual([])
  expect(passed).toBeGreaterThan(40)
})
