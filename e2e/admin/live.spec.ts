import { describe, expect, test } from 'vitest'
import type { TestClient } from '@wasla/host'
import { OWNER, registerOwner, startAdmin, useAdmin, type AdminHarness } from './_admin.ts'
import { LANGUAGES, wordsOf } from './_words.ts'

let admin: AdminHarness
let api: TestClient
let token: string

useAdmin(async () => {
  admin = await startAdmin()
  api = await registerOwner(admin.url, 'ticketing')
  token = api.token ?? ''
  return admin
})

describe.each(LANGUAGES)('in %s', (language) => {
  const say = wordsOf(language)
  const [company, missed] = language === 'ar' ? ['النيل الأزرق', 'النيل الأبيض'] : ['Blue Nile', 'White Nile']

  test('lists and the page in view follow changes made elsewhere, over one connection for two windows', async () => {
    await api.call('POST', '/crm/customers', { body: { companyName: 'Known before' } })
    const first = await admin.window({ token, language })
    await first.goto('/admin/crm/customers')
    const second = await first.context().newPage()
    await second.goto('/admin/crm/customers')
    const both = [first, second]
    await Promise.all(both.map((page) => page.getByText('Known before').first().waitFor()))
    // The connections stand once the first changes have come through.
    await api.call('POST', '/crm/customers', { body: { companyName: `Warm-up ${language}` } })
    await Promise.all(both.map((page) => page.getByText(`Warm-up ${language}`).waitFor()))

    const begun = performance.now()
    const { body } = await api.call('POST', '/crm/customers', {
      body: { companyName: company, city: 'Khartoum' },
    })
    await Promise.all(both.map((page) => page.getByText(company).waitFor()))
    console.info(`A new customer stood in two windows after ${(performance.now() - begun).toFixed(0)} ms.`)

    await first.getByText(company).click()
    await first.getByText('Khartoum').waitFor()
    await api.call('PATCH', `/crm/customers/${body.id}`, { body: { city: 'Omdurman' } })
    await first.getByText('Omdurman').waitFor()
    expect(admin.complaints).toEqual([])
  })

  test('what happened without a connection is there when it is back', async () => {
    await api.call('POST', '/crm/customers', { body: { companyName: 'There before' } })
    const page = await admin.window({ token, language })
    await page.goto('/admin/crm/customers')
    await page.getByText('There before').first().waitFor()
    await page.context().setOffline(true)
    const bar = page.getByText(say('error.offline-bar'))
    await bar.waitFor()
    await api.call('POST', '/crm/customers', { body: { companyName: missed } })
    await page.context().setOffline(false)
    await bar.waitFor({ state: 'detached' })
    await page.getByText(missed).waitFor()
    expect(admin.complaints).toEqual([])
  })

  test('it can be installed under its name, and says when there is no connection', async () => {
    const page = await admin.window({ token, language })
    await page.goto('/admin')
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined))
    await page.reload()
    const welcome = page.getByRole('heading', {
      name: say('dashboard.welcome', { name: OWNER.fullName.split(' ')[0] ?? '' }),
    })
    await welcome.waitFor()

    const devices = await page.context().newCDPSession(page)
    // Without a screen the browser finds every manifest installable, so what it asks for is looked at one by one.
    const { errors, data = '', url, manifest: understood } = await devices.send('Page.getAppManifest')
    expect(errors).toEqual([])
    expect(understood).toMatchObject({
      startUrl: `${admin.url}/admin`,
      scope: `${admin.url}/admin`,
      display: 'kStandalone',
    })
    const manifest = JSON.parse(data)
    const direction = await page.locator('html').getAttribute('dir')
    expect(manifest).toMatchObject({ lang: language, dir: direction, id: '/admin' })
    expect(manifest.name).toBe(language === 'ar' ? 'وصلة' : 'Wasla')
    const touch = await page.locator('link[rel=apple-touch-icon]').getAttribute('href')
    const icons = [...manifest.icons, { src: touch, sizes: '180x180', type: 'image/png' }]
    // The pictures are what the manifest says of them.
    const drawn = await page.evaluate(
      (sources) =>
        Promise.all(
          sources.map(async (source) => {
            const picture = new Image()
            picture.src = source
            await picture.decode()
            return `${picture.naturalWidth}x${picture.naturalHeight}`
          }),
        ),
      icons.filter(({ type }) => type === 'image/png').map(({ src }) => new URL(src, url).href),
    )
    expect(drawn).toEqual(['192x192', '512x512', '512x512', '180x180'])

    await page.context().setOffline(true)
    await page.goto('/admin/modules')
    const offline = language === 'ar' ? 'لا يوجد اتصال' : 'There is no connection'
    await page.getByRole('heading', { name: offline }).waitFor()
    await page.context().setOffline(false)
    await page.getByRole('link', { name: language === 'ar' ? 'إعادة المحاولة' : 'Try again' }).click()
    await page.getByRole('heading', { name: say('modules.title'), exact: true }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/admin/modules')
    expect(await page.locator('html').getAttribute('dir')).toBe(direction)
  })
})
