import PostalMime from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { quietLog } from '../../http/tests/_server.ts'
import { createMailer } from '../create-mailer.ts'
import { resetPasswordMail } from '../templates/reset-password.ts'
import { startSmtpServer, type TestSmtpServer } from './_smtp-server.ts'

let smtp: TestSmtpServer
beforeAll(async () => {
  smtp = await startSmtpServer()
})
afterAll(() => smtp.stop())

const from = 'Wasla <no-reply@wasla.example>'
const mail = (to: string) => ({
  to,
  ...resetPasswordMail('ar', { name: 'منى', url: 'https://wasla.example/reset?token=1&x=2' }),
})

test('a mail reaches the SMTP server with login, in Arabic from right to left, with its plain twin', async () => {
  const mailer = createMailer({ smtpUrl: smtp.url, from, log: quietLog })
  await mailer.send(mail('mona@example.com'))
  await mailer.close()
  const received = smtp.received.at(-1)
  expect(received).toMatchObject({ from: 'no-reply@wasla.example', to: ['mona@example.com'] })
  const parsed = await PostalMime.parse(received?.raw ?? '')
  expect(parsed.subject).toBe('إعادة تعيين كلمة المرور')
  expect(parsed.html).toContain('dir="rtl"')
  expect(parsed.html).toContain('href="https://wasla.example/reset?token=1&amp;x=2"')
  expect(parsed.text).toContain('https://wasla.example/reset?token=1&x=2')
  expect(parsed.text).toContain('مرحبًا \u2068منى\u2069،')
})

test('an address cannot smuggle in another recipient or header', async () => {
  const mailer = createMailer({ smtpUrl: smtp.url, from, log: quietLog })
  await mailer.send({ ...mail('a@example.com'), subject: 'One\r\nBcc: thief@example.com' })
  await mailer.close()
  expect(smtp.received.at(-1)?.to).toEqual(['a@example.com'])
  expect(smtp.received.at(-1)?.raw).not.toMatch(/^Bcc:/im)
})

test('send says that the server refused; post tries again', async () => {
  const mailer = createMailer({ smtpUrl: smtp.url, from, log: quietLog, retryAfter: [10, 20] })
  smtp.refuse(1)
  await expect(mailer.send(mail('b@example.com'))).rejects.toMatchObject({ code: 'mail_not_sent' })
  const before = smtp.received.length
  smtp.refuse(2)
  mailer.post(mail('b@example.com'))
  await expect.poll(() => smtp.received.length).toBe(before + 1)
  await mailer.close()
})

test('without an SMTP server and a mailbox nothing is sent, and it is said', async () => {
  const warned: object[] = []
  const mailer = createMailer({
    from,
    log: { ...quietLog, warn: (details: object) => warned.push(details) } as unknown as typeof quietLog,
  })
  await expect(mailer.send(mail('c@example.com'))).rejects.toMatchObject({ code: 'mail_not_configured' })
  mailer.post(mail('c@example.com'))
  await mailer.close()
  expect(warned).toHaveLength(1)
  expect(JSON.stringify(warned)).not.toContain('c@example.com')
})
