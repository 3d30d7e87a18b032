import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestClient } from '@wasla/host'
import { registerOwner, seriousFindings, startAdmin, type AdminHarness } from './_admin.ts'

let admin: AdminHarness
let api: TestClient
let token: string

beforeAll(async () => {
  admin = await startAdmin()
  api = await registerOwner(admin.url, 'ticketing')
  token = api.token ?? ''
  await api.call('POST', '/webhooks', { body: { url: 'https://example.com/wasla', events: ['*'] } })
}, 120_000)
afterAll(() => admin.stop())

test('somebody is invited into a role made for them, joins by the mailed link, and sees no more than it grants', async () => {
  const page = await admin.window({ token })
  await page.goto('/admin/roles')
  await page.getByRole('button', { name: 'New role' }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('Name of the role').fill('Field service')
  await drawer.getByRole('combobox', { name: 'Tickets', exact: true }).selectOption('See and change')
  await drawer.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Field service' }).waitFor()

  await page.getByRole('link', { name: 'Members' }).click()
  await page.getByRole('button', { name: 'Invite' }).click()
  await page.getByRole('dialog').getByLabel('E-mail').fill('omar@example.com')
  await page.getByRole('dialog').getByLabel('Role').selectOption('Field service')
  await page.getByRole('button', { name: 'Send the invitation' }).click()
  await page.getByRole('region', { name: 'Open invitations' }).getByText('omar@example.com').waitFor()

  const guest = await admin.window()
  const mailbox = await fetch(`${admin.url}/dev/mailbox.json?to=omar@example.com`)
  const link = /\/admin\/accept-invitation#token=[\w-]+/.exec(await mailbox.text())?.[0]
  await guest.goto(link ?? '')
  await guest.getByLabel('Your name').fill('Omar Hadi')
  await guest.getByLabel('Password').fill('another long one of my own')
  await guest.getByRole('button', { name: 'Accept the invitation' }).click()
  await guest.getByRole('heading', { name: 'Hello, Omar' }).waitFor()
  await guest.getByRole('link', { name: 'Tickets' }).waitFor()
  expect(await guest.getByRole('link', { name: 'Members' }).count()).toBe(0)
  await guest.goto('/admin/members')
  await guest.getByText('platform.users.read').waitFor()

  await page.reload()
  await page.getByText('Omar Hadi').waitFor()
  await page.getByRole('button', { name: 'More about' }).click()
  await page.getByRole('menuitem', { name: 'Suspend' }).click()
  await guest.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect(admin.complaints).toEqual([])
}, 90_000)

test.each([
  {
    language: 'en',
    more: 'More about ⁨Lina Haddad⁩',
    open: 'What may they do?',
    permission: 'Permission',
    write: 'Tickets: change',
    no: 'The role ⁨Member⁩ does not grant it.',
  },
  {
    language: 'ar',
    more: 'المزيد عن ⁨Lina Haddad⁩',
    open: 'ماذا يحق له؟',
    permission: 'الصلاحية',
    write: 'التذاكر: تغيير',
    no: 'الدور ⁨عضو⁩ لا يمنح ذلك.',
  },
] as const)('why somebody may not do something is told in $language', async ({ language, ...say }) => {
  if (language === 'en')
    await admin.member(api, { email: 'lina@example.com', fullName: 'Lina Haddad', role: 'member' })
  const page = await admin.window({ token, language })
  await page.goto('/admin/members')
  await page.getByRole('button', { name: say.more }).click()
  await page.getByRole('menuitem', { name: say.open }).click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel(say.permission).selectOption(say.write)
  await drawer.getByText(say.no).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  expect(admin.complaints).toEqual([])
})

test('a member is signed out everywhere and asked to choose a new password', async () => {
  const member = await admin.member(api, { email: 'rana@example.com', fullName: 'Rana Aziz', role: 'member' })
  const page = await admin.window({ token })
  await page.goto('/admin/members')
  const choose = async (item: string): Promise<void> => {
    await page.getByRole('button', { name: 'More about ⁨Rana Aziz⁩' }).click()
    await page.getByRole('menuitem', { name: item }).click()
  }
  await choose('Ask for a new password')
  await page.getByText('A link to choose a new password is on its way to ⁨Rana Aziz⁩.').waitFor()
  await choose('Sign out everywhere')
  await page.getByText('⁨Rana Aziz⁩ is signed out of this organization on every device.').waitFor()
  await expect.poll(async () => (await member.call('GET', '/users/me')).status).toBe(401)
  expect(admin.complaints).toEqual([])
})

test('jobs are followed as they come, beside what always runs', async () => {
  const page = await admin.window({ token })
  await page.goto('/admin/jobs')
  await page.getByRole('region', { name: 'Always running' }).getByText('No module keeps a service').waitFor()
  const { body } = await api.call('GET', '/jobs')
  await api.call('POST', '/crm/imports', {
    body: 'company\nBrings a job',
    headers: { 'content-type': 'text/csv' },
  })
  await expect
    .poll(() => page.getByRole('table', { name: 'Background jobs' }).getByText('Done').count(), {
      timeout: 15_000,
    })
    .toBeGreaterThan(body.items.filter(({ state }: { state: string }) => state === 'completed').length)
})

test('an API key is made, shown once, and revoked', async () => {
  const page = await admin.window({ token })
  await page.goto('/admin/api-keys')
  await page.getByRole('button', { name: 'New key' }).first().click()
  await page.getByRole('dialog').getByLabel('Name').fill('Web shop')
  await page.getByRole('dialog').getByLabel('Everything of Customers').check()
  await page.getByRole('button', { name: 'Make the key' }).click()
  const key = await page.getByRole('dialog').getByLabel('Key', { exact: true }).inputValue()
  const program = await fetch(`${admin.url}/api/v1/crm/customers`, {
    headers: { authorization: `Bearer ${key}` },
  })
  expect(program.status).toBe(200)
  await page.getByRole('button', { name: 'I have kept it safe' }).click()
  await page.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('Revoked').waitFor()
})

test('a module’s data is purged after a preview and its name', async () => {
  await api.call('POST', '/tickets', { body: { subject: 'To be forgotten' } })
  await api.call('PUT', '/modules/ticketing?wait=acknowledged', { body: { active: false } })
  const page = await admin.window({ token })
  await page.goto('/admin/modules')
  await page.getByRole('button', { name: 'More about “Tickets”' }).click()
  await page.getByRole('menuitem', { name: 'Delete its data' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('cell', { name: 'tickets', exact: true }).waitFor()
  const action = dialog.getByRole('button', { name: 'Delete its data' })
  expect(await action.isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill('ticketing')
  await action.click()
  await dialog.waitFor({ state: 'detached' })
  await api.call('PUT', '/modules/ticketing?wait=acknowledged', { body: { active: true } })
  expect((await api.call('GET', '/tickets')).body.items).toEqual([])
}, 60_000)

test('a problem is told in the language of the page', async () => {
  const page = await admin.window({ token, language: 'ar' })
  await page.goto('/admin/account')
  const password = page.getByRole('region', { name: 'كلمة المرور', exact: true })
  await password.getByLabel('كلمة المرور الحالية').fill('not the one')
  await password.getByLabel('كلمة المرور الجديدة').fill('yet another one of my own')
  await page.getByRole('button', { name: 'تغيير كلمة المرور' }).click()
  await page.getByText('كلمة المرور الحالية غير صحيحة').waitFor()
  expect(await password.getByLabel('كلمة المرور الحالية').getAttribute('aria-invalid')).toBe('true')
})

test.each([
  { language: 'ar', theme: 'light', width: 1440 },
  { language: 'en', theme: 'dark', width: 1024 },
  { language: 'ar', theme: 'dark', width: 390 },
  { language: 'en', theme: 'light', width: 390 },
] as const)(
  'administration in $language, $theme, at $width px has nothing that axe finds serious',
  async (look) => {
    const page = await admin.window({ token, ...look })
    const { body: webhooks } = await api.call('GET', '/webhooks')
    for (const name of [
      'members',
      'roles',
      'api-keys',
      'webhooks',
      `webhooks/${webhooks.items[0].id}`,
      'files',
      'notifications',
      'notifications/preferences',
      'jobs',
      'audit',
      'privacy',
      'organization',
      'account',
    ]) {
      await page.goto(`/admin/${name}`)
      await page.locator('h1').waitFor()
      await expect.poll(() => page.getByRole('status').count(), { timeout: 10_000 }).toBe(0)
      expect(await seriousFindings(page), name).toEqual([])
      expect(
        await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
        `${name} scrolls sideways`,
      ).toBeLessThanOrEqual(0)
    }
    expect(admin.complaints).toEqual([])
  },
  90_000,
)
