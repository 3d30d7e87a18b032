import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { TestClient } from '@wasla/host'
import pg from 'pg'
import type { Page } from 'playwright-core'
import {
  findingsInBothThemes,
  mailedLink,
  OWNER,
  registerOwner,
  startAdmin,
  useAdmin,
  type AdminHarness,
} from './_admin.ts'

let admin: AdminHarness
let owner: TestClient

useAdmin(async () => {
  admin = await startAdmin({ REGISTRATION: 'verified' })
  owner = await registerOwner(admin.url)
  return admin
})

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The code of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds), `steps` from now. */
function authenticatorCode(secret: string, steps = 0): string {
  const bits = [...secret.replaceAll('=', '')]
    .map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const digest = createHmac('sha1', key).update(counter).digest()
  const offset = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0')
}

async function signIn(page: Page): Promise<void> {
  await page.goto('/admin/sign-in')
  await page.getByLabel('E-mail').fill(OWNER.email)
  await page.getByLabel('Password').fill(OWNER.password)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole('button', { name: OWNER.fullName }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
}

test('a password is masked, can be pasted, and is offered by a password manager; signing out is on every page', async () => {
  const page = await admin.window()
  await page.goto('/admin/sign-in')
  const [email, password] = [page.getByLabel('E-mail'), page.getByLabel('Password')]
  expect(await password.getAttribute('type')).toBe('password')
  expect([await email.getAttribute('autocomplete'), await password.getAttribute('autocomplete')]).toEqual([
    'username webauthn',
    'current-password',
  ])
  const pasted = await password.evaluate((field) =>
    field.dispatchEvent(new ClipboardEvent('paste', { bubbles: true, cancelable: true })),
  )
  // Nothing has prevented it.
  expect(pasted).toBe(true)
  await signIn(page)
  await page.getByRole('heading', { name: 'Hello' }).waitFor()
  for (const path of ['', '/account', '/members', '/modules', '/audit']) {
    await page.goto(`/admin${path}`)
    await page.getByRole('button', { name: OWNER.fullName }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor()
    await page.keyboard.press('Escape')
  }
  await signOut(page)
  await page.context().close()
})

test('a passkey is added, and signs in without a password', async () => {
  const page = await admin.window()
  const devices = await page.context().newCDPSession(page)
  await devices.send('WebAuthn.enable')
  await devices.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  await signIn(page)
  await page.getByRole('heading', { name: 'Hello' }).waitFor()
  await page.goto('/admin/account')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  await page.getByRole('dialog').getByLabel('Current password').fill(OWNER.password)
  await page.getByRole('dialog').getByRole('button', { name: 'Continue' }).click()
  await page.getByText('Not used yet').waitFor()
  await page.getByRole('button', { name: /^Rename/ }).click()
  await page.getByRole('dialog').getByLabel('Name').fill('The key on my desk')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText('The key on my desk').waitFor()
  await signOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('heading', { name: 'Hello' }).waitFor()
  expect(admin.complaints).toEqual([])
})

test.each([
  { language: 'ar', width: 390 },
  { language: 'en', width: 1280 },
] as const)(
  'the pages before the sign-in, in $language, have nothing that axe finds serious',
  async (look) => {
    const page = await admin.window(look)
    for (const path of [
      'sign-in',
      'forgot-password',
      'reset-password#token=spent',
      'accept-invitation#token=spent',
      'confirm-registration#token=spent',
      'verify-email#token=spent',
      'confirm-email-change#token=spent',
    ]) {
      await page.goto(`/admin/${path}`)
      await page.locator('h1').waitFor()
      await expect.poll(() => page.getByRole('status').count()).toBe(0)
      expect(await findingsInBothThemes(page), path).toEqual([])
    }
    expect(admin.complaints).toEqual([])
  },
)

/** Somebody of the organization, and a window in which they are signed in. */
async function colleague(name: string, language: 'ar' | 'en') {
  const person = { email: `${name.toLowerCase()}@example.com`, fullName: `${name} Haddad`, role: 'member' }
  const client = await admin.member(owner, person)
  return { ...person, client, page: await admin.window({ token: client.token, language }) }
}
const PASSWORD = 'another long one of my own'

test('somebody who registers completes it by the mailed link and their password', async () => {
  const body = {
    ...OWNER,
    organizationName: 'Second Hand',
    fullName: 'Nadia Karam',
    email: 'nadia@example.com',
  }
  expect((await owner.call('POST', '/auth/register', { body })).status).toBe(202)
  const page = await admin.window()
  await page.goto(await mailedLink(admin.url, body.email, 'confirm-registration'))
  await page.getByLabel('Password').fill('not the one')
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.locator('[role=alert], [aria-invalid=true]').first().waitFor()
  await page.getByLabel('Password').fill(body.password)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('heading', { name: 'Hello, Nadia' }).waitFor()
  expect(admin.complaints).toEqual([])
})

test('a phone is proven, and its codes stand between the password and the session', async () => {
  const { page, email } = await colleague('Huda', 'en')
  const number = '+966501234567'
  const code = async (): Promise<string> => {
    const { texts } = await (
      await fetch(`${admin.url}/dev/mailbox.json?to=${encodeURIComponent(number)}`)
    ).json()
    return /\d{6}/.exec(texts[0]?.text ?? '')?.[0] ?? ''
  }
  await page.goto('/admin/account')
  await page.getByRole('button', { name: 'Add a phone' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Phone').fill(number)
  await dialog.getByLabel('Current password').fill(PASSWORD)
  await dialog.getByRole('button', { name: 'Send me a code' }).click()
  await dialog.getByLabel('Code').waitFor()
  await expect.poll(code).not.toBe('')
  const first = await code()
  await dialog.getByLabel('Code').fill(first)
  await dialog.getByRole('button', { name: 'Confirm the phone' }).click()
  await page.getByRole('switch', { name: 'Second factor at sign-in' }).click()
  await dialog.getByLabel('Current password').fill(PASSWORD)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await dialog.getByRole('button', { name: 'I have kept it safe' }).click()

  const again = await admin.window()
  await again.goto('/admin/sign-in')
  await again.getByLabel('E-mail').fill(email)
  await again.getByLabel('Password').fill(PASSWORD)
  await again.getByRole('button', { name: 'Sign in', exact: true }).click()
  await again.getByLabel('How you prove it').selectOption('Code by text message')
  await again.getByRole('button', { name: 'Send me a code' }).click()
  await expect.poll(code).not.toBe(first)
  await again.getByLabel('Code').fill(await code())
  await again.getByRole('button', { name: 'Sign in', exact: true }).click()
  await again.getByRole('heading', { name: 'Hello, Huda' }).waitFor()
  expect(admin.complaints).toEqual([])
})

test('an e-mail changes when both addresses have confirmed it, in Arabic', async () => {
  const { page, email } = await colleague('Samir', 'ar')
  await page.goto('/admin/account')
  const card = page.getByRole('region', { name: 'البريد الإلكتروني' })
  await card.getByLabel('البريد الجديد').fill('samir.new@example.com')
  await card.getByLabel('كلمة المرور الحالية').fill(PASSWORD)
  await card.getByRole('button', { name: 'تغيير البريد' }).click()
  await card.getByText('أرسلنا رابطين').waitFor()
  await page.goto(await mailedLink(admin.url, email, 'confirm-email-change'))
  await page.getByText('يبقى أن يؤكد العنوان الآخر').waitFor()
  // Only what stands behind the hash differs, so that the browser would stay.
  await page.goto('/admin/offline.html')
  await page.goto(await mailedLink(admin.url, 'samir.new@example.com', 'confirm-email-change'))
  await page.getByText('شكرًا').waitFor()
  await page.goto('/admin/account')
  await page.getByText('samir.new@example.com').first().waitFor()
  expect(admin.complaints).toEqual([])
})

test.each([
  { language: 'en', name: 'Dina', says: 'acts as ⁨Dina Haddad⁩ for support', end: 'End it' },
  { language: 'ar', name: 'Ziad', says: '⁨Ziad Haddad⁩', end: 'إنهاء' },
] as const)('an operator who acts as somebody is told of it on every page, in $language', async (look) => {
  const { client } = await colleague(look.name, look.language)
  const [{ body: them }, { body: me }, { body: organization }] = await Promise.all([
    client.call('GET', '/users/me'),
    owner.call('GET', '/users/me'),
    owner.call('GET', '/organization'),
  ])
  const database = new pg.Client({ connectionString: admin.database })
  await database.connect()
  await database.query('insert into platform.operators (user_id) values ($1) on conflict do nothing', [
    me.user.id,
  ])
  await database.end()
  const { body } = await owner.call('POST', '/operator/impersonations', {
    body: {
      organizationId: organization.id,
      userId: them.user.id,
      reason: 'Ticket 4711: an empty list',
      minutes: 10,
    },
  })
  const page = await admin.window({ token: body.accessToken, language: look.language })
  await page.goto('/admin')
  await page.getByRole('status').getByText(look.says).waitFor()
  expect(await findingsInBothThemes(page)).toEqual([])
  await page.getByRole('button', { name: look.end }).click()
  await page.waitForURL('**/admin/sign-in')
  expect(admin.complaints).toEqual([])
})

test('somebody leaves the organization, and is out', async () => {
  const { page, client } = await colleague('Basma', 'en')
  await page.goto('/admin/account')
  await page.getByRole('button', { name: 'Leave the organization' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Leave the organization' }).click()
  await page.getByRole('heading', { name: 'Sign in' }).waitFor()
  expect((await client.call('GET', '/users/me')).status).toBe(401)
})

test('an issuer is added, renamed in Arabic and removed', async () => {
  const page = await admin.window({ token: owner.token ?? '' })
  await page.goto('/admin/organization')
  await page.getByRole('button', { name: 'Add an issuer' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name on the button').fill('Northwind SSO')
  await dialog.getByLabel('Address of the issuer').fill('https://login.example.com')
  await dialog.getByLabel('Client id').fill('wasla')
  await dialog.getByLabel('Client secret').fill('a secret')
  await dialog.getByLabel('E-mail domains').fill('northwind.example')
  await dialog.getByRole('button', { name: 'Add an issuer' }).click()
  await page.getByRole('switch', { name: 'Northwind SSO: enabled' }).waitFor()
  const arabic = await admin.window({ token: owner.token ?? '', language: 'ar' })
  await arabic.goto('/admin/organization')
  await arabic.getByRole('button', { name: 'تعديل Northwind SSO' }).click()
  const form = arabic.getByRole('dialog')
  expect(await form.getByLabel('سر العميل').inputValue()).toBe('')
  await form.getByLabel('الاسم على الزر').fill('Northwind accounts')
  await form.getByRole('button', { name: 'حفظ' }).click()
  await form.waitFor({ state: 'detached' })
  // The other window follows.
  const card = page.getByRole('region', { name: 'Sign-in with the organization’s own accounts' })
  await card.getByText('Northwind accounts').waitFor()
  const { body } = await owner.call('GET', '/organization/sign-in-providers')
  expect(body.items).toMatchObject([{ name: 'Northwind accounts', issuer: 'https://login.example.com' }])
  await card.getByRole('button', { name: 'Remove' }).click()
  await dialog.getByRole('button', { name: 'Remove' }).click()
  await dialog.waitFor({ state: 'detached' })
  await card.getByText('Northwind accounts').waitFor({ state: 'detached' })
  expect(admin.complaints).toEqual([])
})

// The last: turning it on ends every other session of the owner.
test('an authenticator app is set up, and its code stands between the password and the session', async () => {
  const page = await admin.window()
  await signIn(page)
  await page.getByRole('heading', { name: 'Hello' }).waitFor()
  await page.goto('/admin/account')
  await page.getByRole('button', { name: 'Set up an authenticator app' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Current password').fill(OWNER.password)
  await dialog.getByRole('button', { name: 'Continue' }).click()
  await dialog.getByRole('img', { name: 'QR code' }).waitFor()
  const secret = (await dialog.locator('bdi.select-all').textContent()) ?? ''
  await dialog.getByLabel('Code').fill(authenticatorCode(secret))
  await dialog.getByRole('button', { name: 'Turn on' }).click()
  await dialog.getByRole('listitem').nth(9).waitFor()
  await dialog.getByRole('button', { name: 'I have kept it safe' }).click()
  await page.getByText('10 backup codes left').waitFor()
  await signOut(page)

  await signIn(page)
  await page.getByLabel('Code').waitFor()
  expect(await findingsInBothThemes(page)).toEqual([])
  await page.getByLabel('Code').fill('000000')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('alert').waitFor()
  // The code of setting up is used; the next step's is taken, too.
  await page.getByLabel('Code').fill(authenticatorCode(secret, 1))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Hello' }).waitFor()
  expect(admin.complaints).toEqual([])
})
