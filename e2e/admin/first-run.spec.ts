import { expect, test } from 'vitest'
import { findingsInBothThemes, seriousFindings, startAdmin, useAdmin, type AdminHarness } from './_admin.ts'

let admin: AdminHarness

useAdmin(async () => {
  admin = await startAdmin()
  return admin
})

test('from an empty platform to a dashboard, and a module that comes and goes in two windows', async () => {
  const first = await admin.window({ language: 'ar' })
  await first.goto('/')
  await first.waitForURL('**/admin/setup')
  expect(await first.locator('html').getAttribute('dir')).toBe('rtl')
  expect(await findingsInBothThemes(first)).toEqual([])
  const english = await admin.window({ language: 'en', width: 390 })
  await english.goto('/admin/setup')
  await english.getByLabel('Name of the organization').waitFor()
  expect(await findingsInBothThemes(english)).toEqual([])
  await english.close()

  await first.getByLabel('اسم المؤسسة').fill('شركة النور')
  await first.getByLabel('اسمك').fill('أمل صالح')
  await first.getByLabel('البريد الإلكتروني').fill('amal@example.com')
  await first.getByLabel('كلمة المرور').fill('short')
  await first.getByRole('button', { name: 'متابعة' }).click()
  await first.locator('[aria-invalid=true]').waitFor()
  await first.getByLabel('كلمة المرور').fill('a long one of my own')
  await first.getByRole('button', { name: 'متابعة' }).click()
  await first.getByText('بمَ تبدأ؟').waitFor()
  expect(await findingsInBothThemes(first)).toEqual([])
  await first.getByRole('button', { name: 'ابدأ دون وحدات' }).click()
  await first.getByRole('heading', { name: 'مرحبًا، أمل' }).waitFor()
  expect(await seriousFindings(first)).toEqual([])

  const second = await admin.window({ language: 'en' })
  await second.goto('/admin/modules')
  await second.waitForURL('**/admin/sign-in**')
  await second.getByLabel('E-mail').fill('amal@example.com')
  await second.getByLabel('Password').fill('not the password')
  await second.getByRole('button', { name: 'Sign in', exact: true }).click()
  await second.getByRole('alert').waitFor()
  await second.getByLabel('Password').fill('a long one of my own')
  await second.getByRole('button', { name: 'Sign in', exact: true }).click()
  await second.getByRole('heading', { name: 'Modules' }).waitFor()

  // A reload would lose the mark.
  await first.evaluate(() => Object.assign(globalThis, { mark: 'same document' }))
  await second.getByRole('switch', { name: 'Switch “Tickets” on' }).click()
  const question = second.getByRole('dialog')
  await question.getByText('Customers').waitFor()
  await question.getByRole('button', { name: 'Switch all on' }).click()
  await second.getByRole('link', { name: 'Tickets' }).waitFor()
  await first.getByRole('link', { name: 'التذاكر' }).click()
  await first.getByText('لا تذاكر بعد').waitFor()
  expect(await seriousFindings(first)).toEqual([])

  await second.getByRole('switch', { name: 'Switch “Customers” off' }).click()
  await second.getByRole('dialog').getByText('Tickets', { exact: true }).waitFor()
  await second.getByRole('button', { name: 'Switch all off' }).click()
  await first.getByText('«التذاكر» متوقفة').waitFor()
  await first.getByRole('link', { name: 'التذاكر' }).waitFor({ state: 'detached' })
  expect(await first.evaluate(() => (globalThis as { mark?: string }).mark)).toBe('same document')
  expect(await seriousFindings(second)).toEqual([])
  expect(admin.complaints).toEqual([])
})
