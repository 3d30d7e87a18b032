import { notFound, type RouteServer } from '@wasla/sdk'
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { DevelopmentMailbox, KeptMail } from './development-mailbox.ts'
import { MAIL_POLICY, MAILBOX_POLICY, mailboxPage, mailPage } from './mailbox-page.ts'

const anonymous = { anonymous: true } as const
const params = z.object({ id: z.uuid() })
const querystring = z.object({ to: z.string().max(254).optional() })

const keptMail = z.object({
  id: z.uuid(),
  sentAt: z.date(),
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  html: z.string(),
  text: z.string(),
  language: z.enum(['ar', 'en']),
})

const keptText = z.object({
  id: z.uuid(),
  sentAt: z.date(),
  to: z.string(),
  text: z.string(),
  language: z.enum(['ar', 'en']),
})
const mailboxList = z.object({ items: z.array(keptMail), texts: z.array(keptText) })

/** The mailbox of a host in development, at the root: pages for people, and a list for programs. */
export function mailboxRoutes(app: RouteServer, mailbox: DevelopmentMailbox): void {
  const schema = { hide: true }
  const send = (reply: FastifyReply, policy: string, html: string) =>
    reply
      .header('content-security-policy', policy)
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(html)
  const listOf = async (to: string | undefined) => ({
    items: await mailbox.list(to),
    texts: await mailbox.listTexts(to),
  })
  const find = async (id: string): Promise<KeptMail> => {
    const mail = await mailbox.find(id)
    if (mail !== undefined) return mail
    throw notFound('mail_unknown', 'This mail is not in the mailbox any more; only the latest are kept.')
  }

  app.get('/dev/mailbox', { config: anonymous, schema: { ...schema, querystring } }, async (request, reply) =>
    send(reply, MAILBOX_POLICY, mailboxPage(await listOf(request.query.to))),
  )
  app.get(
    '/dev/mailbox.json',
    {
      config: anonymous,
      schema: { ...schema, querystring, response: { 200: mailboxList } },
    },
    (request) => listOf(request.query.to),
  )
  app.get('/dev/mailbox/:id', { config: anonymous, schema: { ...schema, params } }, async (request, reply) =>
    send(reply, MAILBOX_POLICY, mailPage(await find(request.params.id))),
  )
  app.get(
    '/dev/mailbox/:id/html',
    { config: anonymous, schema: { ...schema, params } },
    async (request, reply) => {
      const { html } = await find(request.params.id)
      reply.header('x-frame-options', 'SAMEORIGIN')
      return send(reply, MAIL_POLICY, html.replace('<head>', '<head>\n<base target="_blank">'))
    },
  )
}
