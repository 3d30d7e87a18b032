import { expect, test } from 'vitest'
import pg from 'pg'
import { TestClient } from '@wasla/host'
import {
  findingsInBothThemes,
  mailedLink,
  OWNER,
  registerOwner,
  scrollsSideways,
  seriousFindings,
  startAdmin,
  useAdmin,
  visit,
  type AdminHarness,
} from './_admin.ts'
import { LANGUAGES, moduleName, wordsOf } from './_words.ts'

let admin: AdminHarness
let api: TestClient
let token: string

useAdmin(async () => {
  admin = await startAdmin()
  api = await registerOwner(admin.url, 'ticketing')
  token = api.token ?? ''
  await api.call('POST', '/webhooks', { body: { url: 'https://example.com/wasla', events: ['*'] } })
  return admin
})

/** For what no page does. */
async function inDatabase(sql: string, values: readonly unknown[] = []): Promise<object[]> {
  const client = new pg.Client({ connectionString: admin.database })
  await client.connect()
  try {
    return (await client.query(sql, [...values])).rows
  } finally {
    await client.end()
  }
}

test.each(LANGUAGES)(
  'somebody is invited into a role made for them, joins by the mailed link, and sees no more than it grants, in %s',
  async (language) => {
    const say = wordsOf(language)
    const tickets = moduleName('ticketing', language)
    const [role, name] = language === 'ar' ? ['الخدمة الميدانية', 'عمر هادي'] : ['Field service', 'Omar Hadi']
    const email = `omar-${language}@example.com`
    const page = await admin.window({ token, language })
    await page.goto('/admin/roles')
    await page.getByRole('button', { name: say('roles.new') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel(say('roles.name')).fill(role)
    await dialog.getByRole('combobox', { name: tickets, exact: true }).selectOption(say('roles.levels.write'))
    await dialog.getByRole('button', { name: say('save') }).click()
    await page.getByRole('button', { name: role }).waitFor()

    await page.getByRole('link', { name: say('members.title') }).click()
    await page.getByRole('button', { name: say('members.invite') }).click()
    await dialog.getByLabel(say('sign-in.email')).fill(email)
    await dialog.getByLabel(say('members.role')).selectOption(role)
    await page.getByRole('button', { name: say('members.send'), exact: true }).click()
    await page
      .getByRole('region', { name: say('members.invitations') })
      .getByText(email)
      .waitFor()

    const guest = await admin.window({ language })
    await guest.goto(await mailedLink(admin.url, email, 'accept-invitation'))
    const invited = { email: `\u2068${email}\u2069`, role: `\u2068${role}\u2069` }
    await guest.getByText(say('invitation.hint', invited)).waitFor()
    await guest.getByLabel(say('setup.full-name')).fill(name)
    await guest.getByLabel(say('sign-in.password')).fill('another long one of my own')
    await guest.getByRole('button', { name: say('invitation.accept') }).click()
    await guest
      .getByRole('heading', { name: say('dashboard.welcome', { name: name.split(' ')[0] ?? '' }) })
      .waitFor()
    await guest.getByRole('link', { name: tickets }).waitFor()
    expect(await guest.getByRole('link', { name: say('members.title') }).count()).toBe(0)
    await guest.goto('/admin/members')
    await guest.getByText('platform.users.read').waitFor()

    // The open page follows.
    await page.getByRole('button', { name: say('members.more', { name: `\u2068${name}\u2069` }) }).click()
    await page.getByRole('menuitem', { name: say('members.suspend') }).click()
    await guest.getByRole('heading', { name: say('sign-in.title') }).waitFor()
    expect(admin.complaints).toEqual([])
  },
)

test.each([
  {
    language: 'en',
    fullName: 'Lina Haddad',
    more: 'More about ⁨Lina Haddad⁩',
    open: 'What may they do?',
    permission: 'Permission',
    write: 'Tickets: change',
    no: 'The role ⁨Member⁩ does not grant it.',
  },
  {
    language: 'ar',
    fullName: 'Layan Haddad',
    more: 'المزيد عن ⁨Layan Haddad⁩',
    open: 'ماذا يحق له؟',
    permission: 'الصلاحية',
    write: 'التذاكر: تغيير',
    no: 'الدور ⁨عضو⁩ لا يمنح ذلك.',
  },
] as const)(
  'why somebody may not do something is told in $language',
  async ({ language, fullName, ...say }) => {
    await admin.member(api, { email: `haddad-${language}@example.com`, fullName, role: 'member' })
    const page = await admin.window({ token, language })
    await page.goto('/admin/members')
    await page.getByRole('button', { name: say.more }).click()
    await page.getByRole('menuitem', { name: say.open }).click()
    const drawer = page.getByRole('dialog')
    await drawer.getByLabel(say.permission).selectOption(say.write)
    await drawer.getByText(say.no).waitFor()
    expect(await seriousFindings(page)).toEqual([])
    expect(admin.complaints).toEqual([])
  },
)

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

test.each(LANGUAGES)(
  'what somebody signs in with follows what another window changes, in %s',
  async (language) => {
    const say = wordsOf(language)
    const { body } = await api.call('GET', '/users/me')
    const own = [body.user.id]
    const page = await admin.window({ token, language })
    await page.goto('/admin/account')
    await page.getByText(say('passkeys.hint')).waitFor()
    const factor = page.getByRole('region', { name: say('second-factor.title') })
    await factor.getByText(say('second-factor.off'), { exact: true }).waitFor()
    await inDatabase(
      `insert into platform.passkeys (user_id, credential_id, public_key, counter, transports, name, backed_up)
     values ($1, 'elsewhere', '', 0, '{}', 'Kitchen tablet', false)`,
      own,
    )
    await page.getByText('Kitchen tablet').waitFor()
    await inDatabase(
      `insert into platform.totp_secrets (user_id, sealed_secret, confirmed_at) values ($1, '', now())`,
      own,
    )
    await factor.getByText(say('second-factor.on'), { exact: true }).waitFor()
    await inDatabase(`insert into platform.phones (user_id, number) values ($1, '+201001234567')`, own)
    await page.getByText('+201001234567').or(page.getByText('+20 100 123 4567')).waitFor()
    await api.call('PATCH', '/users/me', { body: { fullName: `${OWNER.fullName} II` } })
    await page.getByRole('button', { name: `${OWNER.fullName} II` }).waitFor()

    await api.call('PATCH', '/users/me', { body: { fullName: OWNER.fullName } })
    for (const table of ['passkeys', 'totp_secrets', 'phones'])
      await inDatabase(`delete from platform.${table} where user_id = $1`, own)
    await page.getByText('Kitchen tablet').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: `${OWNER.fullName} II` }).waitFor({ state: 'detached' })
    await factor.getByText(say('second-factor.off'), { exact: true }).waitFor()
    expect(admin.complaints).toEqual([])
  },
)

test.each(LANGUAGES)('jobs are followed as they come, beside what always runs, in %s', async (language) => {
  const say = wordsOf(language)
  const page = await admin.window({ token, language })
  await page.goto('/admin/jobs')
  await page
    .getByRole('region', { name: say('singletons.title') })
    .getByText(say('singletons.empty'))
    .waitFor()
  const done = page.getByRole('table', { name: say('jobs.title') }).getByText(say('jobs.states.completed'))
  const { body } = await api.call('GET', '/jobs')
  const { body: started } = await api.call('POST', '/crm/imports', {
    body: `company\nBrings a job in ${language}`,
    headers: { 'content-type': 'text/csv' },
  })
  await expect
    .poll(async () => (await api.call('GET', `/crm/imports/${started.id}`)).body.status)
    .toBe('finished')
  const before = body.items.filter(({ state }: { state: string }) => state === 'completed').length
  await expect.poll(() => done.count()).toBeGreaterThan(before)
})

test.each(LANGUAGES)('an API key is made, shown once, and revoked, in %s', async (language) => {
  const say = wordsOf(language)
  const page = await admin.window({ token, language })
  await page.goto('/admin/api-keys')
  await page
    .getByRole('button', { name: say('api-keys.new') })
    .first()
    .click()
  const name = language === 'ar' ? 'المتجر' : 'Web shop'
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').first().fill(name)
  const customers = moduleName('crm', language)
  await dialog.getByLabel(say('roles.everything-of', { module: customers })).check()
  await page.getByRole('button', { name: say('api-keys.make') }).click()
  const key = await dialog.getByLabel(say('api-keys.key'), { exact: true }).inputValue()
  const program = new TestClient(admin.url)
  program.token = key
  expect((await program.call('GET', '/crm/customers')).status).toBe(200)
  await page.getByRole('button', { name: say('second-factor.kept') }).click()
  const row = page.getByRole('row').filter({ hasText: name })
  await row.getByRole('button', { name: say('api-keys.revoke') }).click()
  await dialog.getByRole('button', { name: say('api-keys.revoke') }).click()
  await row.getByText(say('api-keys.states.revoked')).waitFor()
  expect((await program.call('GET', '/crm/customers')).status).toBe(401)
})

test.each(LANGUAGES)('a module’s data is purged after a preview and its name, in %s', async (language) => {
  const say = wordsOf(language)
  await api.call('POST', '/tickets', { body: { subject: 'To be forgotten' } })
  await api.call('PUT', '/modules/ticketing?wait=acknowledged', { body: { active: false } })
  const page = await admin.window({ token, language })
  await page.goto('/admin/modules')
  await page
    .getByRole('button', { name: say('modules.more', { module: moduleName('ticketing', language) }) })
    .click()
  await page.getByRole('menuitem', { name: say('modules.purge') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('cell', { name: 'tickets', exact: true }).waitFor()
  const action = dialog.getByRole('button', { name: say('modules.purge') })
  expect(await action.isDisabled()).toBe(true)
  await dialog.getByRole('textbox').fill('ticketing')
  // As while the workers are busy.
  await inDatabase(
    `insert into platform.tasks (organization_id, kind, subject, input, requested_by, status, lease_until)
       select id, 'export', 'held', '{}', gen_random_uuid(), 'running', now() + interval '1 hour' from platform.organizations`,
  )
  await action.click()
  await dialog.waitFor({ state: 'detached' })
  const under = page.getByRole('status').getByText(say('modules.purging'))
  await under.waitFor()
  await page.reload()
  await under.waitFor()
  await inDatabase(`delete from platform.tasks where subject = 'held'`)
  // What came of it stands there, after a reload too, and in a window of the other language that did not order it.
  await page.locator('summary').waitFor()
  const elsewhere = await admin.window({ token, language: language === 'en' ? 'ar' : 'en' })
  await elsewhere.goto('/admin/modules')
  await elsewhere.locator('summary').waitFor()
  await page.reload()
  await page.locator('summary').click()
  await page.getByRole('cell', { name: 'tickets', exact: true }).waitFor()
  expect(await seriousFindings(page)).toEqual([])
  await api.call('PUT', '/modules/ticketing?wait=acknowledged', { body: { active: true } })
  expect((await api.call('GET', '/tickets')).body.items).toEqual([])
})

test.each(LANGUAGES)('the catalogue says what failed and what the plan refuses, in %s', async (language) => {
  const say = wordsOf(language)
  const page = await admin.window({ token, language })
  const reason = 'start: The address of the printer is missing.'
  await page.route('**/api/v1/modules', async (route) => {
    const answer = await route.fetch()
    const { items } = (await answer.json()) as { items: { id: string }[] }
    const told = { crm: { status: 'quarantined', reason }, ticketing: { planRefusal: 'Starter: 2 modules' } }
    const changed = items.map((item) => ({ ...item, active: false, ...told[item.id as keyof typeof told] }))
    await route.fulfill({ response: answer, json: { items: changed } })
  })
  await page.goto('/admin/modules')
  await page.getByText(reason).waitFor()
  await page.getByText(say('modules.status.quarantined')).waitFor()
  await page.getByText('Starter: 2 modules').waitFor()
  for (const toggle of await page.getByRole('switch').all()) expect(await toggle.isDisabled()).toBe(true)
  expect(await findingsInBothThemes(page)).toEqual([])
})

test('what the whole platform works on is seen and mended by its staff, and by nobody else', async () => {
  const stranger = await admin.window({ token })
  await stranger.goto('/admin/operations/queues')
  await stranger.getByText(wordsOf('en')('forbidden.operators')).waitFor()
  expect(await stranger.getByRole('link', { name: wordsOf('en')('operations.queues') }).count()).toBe(0)

  const { body: me } = await api.call('GET', '/users/me')
  await inDatabase('insert into platform.operators (user_id) values ($1)', [me.user.id])
  // As one that used up its attempts.
  await api.call('POST', '/crm/imports', { body: 'company\nDies', headers: { 'content-type': 'text/csv' } })
  const isDone = async (): Promise<boolean> =>
    (await api.call('GET', '/jobs')).body.items.every(({ state }: { state: string }) => state === 'completed')
  await expect.poll(isDone).toBe(true)
  const [dead] = await inDatabase(
    `update pgboss.job set state = 'failed', output = '{"message":"The disk was full"}' where id =
       (select id from pgboss.job where name = 'crm.import-customers' order by created_on desc limit 1) returning id`,
  )
  expect(dead).toBeDefined()
  for (const language of LANGUAGES) {
    const say = wordsOf(language)
    const look = language === 'ar' ? ({ theme: 'dark', width: 390 } as const) : {}
    const page = await admin.window({ token, language, ...look })
    await page.goto('/admin/operations/queues')
    await page.getByRole('heading', { level: 1, name: say('operations.queues') }).waitFor()
    const total = page.locator('dl > div').filter({ hasText: say('operations.figures.dead') })
    await total.getByText('1', { exact: true }).waitFor()
    for (const name of ['queues', 'subscribers', 'events', 'services', 'jobs']) {
      await page.goto(`/admin/operations/${name}`)
      await page.getByRole('heading', { level: 1, name: say(`operations.${name}`) }).waitFor()
      await expect.poll(() => page.getByRole('status').count()).toBe(0)
      expect(await seriousFindings(page), name).toEqual([])
      expect(await scrollsSideways(page), name).toBe(false)
    }
    await page.getByText('crm.import-customers').first().click()
    await page.getByRole('dialog').getByText(OWNER.organizationName).waitFor()
    await page.keyboard.press('Escape')
    if (language === 'en') continue
    await page.getByRole('button', { name: say('jobs.redrive') }).click()
    await page.getByRole('dialog').getByText(say('operations.redrive-hint')).waitFor()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('jobs.redrive') })
      .click()
    await page.getByText(say('operations.redriven_one')).waitFor()
    // The list follows to its end by itself.
    await page.getByRole('button', { name: say('jobs.redrive') }).waitFor({ state: 'detached' })
    await page.goto('/admin/operations/subscribers')
    await page
      .getByRole('button', { name: say('operations.replay') })
      .first()
      .click()
    await page.getByRole('dialog').getByText(say('operations.replay-warning')).waitFor()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('operations.replay-confirm') })
      .click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  }
  expect(admin.complaints).toEqual([])
})

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
      await visit(page, `/admin/${name}`)
      expect(await seriousFindings(page), name).toEqual([])
      expect(await scrollsSideways(page), `${name} scrolls sideways`).toBe(false)
      // Each page speaks the language and lies in its direction.
      const title = await page.locator('h1').innerText()
      expect(await page.locator('html').getAttribute('dir')).toBe(look.language === 'ar' ? 'rtl' : 'ltr')
      // A webhook is called by its address.
      const named = name.startsWith('webhooks/') || /\p{Script=Arabic}/u.test(title)
      expect(named || look.language === 'en', title).toBe(true)
    }
    expect(admin.complaints).toEqual([])
  },
)
