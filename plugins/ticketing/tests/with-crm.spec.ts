import { startTestHost, type TestHost, type TestOrganization } from '@wasla/host'
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest'

let host: TestHost
let ours: TestOrganization

beforeAll(async () => {
  host = await startTestHost({ cluster: inject('adminUrl') })
  ours = await host.organization('Ours', ['ticketing'])
})

afterAll(() => host.stop())

const call = async (method: string, path: string, body?: object, status = 200) => {
  const answer = await ours.owner.call(method, path, { body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(status)
  return answer.body
}

const setting = async (value: object) => {
  const { value: before } = await call('GET', '/modules/ticketing/settings')
  await call('PUT', '/modules/ticketing/settings', { value: { ...before, ...value } })
}

const customer = (companyName: string) => call('POST', '/crm/customers', { companyName }, 201)
const ticketsOf = async (customerId: string) => (await call('GET', `/tickets?customerId=${customerId}`)).items

const eventually = (expectation: () => Promise<void>) =>
  vi.waitFor(expectation, { timeout: 15_000, interval: 25 })

/** Every delivery there was has been made. */
const settled = () =>
  eventually(async () => {
    const rows = await host.query(
      `select from pgboss.job j join platform.job_queues q on q.queue = j.name where j.state in ('created', 'retry', 'active')
       union all select from platform.unrelayed_events`,
    )
    expect(rows).toEqual([])
  })

describe('a new customer', () => {
  test('is welcomed by a ticket where the organization wishes it', async () => {
    await setting({ welcomeTicket: true })
    const { id } = await customer('Welcomed')
    await eventually(async () => expect(await ticketsOf(id)).toMatchObject([{ subject: 'Welcome Welcomed' }]))
  })

  test('is not where it does not', async () => {
    await setting({ welcomeTicket: false })
    const { id } = await customer('Unwelcomed')
    await settled()
    expect(await ticketsOf(id)).toEqual([])
  })

  test('of an import is no news', async () => {
    await setting({ welcomeTicket: true })
    await ours.owner.call('POST', '/crm/imports', {
      body: 'company\nImported\n',
      headers: { 'content-type': 'text/csv' },
    })
    await eventually(async () =>
      expect((await call('GET', '/crm/customers?search=Imported')).items).toHaveLength(1),
    )
    await settled()
    expect((await call('GET', '/tickets?search=Imported')).items).toEqual([])
  })

  test('that came while ticketing was off is welcomed when it returns', async () => {
    await setting({ welcomeTicket: true })
    await ours.switch('ticketing', false)
    const { id } = await customer('Patient')
    await settled()
    expect(await host.query('select queue from platform.parked_jobs')).toHaveLength(1)
    await ours.switch('ticketing', true)
    await eventually(async () => expect(await ticketsOf(id)).toHaveLength(1))
  })
})

test('a customer with open tickets is kept, and the veto names them; without, its tickets outlive it', async () => {
  await setting({ welcomeTicket: false })
  const { id } = await customer('Kept')
  const ticket = await call('POST', '/tickets', { subject: 'Still open', customerId: id }, 201)
  const veto = await call('DELETE', `/crm/customers/${id}`, undefined, 409)
  expect(veto).toMatchObject({ code: 'ticketing.customer_has_open_tickets' })
  expect(veto.detail).toContain(`#${ticket.number}`)
  expect(await call('GET', `/crm/customers/${id}`)).toMatchObject({ companyName: 'Kept', version: 1 })

  await call('PATCH', `/tickets/${ticket.id}`, { status: 'resolved' })
  await call('DELETE', `/crm/customers/${id}`, undefined, 204)
  await eventually(async () => expect((await call('GET', `/tickets/${ticket.id}`)).customerId).toBeNull())
})

test('without ticketing nobody keeps a customer', async () => {
  const { id } = await customer('Unkept')
  await call('POST', '/tickets', { subject: 'Open', customerId: id }, 201)
  await ours.switch('ticketing', false)
  expect(await call('DELETE', `/crm/customers/${id}`, undefined, 204)).toBe('')
  await ours.switch('ticketing', true)
})

test('every night what was resolved long enough ago is closed, after the days of the setting', async () => {
  await setting({ closeAfterDays: 3 })
  const open = async (subject: string, daysAgo: number) => {
    const { id } = await call('POST', '/tickets', { subject }, 201)
    await call('PATCH', `/tickets/${id}`, { status: 'resolved' })
    await host.query(
      `update ticketing.tickets set resolved_at = now() - $2 * interval '1 day' where id = $1`,
      [id, daysAgo],
    )
    return id
  }
  const [old, young] = [await open('Long ago', 4), await open('Yesterday', 1)]
  // The clock is not ours to set, but the plan is; a host that starts looks at it at once.
  await host.query(
    `insert into platform.schedule_runs (schedule, organization_id, module_id, cron, time_zone, next_run)
     select 'ticketing.nightly-closing', id, 'ticketing', '0 3 * * *', time_zone, now()
     from platform.organizations where id = $1
     on conflict (schedule, organization_id) do update set next_run = now()`,
    [ours.id],
  )
  const second = await host.another()
  await eventually(async () => expect((await call('GET', `/tickets/${old}`)).status).toBe('closed'))
  await second.stop()
  expect((await call('GET', `/tickets/${young}`)).status).toBe('resolved')
  const told = await host.query(
    `select payload ->> 'to' as "to" from platform.event_log
     where name = 'ticketing.ticket.status-changed' and payload ->> 'ticketId' = $1 order by id`,
    [old],
  )
  expect(told).toEqual([{ to: 'resolved' }, { to: 'closed' }])
})
