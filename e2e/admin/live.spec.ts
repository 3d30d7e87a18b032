import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestClient } from '@wasla/host'
import { registerOwner, startAdmin, type AdminHarness } from './_admin.ts'

let admin: AdminHarness
let api: TestClient
let token: string

beforeAll(async () => {
  admin = await startAdmin()
  api = await registerOwner(admin.url, 'ticketing')
  token = api.token ?? ''
}, 60_000)
afterAll(() => admin.stop())

test('lists and the page in view follow changes made elsewhere, over one connection for two windows', async () => {
  const first = await admin.window({ token })
  await first.goto('/admin/crm/customers')
  await first.getByText('No customers yet').waitFor()
  const second = await first.context().newPage()
  await second.goto('/admin/crm/customers')
  await second.getByText('No customers yet').waitFor()
  // The connections stand once the first changes have come through.
  await api.call('POST', '/crm/customers', { body: { companyName: 'Warm-up' } })
  await Promise.all([first, second].map((page) => page.getByText('Warm-up').waitFor()))

  const begun = performance.now()
  const { body } = await api.call('POST', '/crm/customers', {
    body: { companyName: 'Blue Nile', city: 'Khartoum' },
  })
  await Promise.all([first, second].map((page) => page.getByText('Blue Nile').waitFor()))
  const took = performance.now() - begun
  console.info(`A new customer stood in two windows after ${took.toFixed(0)} ms.`)
  expect(took).toBeLessThan(2_000)

  await first.getByText('Blue Nile').click()
  await first.getByText('Khartoum').waitFor()
  await api.call('PATCH', `/crm/customers/${body.id}`, { body: { city: 'Omdurman' } })
  await first.getByText('Omdurman').waitFor()
}, 60_000)

test('what happened without a connection is there when it is back', async () => {
  const page = await admin.window({ token })
  await page.goto('/admin/crm/customers')
  await page.getByText('Blue Nile').waitFor()
  await page.context().setOffline(true)
  await page.getByText('No connection.').waitFor()
  await api.call('POST', '/crm/customers', { body: { companyName: 'White Nile' } })
  await page.context().setOffline(false)
  await page.getByText('No connection.').waitFor({ state: 'detached' })
  await page.getByText('White Nile').waitFor()
  expect(admin.complaints).toEqual([])
}, 60_000)

test('without a connection the browser shows a page that says so', async () => {
  const page = await admin.window({ token })
  await page.goto('/admin')
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
  await page.reload()
  await page.getByRole('heading', { name: 'Hello, Amal' }).waitFor()
  await page.context().setOffline(true)
  await page.goto('/admin/modules')
  await page.getByRole('heading', { name: 'There is no connection' }).waitFor()
  await page.context().setOffline(false)
  await page.getByRole('link', { name: 'Try again' }).click()
  await page.getByRole('heading', { name: 'Modules' }).waitFor()
  expect(new URL(page.url()).pathname).toBe('/admin/modules')
}, 60_000)
