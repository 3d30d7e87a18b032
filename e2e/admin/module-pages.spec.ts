import { expect, test } from 'vitest'
import type { Download, Page } from 'playwright-core'
import type { TestClient } from '@wasla/host'
import { importCsv, northwind } from '../../plugins/crm/tests/_northwind.ts'
import {
  registerOwner,
  scrollsSideways,
  seriousFindings,
  startAdmin,
  useAdmin,
  visit,
  type AdminHarness,
} from './_admin.ts'
import { LANGUAGES, moduleName, wordsOf } from './_words.ts'

const CSV = new URL('../../examples/data/northwind-customers.csv', import.meta.url)

let admin: AdminHarness
let api: TestClient
let token: string

/** No record has it. */
const NOBODY = '00000000-0000-7000-8000-000000000000'

useAdmin(async () => {
  admin = await startAdmin()
  api = await registerOwner(admin.url, 'ticketing')
  token = api.token ?? ''
  return admin
})

/** The customers of the spreadsheet, where no test before has brought them. */
async function haveNorthwind(): Promise<void> {
  const { body } = await api.call('GET', '/crm/customers?search=antonio')
  if (body.items.length === 0) await importCsv(api, await northwind())
}

test.each(LANGUAGES)(
  'a spreadsheet becomes customers, and a customer gets activities and tickets, in %s',
  async (language) => {
    const say = wordsOf(language)
    const [asked, melted, reply] =
      language === 'ar'
        ? ['طلب عرض سعر', 'ذابت الشوكولاتة', 'علبة جديدة في الطريق.']
        : ['Asked for a quote', 'The chocolate melted', 'A new box is on its way.']
    const page = await admin.window({ token, language })
    await page.goto('/admin/crm/customers/import')
    const started = page.waitForResponse((response) => response.status() === 202)
    await page.locator('input[type=file]').setInputFiles(CSV.pathname)
    await started
    await expect
      .poll(async () => (await api.call('GET', '/crm/imports')).body.items[0].status, { timeout: 20_000 })
      .toBe('finished')
    await page.getByText(say('crm:import.status.finished')).waitFor()
    expect(await seriousFindings(page)).toEqual([])
    await page.getByRole('link', { name: say('crm:import.show') }).click()

    await page.getByRole('button', { name: say('crm:customer.companyName') }).click()
    await page.getByRole('row').nth(1).getByText('Alfreds Futterkiste').waitFor()
    await page
      .getByRole('group', { name: say('crm:customers.title') })
      .evaluate((frame) => frame.scrollTo(0, 1e6))
    await page.getByText('Wolski').waitFor()
    await page.getByRole('searchbox').fill('antonio moreno taqueria')
    await page.getByRole('link', { name: 'Antonio Moreno Taquería' }).click()

    await page.getByRole('button', { name: say('crm:activities.new'), exact: true }).click()
    await page.getByLabel(say('crm:activities.subject')).fill(asked)
    await page.getByRole('button', { name: say('crm:activities.add'), exact: true }).click()
    await page
      .getByRole('list', { name: say('crm:activities.title') })
      .getByText(asked)
      .waitFor()

    await page.getByRole('link', { name: say('ticketing:tickets.new') }).click()
    await page.getByLabel(say('ticketing:ticket.subject')).fill(melted)
    await page.getByRole('button', { name: say('ticketing:tickets.create') }).click()
    await page.getByRole('heading', { name: melted }).waitFor()
    await page.getByRole('button', { name: say('ticketing:ticket.take') }).click()
    await page.getByRole('button', { name: say('ticketing:ticket.release') }).waitFor()
    await page.getByLabel(say('ticketing:comments.new')).fill(reply)
    await page.getByRole('button', { name: say('ticketing:comments.add') }).click()
    await page
      .getByRole('list', { name: say('ticketing:comments.title') })
      .getByText(reply)
      .waitFor()

    await page.getByRole('link', { name: 'Antonio Moreno Taquería' }).click()
    await page
      .getByRole('region', { name: moduleName('ticketing', language) })
      .getByText(melted)
      .waitFor()
    expect(admin.complaints).toEqual([])
  },
)

test('a customer is edited, and a change made meanwhile elsewhere is not overwritten', async () => {
  const { body } = await api.call('POST', '/crm/customers', {
    body: { companyName: 'مؤسسة الأمل', phone: '0501234567' },
  })
  const page = await admin.window({ token, language: 'ar' })
  await page.goto(`/admin/crm/customers/${body.id}/edit`)
  await page.getByLabel('الشركة').fill('')
  await page.getByRole('button', { name: 'حفظ' }).click()
  await page.getByText('املأ هذا الحقل.').waitFor()
  await page.getByLabel('الشركة').fill('مؤسسة الأمل')
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

test.each(LANGUAGES)(
  'a card moves by pointer and by keyboard, and the ticket with it, in %s',
  async (language) => {
    const say = wordsOf(language)
    const column = (status: string) => page.getByRole('region', { name: say(`ticketing:status.${status}`) })
    // A subject of its own, since the test may be tried again.
    const subject = `The box was empty ${crypto.randomUUID().replaceAll(/\d|-/g, '').slice(0, 5)}`
    const { body: ticket } = await api.call('POST', '/tickets', { body: { subject } })
    const status = async (): Promise<string> => (await api.call('GET', `/tickets/${ticket.id}`)).body.status
    const page = await admin.window({ token, language })
    await page.goto('/admin/ticketing/board')
    const handle = page.getByRole('button', { name: say('kanban.move', { card: subject }) })
    await handle.hover()
    await page.mouse.down()
    const target = await column('pending').boundingBox()
    await page.mouse.move((target?.x ?? 0) + 60, (target?.y ?? 0) + 90, { steps: 8 })
    await page.mouse.up()
    await column('pending').getByText(subject).waitFor()
    await expect.poll(status).toBe('pending')

    const over = (name: string): Promise<void> =>
      page
        .getByText(say('kanban.over', { card: subject, column: say(`ticketing:status.${name}`) }))
        .waitFor({ state: 'attached' })
    await handle.focus()
    await page.keyboard.press('Space')
    await over('pending')
    // The next column lies in the direction of reading.
    await page.keyboard.press(language === 'ar' ? 'ArrowLeft' : 'ArrowRight')
    await over('resolved')
    await page.keyboard.press('Space')
    await column('resolved').getByText(subject).waitFor()
    await expect.poll(status).toBe('resolved')
  },
)

test.each([
  { language: 'en', open: 'Search or jump to' },
  { language: 'ar', open: 'ابحث أو انتقل إلى' },
] as const)('the palette finds records by what is typed, in $language', async ({ language, open }) => {
  await haveNorthwind()
  const page = await admin.window({ token, language })
  await page.goto('/admin')
  const hasPalette = page.getByRole('button', { name: open })
  await hasPalette.waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('antonio mor')
  const found = page.getByRole('option', { name: 'Antonio Moreno Taquería' })
  await found.waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Antonio Moreno Taquería' }).waitFor()
  expect(admin.complaints).toEqual([])
})

test('a view is kept on the server, shared, and opened in another browser in Arabic', async () => {
  await haveNorthwind()
  const page = await admin.window({ token })
  await page.goto('/admin/crm/customers?search=paris')
  await page.getByText('Paris').first().waitFor()
  await page.getByRole('button', { name: 'Saved views' }).click()
  await page.getByRole('menuitem', { name: 'Save this view' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name of the view').fill('باريس')
  await dialog.getByLabel('Share it with everybody').click()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.waitFor({ state: 'detached' })

  const colleague = await admin.member(api, {
    email: 'rima@example.com',
    fullName: 'Rima Odeh',
    role: 'manager',
  })
  const hers = await admin.window({ token: colleague.token, language: 'ar' })
  await hers.goto('/admin/crm/customers')
  await hers.getByRole('button', { name: 'العروض المحفوظة' }).click()
  await hers.getByText('شاركها آخرون').waitFor()
  await hers.getByRole('menuitem', { name: 'باريس' }).click()
  await expect.poll(() => hers.getByRole('searchbox').inputValue()).toBe('paris')
  expect(admin.complaints).toEqual([])
})

test.each(LANGUAGES)(
  'a list is exported on the server: the page is left and opened again, and another window has the file, too, in %s',
  async (language) => {
    const say = wordsOf(language)
    await haveNorthwind()
    const page = await admin.window({ token, language })
    await page.goto('/admin/crm/customers?search=paris')
    await page.getByText('Paris').first().waitFor()
    const textOf = async (download: Promise<Download>): Promise<string> => {
      let text = ''
      for await (const part of await (await download).createReadStream()) text += String(part)
      return text
    }
    // Whoever waits has it at once.
    const first = textOf(page.waitForEvent('download'))
    await page.getByRole('button', { name: say('table.export') }).click()
    expect(await first).toContain(`${say('crm:customer.companyName')},`)
    expect(await first).toContain('Paris spécialités')
    expect(await first).not.toContain('Antonio')
    const strip = page.getByRole('list', { name: say('table.exports') })
    await page.reload()
    const again = textOf(page.waitForEvent('download'))
    await strip.getByRole('button', { name: say('table.download') }).click()
    expect(await again).toBe(await first)
    expect(await seriousFindings(page)).toEqual([])

    const other = wordsOf(language === 'en' ? 'ar' : 'en')
    const elsewhere = await admin.window({ token, language: language === 'en' ? 'ar' : 'en' })
    await elsewhere.goto('/admin/crm/customers')
    const there = elsewhere.getByRole('list', { name: other('table.exports') })
    await there.getByRole('button', { name: other('table.download') }).waitFor()
    await there.getByRole('button', { name: other('table.forget-export') }).click()
    // Both follow.
    await there.waitFor({ state: 'detached' })
    await strip.waitFor({ state: 'detached' })
    expect(admin.complaints).toEqual([])
  },
)

test('the rows that an import refused are downloaded with the reasons', async () => {
  const page = await admin.window({ token })
  await page.goto('/admin/crm/customers/import')
  await page.locator('input[type=file]').setInputFiles({
    name: 'bad.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('companyName,email\nGood,good@example.com\nBad,not an address\n'),
  })
  await page.getByRole('link', { name: 'Download the refused rows' }).waitFor()
  // Any other window finds it, too.
  const other = await admin.window({ token, language: 'en' })
  await other.goto('/admin/crm/customers/import')
  const download = other.waitForEvent('download')
  await other.getByRole('link', { name: 'Download the refused rows' }).click()
  const file = await (await download).createReadStream()
  let text = ''
  for await (const chunk of file) text += String(chunk)
  expect(text).toContain('not an address')
})

test.each(LANGUAGES)(
  'a page that throws is fenced, names its module, and leaves the rest alone, in %s',
  async (language) => {
    const say = wordsOf(language)
    const page = await admin.window({ token, language })
    await page.route('**/api/v1/tickets?**', (route) =>
      route.fulfill({ json: { items: [null], nextCursor: null } }),
    )
    await page.goto('/admin/ticketing')
    await page
      .getByRole('alert')
      .getByText(say('plugin.failed', { plugin: moduleName('ticketing', language) }))
      .waitFor()
    const customers = say('crm:customers.title')
    await page.getByRole('link', { name: customers }).click()
    await page.getByRole('heading', { name: customers }).waitFor()
    // React tells of what the boundary caught.
    expect(admin.complaints.splice(0).join()).toContain('null')
  },
)

test('an address that names nothing says so, also where it could name none', async () => {
  const page = await admin.window({ token, language: 'ar' })
  for (const id of [NOBODY, 'typed']) {
    await visit(page, `/admin/ticketing/${id}`)
    expect(await page.getByRole('alert').getByRole('heading').textContent()).toBe('لا شيء هنا')
  }
})

test('digits are Arabic-Indic where that is wanted', async () => {
  await api.call('POST', '/tickets', { body: { subject: 'أين طلبي؟' } })
  const page = await admin.window({ token, language: 'ar' })
  await page.goto('/admin/ticketing')
  await page.getByText(/#\d/).first().waitFor()
  await page.getByRole('button', { name: 'Amal Saleh' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'الأرقام العربية' }).click()
  await page.keyboard.press('Escape')
  await page
    .getByText(/#[٠-٩]/)
    .first()
    .waitFor()
  await page.reload()
  await page
    .getByText(/#[٠-٩]/)
    .first()
    .waitFor()
  expect(await page.locator('tbody').textContent()).not.toMatch(/\d/)
})

// In the light, each page is looked at in both languages by its module's conformance test.
test.each([
  { language: 'en', theme: 'dark', width: 1280, search: 'Search' },
  { language: 'ar', theme: 'dark', width: 390, search: 'بحث' },
] as const)(
  'pages in $language, $theme, at $width px have nothing that axe finds serious',
  async ({ search, ...look }) => {
    await haveNorthwind()
    await api.call('POST', '/tickets', { body: { subject: 'Looked at' } })
    const page = await admin.window({ token, ...look })
    const { body } = await api.call('GET', '/crm/customers?search=antonio')
    const { body: tickets } = await api.call('GET', '/tickets')
    const paths = [
      '/admin',
      '/admin/modules',
      '/admin/crm/customers',
      `/admin/crm/customers/${body.items[0].id}`,
      `/admin/crm/customers/${NOBODY}`,
      '/admin/crm/customers/new',
      '/admin/crm/customers/import',
      '/admin/crm/calendar',
      '/admin/ticketing',
      `/admin/ticketing/${tickets.items[0].id}`,
      '/admin/ticketing/board',
    ]
    for (const path of paths) {
      await visit(page, path)
      if (path.endsWith('/customers')) await page.getByRole('searchbox', { name: search }).waitFor()
      expect(await seriousFindings(page), path).toEqual([])
      expect(await page.locator('html').getAttribute('dir')).toBe(look.language === 'ar' ? 'rtl' : 'ltr')
      expect(await page.locator('h1').count(), path).toBe(1)
    }
    expect(admin.complaints).toEqual([])
  },
)

const telephone = { width: 390, height: 844 }

/** What pushes others away without anybody having touched it, and by how much, since it was last asked. */
async function shiftsSince(page: Page): Promise<number> {
  return page.evaluate(() => {
    const seen = globalThis as unknown as { shifts?: { value: number; hadRecentInput: boolean }[] }
    return (seen.shifts?.splice(0) ?? [])
      .filter(({ hadRecentInput }) => !hadRecentInput)
      .reduce((sum, { value }) => sum + value, 0)
  })
}

/** Words of the other script that are the platform's own; what people typed is isolated, names of standards are the same. */
async function foreignWords(page: Page, language: (typeof LANGUAGES)[number]): Promise<string[]> {
  return page.evaluate(
    ([pattern, standards]) => {
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      const found: string[] = []
      while (walker.nextNode() !== null) {
        const text = walker.currentNode.textContent?.replaceAll(new RegExp(standards, 'g'), '') ?? ''
        const typed = walker.currentNode.parentElement?.closest('bdi, [dir], option, code, script, style')
        const isTyped = typed !== null && typed !== undefined && typed !== document.documentElement
        if (new RegExp(pattern).test(text) && !isTyped) found.push(text)
      }
      return found
    },
    language === 'ar'
      ? (['[A-Za-z]{2,}', 'CSV|OpenID Connect|UTC|Wasla|English|Ctrl K|Esc'] as const)
      : (['[\u0600-\u06ff]{2,}', 'العربية'] as const),
  )
}

test.each(LANGUAGES)(
  'on a telephone no page shifts, scrolls sideways or speaks two languages, nor is any too wide for a tablet, in %s',
  async (language) => {
    const subject = `${'unbroken'.repeat(12)}@subdomain.example.com`
    const { body: ticket } = await api.call('POST', '/tickets', { body: { subject } })
    const { body: customer } = await api.call('POST', '/crm/customers', { body: { companyName: subject } })
    const page = await admin.window({ token, language, ...telephone })
    await page.addInitScript(() => {
      const shifts: PerformanceEntry[] = []
      Object.assign(globalThis, { shifts })
      new PerformanceObserver((list) => shifts.push(...list.getEntries())).observe({ type: 'layout-shift' })
    })
    // Long enough for what stands for it meanwhile to be seen.
    await page.route('**/api/v1/**', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 60))
      await route.continue()
    })
    const paths = [
      '',
      'modules',
      'members',
      'roles',
      'api-keys',
      'webhooks',
      'files',
      'jobs',
      'audit',
      'privacy',
      'organization',
      'account',
      'notifications',
      'notifications/preferences',
      'crm/customers',
      `crm/customers/${customer.id}`,
      `crm/customers/${NOBODY}`,
      'crm/customers/new',
      'crm/calendar',
      'ticketing',
      `ticketing/${ticket.id}`,
      'ticketing/board',
      'nowhere',
    ]
    const found: string[] = []
    for (const path of paths) {
      await visit(page, `/admin/${path}`)
      const shift = await shiftsSince(page)
      if (shift >= 0.02) found.push(`${path} shifts by ${shift.toFixed(3)}`)
      if (await scrollsSideways(page)) found.push(`${path} scrolls sideways`)
      found.push(...(await foreignWords(page, language)).map((words) => `${path} says "${words}"`))
      await page.setViewportSize({ width: 1024, height: 768 })
      if (await scrollsSideways(page)) found.push(`${path} scrolls sideways at 1,024 pixels`)
      await page.setViewportSize(telephone)
    }
    expect(found).toEqual([])
    expect(admin.complaints).toEqual([])
  },
)
