import type { RouteServer } from '@wasla/sdk'
import type { AccountDependencies } from '../account-dependencies.ts'
import { personalSession } from '../personal-session.ts'
import { changePhone, removePhone } from './manage-phone.ts'
import {
  changedPhone,
  newPhone,
  pendingPhone,
  phoneChanges,
  phoneConfirmation,
  phoneRemoval,
  phoneState,
} from './phone.schema.ts'
import { confirmPhone, requestPhone } from './prove-phone.ts'
import { readPhone } from './read-phone.ts'

const tags = ['Account']
const member = { member: true } as const

/** `/users/me/phone`: for codes at sign-in, and for notifications by SMS. */
export function phoneRoutes(app: RouteServer, dependencies: AccountDependencies): void {
  app.get(
    '/users/me/phone',
    { config: member, schema: { tags, summary: 'Your phone', response: { 200: phoneState } } },
    (request) => readPhone(dependencies, personalSession(request).principal.id),
  )
  app.put(
    '/users/me/phone',
    {
      config: member,
      schema: {
        tags,
        summary: 'Send a code to a phone, to make it yours',
        body: newPhone,
        response: { 202: pendingPhone },
      },
    },
    async (request, reply) => {
      const pending = await requestPhone(dependencies, personalSession(request), request.body)
      return reply.code(202).header('cache-control', 'no-store').send(pending)
    },
  )
  app.post(
    '/users/me/phone/confirm',
    {
      config: member,
      schema: {
        tags,
        summary: 'Prove a phone by the code that arrived',
        body: phoneConfirmation,
        response: { 200: phoneState },
      },
    },
    async (request) => {
      const session = personalSession(request)
      await confirmPhone(dependencies, session, request.body)
      return readPhone(dependencies, session.principal.id)
    },
  )
  app.patch(
    '/users/me/phone',
    {
      config: member,
      schema: {
        tags,
        summary: 'Use the phone as second factor, or no longer',
        body: phoneChanges,
        response: { 200: changedPhone },
      },
    },
    async (request, reply) => {
      const session = personalSession(request)
      const backupCodes = await changePhone(dependencies, session, request.body)
      const state = await readPhone(dependencies, session.principal.id)
      return reply.header('cache-control', 'no-store').send({ ...state, backupCodes })
    },
  )
  app.post(
    '/users/me/phone/remove',
    { config: member, schema: { tags, summary: 'Remove your phone', body: phoneRemoval } },
    async (request, reply) => {
      await removePhone(dependencies, personalSession(request), request.body.currentPassword)
      return reply.code(204).send()
    },
  )
}
