import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  quietLog,
  registryOf,
  serverOptions,
  startServer,
  type RunningServer,
} from '../../http/tests/_server.ts'
import { createIdentityDatabase } from '../../identity/tests/_identity.ts'
import { createMailer } from '../create-mailer.ts'
import { createDevelopmentMailbox } from '../development-mailbox.ts'
import { mailboxRoutes } from '../mailbox.routes.ts'
import { verifyEmailMail } from '../templates/verify-email.ts'

let database: Awaited<ReturnType<typeof createIdentityDatabase>>
let server: RunningServer

beforeAll(async () => {
  database = await createIdentityDatabase()
  const { platform } = database.connect()
  const mailbox = createDevelopmentMailbox(platform)
  const mailer = createMailer({ from: 'Wasla <no-reply@wasla.example>', mailbox, log: quietLog })
  for (const to of ['one@example.com', 'two@example.com']) {
    await mailer.send({
      to,
      ...verifyEmailMail('ar', { name: '<i>x</i>', url: 'http://localhost/verify?token=t' }),
    })
  }
  server = await startServer(
    serverOptions(registryOf(), { platform, rootRoutes: [(app) => mailboxRoutes(app, mailbox)] }),
  )
})
afterAll(async () => {
  await server.app.close()
  await database.drop()
})

test('mails land in the mailbox, as a page and as a list', async () => {
  const page = await server.call('/dev/mailbox')
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(page.body).toContain('أكّد بريدك الإلكتروني')
  const { body } = await server.call('/dev/mailbox.json?to=two@example.com')
  expect(body.items).toMatchObject([{ to: 'two@example.com', language: 'ar' }])
})

test('a mail is shown in a frame in which nothing runs', async () => {
  const { body } = await server.call('/dev/mailbox.json')
  const { id } = body.items[0]
  expect((await server.call(`/dev/mailbox/${id}`)).body).toContain(`src="/dev/mailbox/${id}/html"`)
  const html = await server.call(`/dev/mailbox/${id}/html`)
  expect(html.body).not.toContain('<i>x')
  expect(html.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
  expect(await server.call(`/dev/mailbox/${crypto.randomUUID()}`)).toMatchObject({
    status: 404,
    body: { code: 'mail_unknown' },
  })
})
