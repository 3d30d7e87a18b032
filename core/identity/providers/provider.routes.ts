import { isWaslaError, type RouteServer } from '@wasla/sdk'
import type { FastifyReply } from 'fastify'
import { confirmIdentity } from '../accounts/confirm-identity.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import { clientOf } from '../client.ts'
import type { SignInDependencies, SignInOutcome } from '../complete-sign-in.ts'
import { personalSession } from '../personal-session.ts'
import { ownerConfirmation } from '../second-factor/second-factor.schema.ts'
import type { SignInReply } from '../sign-in-reply.ts'
import { beginProviderSignIn, type ProviderDependencies } from './begin-provider-sign-in.ts'
import { finishProviderSignIn } from './finish-provider-sign-in.ts'
import { listIdentities, unlinkIdentity } from './link-identity.ts'
import {
  identityList,
  linkAddress,
  linkRequest,
  providerAnswer,
  providerKey,
  providerList,
  providerListQuery,
  startQuery,
} from './provider.schema.ts'
import type { StateCookie } from './state-cookie.ts'

export interface ProviderRoutesDependencies
  extends AccountDependencies,
    SignInDependencies,
    ProviderDependencies {
  readonly platform: AccountDependencies['platform']
  readonly origin: string
  readonly redirectUri: string
  readonly stateCookie: StateCookie
  readonly answerSignIn: SignInReply
}

const tags = ['Sign-in providers']
const anonymous = { anonymous: true } as const
const member = { member: true } as const

/** Signing in by somebody else's word, and the identities a person has there. */
export function providerRoutes(app: RouteServer, dependencies: ProviderRoutesDependencies): void {
  const { platform, providers, origin, redirectUri, stateCookie, answerSignIn } = dependencies

  /** Where a finished sign-in leads; what it carries stays in the browser. */
  const leadOn = (reply: FastifyReply, outcome: SignInOutcome | undefined, returnTo: string) => {
    if (outcome === undefined) return reply.redirect(`${origin}${returnTo}`)
    if ('answer' in outcome) {
      answerSignIn(reply, outcome)
      return reply.redirect(`${origin}${returnTo}`)
    }
    const { token, methods } = outcome.secondFactor
    const fragment = new URLSearchParams({ token, methods: methods.join(','), returnTo })
    return reply.redirect(`${origin}/admin/sign-in/second-factor#${fragment}`)
  }

  app.get(
    '/auth/providers',
    {
      config: anonymous,
      schema: {
        tags,
        summary: 'Who else signs people in',
        querystring: providerListQuery,
        response: { 200: providerList },
      },
    },
    async (request) => ({ items: await providers.list(request.query.organization) }),
  )
  app.get(
    '/auth/providers/:key/start',
    {
      config: anonymous,
      schema: {
        tags,
        summary: 'Go to a provider; for browsers',
        params: providerKey,
        querystring: startQuery,
      },
    },
    async (request, reply) => {
      const { key } = request.params
      const { url, state } = await beginProviderSignIn(dependencies, { key, ...request.query })
      return reply
        .header('set-cookie', stateCookie.set(state))
        .header('cache-control', 'no-store')
        .redirect(url)
    },
  )
  app.get(
    '/auth/providers/callback',
    {
      config: anonymous,
      schema: { tags, summary: 'Come back from a provider', querystring: providerAnswer },
    },
    async (request, reply) => {
      reply.header('set-cookie', stateCookie.clear()).header('cache-control', 'no-store')
      const url = new URL(redirectUri)
      url.search = new URL(request.url, origin).search
      const state = stateCookie.read(request.headers.cookie)
      try {
        const answer = { url, state, session: request.session }
        const { outcome, returnTo } = await finishProviderSignIn(dependencies, answer, clientOf(request))
        return leadOn(reply, outcome, returnTo)
      } catch (error) {
        if (!isWaslaError(error)) throw error
        request.log.info({ err: error }, 'A sign-in by a provider was refused')
        return reply.redirect(`${origin}/admin/sign-in#problem=${error.code}`)
      }
    },
  )
  app.get(
    '/users/me/identities',
    { config: member, schema: { tags, summary: 'Who else signs you in', response: { 200: identityList } } },
    async (request) => ({ items: await listIdentities(platform, personalSession(request).principal.id) }),
  )
  app.post(
    '/users/me/identities/:key',
    {
      config: member,
      schema: {
        tags,
        summary: 'Begin to link an identity',
        params: providerKey,
        body: linkRequest,
        response: { 200: linkAddress },
      },
    },
    async (request, reply) => {
      const { currentPassword, returnTo } = request.body
      const person = await confirmIdentity(dependencies, personalSession(request), currentPassword)
      const { key } = request.params
      const { url, state } = await beginProviderSignIn(dependencies, { key, returnTo, linkTo: person.id })
      return reply.header('set-cookie', stateCookie.set(state)).send({ url })
    },
  )
  app.post(
    '/users/me/identities/:key/remove',
    {
      config: member,
      schema: { tags, summary: 'Unlink an identity', params: providerKey, body: ownerConfirmation },
    },
    async (request, reply) => {
      const { key: provider } = request.params
      await unlinkIdentity(dependencies, personalSession(request), { provider, ...request.body })
      return reply.code(204).send()
    },
  )
}
