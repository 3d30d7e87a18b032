import { afterAll, beforeAll, expect, test } from 'vitest'
import { TestClient } from '@wasla/host'
import { seriousFindings, startAdmin, type AdminHarness } from './_admin.ts'

const CSV = new URL('../../examples/data/northwind-customers.csv', import.meta.url)

let admin: AdminHarness
let api: TestClient
let token: string

beforeAll(async () => {
  admin = await startAdmin()
  api = new TestClient(admin.url)
  const { body } = await api.call('POST', '/auth/register', {
    body: {
      organizationName: 'Northwind Traders',
      fullName: 'Amal Saleh',
      email: 'amal@example.com',
      password: 'a long one of my own',
    },
  })
  token = body.accessToken
  api.token = token
  await api.call('PUT', '/modules/ticketing?wait=acknowledged', {
    body: { active: true, withRequirements: true },
  })
})
afterAll(() => admin.stop())

test('a spreadsheet becomes customers, and a customer gets activities and tickets', async () => {
  const page = await admin.window({ token })
  await page.goto('/admin/crm/customers/import')
  await page.locator('input[type=file]').setInputFiles(CSV.pathname)
  await page.getByText('Finished').waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.getByRole('link', { name: 'Show the customers' }).click()

  await page.getByRole('button', { name: 'Company' }).click()
  await page.getByRole('row').nth(1).getByText('Alfreds Futterkiste').waitFor()
  await page.getByRole('button', { name: 'Next page' }).click()
  await page.getByText('26–50').waitFor()
  await page.getByRole('searchbox').fill('antonio moreno taqueria')
  await page.getByRole('link', { name: 'Antonio Moreno Taquería' }).click()

  await page.getByRole('button', { name: 'New', exact: true }).click()
  await page.getByLabel('Subject').fill('Asked for a quote')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByRole('list', { name: 'Activities' }).getByText('Asked for a quote').waitFor()

  await page.getByRole('link', { name: 'New ticket' }).click()
  await page.getByLabel('Subject').fill('The chocolate melted')
  await page.getByRole('button', { name: 'Open ticket' }).click()
  await page.getByRole('heading', { name: 'The chocolate melted' }).waitFor()
  await page.getByRole('button', { name: 'Take it' }).click()
  await page.getByRole('button', { name: 'Give it back' }).waitFor()
  await page.getByLabel('New comment').fill('A new box is on its way.')
  await page.getByRole('button', { name: 'Add comment' }).click()
  await page.getByRole('list', { name: 'Conversation' }).getByText('A new box is on its way.').waitFor()

  await page.getByRole('link', { name: 'Antonio Moreno Taquería' }).click()
  await page.getByRole('region', { name: 'Tickets' }).getByText('The chocolate melted').waitFor()
  expect(admin.complaints).toEqual([])
}, 90_000)

test('a customer is edited, and a change made meanwhile elsewhere is not overwritten', async () => {
  const { body } = await api.call('POST', '/crm/customers', {
    body: { companyName: 'مؤسسة الأمل', phone: '0501234567' },
  })
  const page = await admin.window({ token, language: 'ar' })
  await page.goto(`/admin/crm/customers/${body.id}/edit`)
  await page.getByLabel('المدينة').fill('الرياض')
  await api.call('PATCH', `/crm/customers/${body.id}`, { body: { city: 'جدة' } })
  await page.getByRole('button', { name: 'حفظ' }).click()
  await page.getByRole('alert').waitFor()
  expect((await api.call('GET', `/crm/customers/${body.id}`)).body.city).toBe('جدة')
  await page.goto(`/admin/crm/customers/${body.id}`)
  await page.getByText('جدة').waitFor()
  const phone = page.getByRole('link', { name: '+966' })
  expect(await phone.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr')
})

test.each([
  { language: 'ar', theme: 'light', width: 1280, search: 'بحث' },
  { language: 'en', theme: 'dark', width: 1280, search: 'Search' },
  { language: 'ar', theme: 'dark', width: 390, search: 'بحث' },
] as const)(
  'pages in $language, $theme, at $width px have nothing that axe finds serious',
  async ({ search, ...look }) => {
    const page = await admin.window({ token, ...look })
    const { body } = await api.call('GET', '/crm/customers?search=antonio')
    const { body: tickets } = await api.call('GET', '/tickets')
    const paths = [
      '/admin',
      '/admin/modules',
      '/admin/crm/customers',
      `/admin/crm/customers/${body.items[0].id}`,
      '/admin/crm/customers/new',
      '/admin/ticketing',
      `/admin/ticketing/${tickets.items[0].id}`,
      '/admin/ticketing/board',
    ]
    for (const path of paths) {
      await page.goto(path)
      await page.locator('h1').waitFor()
      if (path.endsWith('/customers')) await page.getByRole('searchbox', { name: search }).waitFor()
      await page.waitForLoadState('networkidle')
      expect(await seriousFindings(page), path).toEqual([])
      expect(
        await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
        `${path} scrolls sideways`,
      ).toBeLessThanOrEqual(0)
    }
    expect(admin.complaints).toEqual([])
  },
  60_000,
)
