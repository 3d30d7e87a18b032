import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { OWNER, registerOwner, startAdmin, type AdminHarness } from './_admin.ts'

let admin: AdminHarness

beforeAll(async () => {
  admin = await startAdmin()
  await registerOwner(admin.url)
}, 120_000)
afterAll(() => admin.stop())

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
  await signOut(page)
  await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
  await page.getByRole('heading', { name: 'Hello' }).waitFor()
  expect(admin.complaints).toEqual([])
}, 60_000)

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
  await page.getByLabel('Code').fill('000000')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('alert').waitFor()
  // The code of setting up is used; the next step's is taken, too.
  await page.getByLabel('Code').fill(authenticatorCode(secret, 1))
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('heading', { name: 'Hello' }).waitFor()
  expect(admin.complaints).toEqual([])
}, 60_000)
