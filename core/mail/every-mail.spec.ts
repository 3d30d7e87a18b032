import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { notificationMail } from '../notifications/messages/send-mail.ts'
import { renderNotice } from '../notifications/security-notices.ts'
import { securityTexts } from '../notifications/security-texts.ts'
import type { Language, MailContent } from './mail.ts'

const LINK = 'https://wasla.example.com/admin/somewhere?a=1&b=2'
const ARABIC = /\p{Script=Arabic}{2,}/u
const folder = join(import.meta.dirname, 'templates')

/** What any of the templates may ask for; no word of it is of a language. */
const DETAILS = {
  name: '4711',
  organization: '4712',
  organizationName: '4712',
  inviter: '4713',
  newEmail: 'a@b.example',
  url: LINK,
  signIn: LINK,
  forgot: LINK,
  code: '123456',
  days: 7,
  minutes: '10',
  reason: '4714',
  device: '4715',
  address: '192.0.2.1',
  to: '4716',
  on: '2026-01-31',
}

type Template = (language: Language, details: typeof DETAILS) => MailContent

async function templates(): Promise<[string, Template][]> {
  const modules = readdirSync(folder).map(
    (file) => import(join(folder, file)) as Promise<Record<string, unknown>>,
  )
  return (await Promise.all(modules)).flatMap((module) =>
    Object.entries(module).filter((entry): entry is [string, Template] => typeof entry[1] === 'function'),
  )
}

const notices = Object.keys(securityTexts).map((event): [string, Template] => [
  event,
  (language, details) => {
    const notice = renderNotice(`platform.${event}`, { ...details, days: '7' }, language)
    if (notice === undefined) throw new Error(`"${event}" has no text`)
    const message = { id: '1', language, name: details.name, email: 'x@example.com', organization: null }
    return notificationMail(
      { ...message, ...notice, security: true } as Parameters<typeof notificationMail>[0],
      '',
    )
  },
])

const mails = [...(await templates()), ...notices]

test('every template and every kind of notice is looked at', () => {
  expect(mails.length).toBeGreaterThanOrEqual(8 + 19)
  expect(mails.map(([name]) => name)).toEqual(
    expect.arrayContaining(['invitationMail', 'deletion-scheduled']),
  )
})

const words = (html: string) =>
  html
    .replace(/<style[^]*?<\/style>|<title>[^<]*<\/title>|<[^>]+>/g, ' ')
    .replace(
      /&(amp|lt|gt|quot|#39);/g,
      (_, name: string) => ({ amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" })[name] ?? '',
    )
    .replace(/\s+/g, ' ')

describe.each(mails)('%s', (_, template) => {
  test('is in Arabic from right to left, and in English from left to right', () => {
    const [arabic, english] = [template('ar', DETAILS), template('en', DETAILS)]
    expect(arabic.html).toMatch(/<html lang="ar" dir="rtl">/)
    expect(english.html).toMatch(/<html lang="en" dir="ltr">/)
    for (const text of [arabic.subject, arabic.text, arabic.html]) expect(text).toMatch(ARABIC)
    for (const text of [english.subject, english.text, english.html]) expect(text).not.toMatch(ARABIC)
    for (const text of [arabic.subject, arabic.text])
      expect(text.replace(/\S*[@/]\S+/g, '')).not.toMatch(/[a-z]{5,}/)
  })

  test.each(['ar', 'en'] as const)('says the same in plain text (%s)', (language) => {
    const { html, text } = template(language, DETAILS)
    const shown = words(html)
    for (const line of text.split('\n').filter((one) => one !== '' && one !== '--'))
      expect(shown).toContain(line.replace(/:$/, ''))
    expect(text).not.toMatch(/<[a-z]/i)
    const links = [...html.matchAll(/href="([^"]+)"/g)].map(([, url = '']) => url.replaceAll('&amp;', '&'))
    for (const url of links) expect(text).toContain(url)
  })
})
