import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Page } from 'playwright-core'
import type { TestClient } from '@wasla/host'
import { registerOwner, startAdmin, type AdminHarness } from './_admin.ts'

// `npm run screenshots`: the pages of docs/screenshots.md, drawn from what people would have in their first week.
const FOLDER = new URL('../../docs/screenshots/', import.meta.url)
const NORTHWIND = new URL('../../examples/data/northwind-customers.csv', import.meta.url)
const QUALITY = 55

const LOOKS = [
  { language: 'ar', theme: 'light', width: 1440, height: 900, name: 'ar-light' },
  { language: 'en', theme: 'light', width: 1440, height: 900, name: 'en-light' },
  { language: 'en', theme: 'dark', width: 1440, height: 900, name: 'en-dark' },
  { language: 'ar', theme: 'dark', width: 390, height: 844, name: 'ar-dark-narrow' },
] as const

let admin: AdminHarness
let api: TestClient
let paths: Readonly<Record<string, string>>

const SUBJECTS = [
  ['The chocolate melted on the way', 'open', 'urgent'],
  ['أين طلبي رقم ١٠٤٢؟', 'open', 'high'],
  ['Invoice in two currencies', 'pending', 'normal'],
  ['Wrong size delivered', 'pending', 'high'],
  ['تغيير عنوان التسليم', 'resolved', 'normal'],
  ['Price list for autumn', 'resolved', 'low'],
] as const

const PLANS = [
  ['call', 'Asked for a quote', -3, 9],
  ['meeting', 'لقاء في الرياض', 0, 11],
  ['note', 'Prefers deliveries on Sundays', 0, 15],
  ['task', 'إرسال العقد', 2, 8],
  ['meeting', 'Tasting of the new teas', 5, 13],
  ['email', 'Sent the catalogue', 8, 10],
] as const

async function fill(): Promise<void> {
  const csv = await readFile(NORTHWIND, 'utf8')
  const { body: imported } = await api.call('POST', '/crm/imports', {
    body: csv,
    headers: { 'content-type': 'text/csv' },
  })
  await vi.waitFor(
    async () => expect((await api.call('GET', `/crm/imports/${imported.id}`)).body.status).toBe('finished'),
    { timeout: 60_000, interval: 200 },
  )
  const { body: customers } = await api.call('GET', '/crm/customers?search=antonio')
  const customer: string = customers.items[0].id
  const day = new Date()
  day.setUTCDate(15)
  for (const [kind, subject, days, hour] of PLANS) {
    const at = new Date(day)
    at.setUTCDate(15 + days)
    at.setUTCHours(hour, 0, 0, 0)
    await api.call('POST', `/crm/customers/${customer}/activities`, {
      body: { kind, subject, occurredAt: at.toISOString() },
    })
  }
  for (const [subject, status, priority] of SUBJECTS) {
    const { body } = await api.call('POST', '/tickets', { body: { subject, priority, customerId: customer } })
    if (status !== 'open') await api.call('PATCH', `/tickets/${body.id}`, { body: { status } })
  }
  const colleagues = [
    { email: 'sara@example.com', fullName: 'سارة ناصر', role: 'admin' },
    { email: 'omar@example.com', fullName: 'Omar Hadi', role: 'agent' },
    { email: 'noor@example.com', fullName: 'Noor Haddad', role: 'manager' },
  ]
  const { body: me } = await api.call('GET', '/users/me')
  for (const colleague of colleagues) {
    const member = await admin.member(api, colleague)
    const { body } = await member.call('POST', '/tickets', {
      body: { subject: `A word from ${colleague.fullName}` },
    })
    if (member.token !== undefined && typeof body.id === 'string')
      await member.call('POST', `/tickets/${body.id}/assign`, { body: { assigneeId: me.user.id } })
  }
  await api.call('POST', '/users/invite', { body: { email: 'lina@example.com', role: 'member' } })
  await api.call('POST', '/webhooks', {
    body: { url: 'https://example.com/wasla', events: ['crm.customer.created'], description: 'Bookkeeping' },
  })
  paths = {
    dashboard: '',
    customers: 'crm/customers',
    customer: `crm/customers/${customer}`,
    calendar: 'crm/calendar',
    board: 'ticketing/board',
    modules: 'modules',
    members: 'members',
    roles: 'roles',
    webhooks: 'webhooks',
    notifications: 'notifications',
    audit: 'audit',
    organization: 'organization',
    account: 'account',
  }
}

beforeAll(async () => {
  admin = await startAdmin()
  api = await registerOwner(admin.url, 'ticketing')
  await fill()
  await mkdir(FOLDER, { recursive: true })
}, 240_000)
afterAll(() => admin.stop())

async function keep(page: Page, name: string): Promise<void> {
  const devices = await page.context().newCDPSession(page)
  const { data } = await devices.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY })
  await writeFile(new URL(`${name}.webp`, FOLDER), Buffer.from(data, 'base64'))
}

test.each(LOOKS)(
  '$name',
  async ({ name, ...look }) => {
    const visitor = await admin.window(look)
    await visitor.goto('/admin/sign-in')
    await visitor.getByRole('heading').first().waitFor()
    await visitor.waitForLoadState('networkidle')
    await keep(visitor, `sign-in-${name}`)
    const page = await admin.window({ ...look, token: api.token })
    for (const [title, path] of Object.entries(paths)) {
      await page.goto(`/admin/${path}`)
      await page.locator('h1').waitFor()
      await page.waitForTimeout(1_200)
      await expect
        .poll(() => page.locator('main [role=status]:not([aria-live])').count(), { timeout: 20_000 })
        .toBe(0)
      await keep(page, `${title}-${name}`)
    }
  },
  240_000,
)
