import type { Logger, Manifest, RouteServer } from '@wasla/sdk'
import { Access } from '../access/access.ts'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Keyring } from '../encryption/keyring.ts'
import type { Mailer } from '../mail/create-mailer.ts'
import { createOutbound, type Outbound } from '../outbound/resolve-target.ts'
import { createTexter, type Texter } from '../sms/create-texter.ts'
import { ListeningConnection } from '../tenancy/listening-connection.ts'
import type { AuthRoutesDependencies } from './auth.routes.ts'
import { completeSignIn, type ProvenPerson, type SignInOutcome } from './complete-sign-in.ts'
import { identityRoutes } from './identity-routes.ts'
import { createOriginCheck } from './origin-check.ts'
import { createSmsChannel } from './phones/sms-channel.ts'
import type { PlatformProviders } from './providers/provider.ts'
import { KnownCallers } from './known-callers.ts'
import type { AuthenticatedSession, Authenticator } from './session.ts'
import type { RegistrationMode } from './registration/registration-mode.ts'
import { SessionCache } from './session-cache.ts'
import { applySessionNews } from './session-news.ts'
import { createSessionCookie } from './session-cookie.ts'
import { isToken } from './session-token.ts'
import { createSignInFailures } from './sign-in-failures.ts'
import { createSignInReply, type SignInReply } from './sign-in-reply.ts'
import { readSession, REVOCATIONS, type Client } from './stored-sessions.ts'
import { revokeSession } from './sessions/end-sessions.ts'
import { createEmailChannel, type CodeChannel } from './second-factor/code-channel.ts'
import { sweepExpired } from './sweep-expired.ts'
import { TokenKeys } from './token-keys.ts'

export interface IdentityOptions {
  readonly platform: PlatformDatabase
  /** A direct connection of the login role: revocations are heard over LISTEN. */
  readonly url: string
  readonly manifests: () => ReadonlyMap<string, Manifest>
  /** The origin people open in their browser; https makes the cookie a `__Host-` cookie. */
  readonly publicUrl?: string
  /** Other origins whose pages may write with the cookie. */
  readonly corsOrigins?: readonly string[]
  readonly log: Logger
  readonly mailer: Mailer
  /** How texts reach phones. Default: none does. */
  readonly texter?: Texter
  readonly keyring: Keyring
  /** Default: `immediate`. */
  readonly registration?: RegistrationMode
  /** Where links in mails lead, and where passkeys belong. Default: `publicUrl`, or `http://localhost:3000`. */
  readonly origin?: string
  /** Google, Microsoft and Facebook, as far as they are configured. */
  readonly platformProviders?: PlatformProviders
  /** Lets organizations' issuers be on http and in private networks: in development. */
  readonly insecureProviders?: boolean
  /** How other issuers of organizations are reached. Default: public addresses only. */
  readonly outbound?: Outbound
  /** Ways to bring one-time codes to people besides e-mail and SMS. */
  readonly codeChannels?: readonly CodeChannel[]
  /** After an organization is committed: switches its first modules on. A failure is logged and spoils nothing. */
  readonly onOrganizationCreated?: AuthRoutesDependencies['onOrganizationCreated']
}

export interface Identity extends Authenticator {
  readonly access: Access
  /** How a person whose first factor is proven gets a session. */
  readonly signIn: {
    complete(person: ProvenPerson, client: Client): Promise<SignInOutcome>
    readonly answer: SignInReply
  }
  /** Switches a new organization's first modules on; a failure is logged and spoils nothing. */
  readonly onOrganizationCreated: AuthRoutesDependencies['onOrganizationCreated']
  /** Mount it under `/api/v1`. */
  readonly routes: (app: RouteServer) => void
  /** Ends a session on every host. */
  endSession(sessionId: string): Promise<void>
  start(): Promise<void>
  stop(): Promise<void>
}

const isKnown = (admitted: unknown): admitted is AuthenticatedSession =>
  admitted !== null && !(admitted instanceof Promise)

const BEARER = /^Bearer +(\S+)$/i

/** Accounts, sessions and roles: the minimum that holds. */
export function createIdentity(options: IdentityOptions): Identity {
  const { platform, log } = options
  const cookie = createSessionCookie(options.publicUrl?.startsWith('https:') ?? false)
  const assertOrigin = createOriginCheck([options.publicUrl ?? [], options.corsOrigins ?? []].flat())
  const keys = new TokenKeys()
  const hearing = () => revocations.up
  const sessions = new SessionCache({
    load: (key) => readSession(platform, Buffer.from(key, 'base64'), log),
    hearing,
  })
  const access = new Access({ platform, manifests: options.manifests, log, hearing })
  const forgetAll = () => {
    sessions.clear()
    access.forgetAll()
  }
  const revocations = new ListeningConnection({
    url: options.url,
    channel: REVOCATIONS,
    log,
    onConnect: async () => forgetAll(),
    onBeat: () => revocations.use(async (query) => void (await query('select 1'))),
    onNotification: (news) => {
      applySessionNews(news, sessions)
      access.hear(news)
    },
    onLost: forgetAll,
  })

  const callers = new KnownCallers({ epoch: () => sessions.epoch + access.epoch, hearing })

  const stopSweeping = sweepExpired(platform, log)

  async function endSession(sessionId: string): Promise<void> {
    await revokeSession(platform, sessionId)
    sessions.revoke(sessionId)
  }

  async function onOrganizationCreated(created: { organizationId: string; userId: string }): Promise<void> {
    try {
      await options.onOrganizationCreated?.(created)
    } catch (error) {
      log.error(
        { err: error, ...created },
        'The first modules of a new organization could not be switched on',
      )
    }
  }

  const texter = options.texter ?? createTexter({})
  const accounts = {
    platform,
    log,
    cookie,
    endSession,
    onOrganizationCreated,
    mailer: options.mailer,
    texter,
    keyring: options.keyring,
    registrationMode: options.registration ?? 'immediate',
    origin: options.origin ?? options.publicUrl ?? 'http://localhost:3000',
    failures: createSignInFailures(platform),
    channels: [
      createEmailChannel(options.mailer),
      createSmsChannel(platform, texter),
      ...(options.codeChannels ?? []),
    ],
    platformProviders: options.platformProviders ?? {},
    insecureProviders: options.insecureProviders ?? false,
    outbound: options.outbound ?? createOutbound([]),
    answerSignIn: createSignInReply(cookie),
    forget: (sessionId: string) => sessions.revoke(sessionId),
  }

  return {
    authenticate(request) {
      const { authorization, cookie: cookies } = request.headers
      const { socket } = request
      if (authorization !== undefined && socket !== undefined) {
        const known = callers.find(socket, authorization)
        if (known !== undefined) return known
      }
      const bearer = authorization === undefined ? undefined : BEARER.exec(authorization)?.[1]
      const token = bearer ?? (authorization === undefined ? cookie.read(cookies) : undefined)
      if (token === undefined) return null
      if (!isToken(token)) return bearer === undefined ? null : access.authenticateApiKey(token, request.ip)
      if (bearer === undefined) assertOrigin(request)
      const key = keys.keyOf(token, socket)
      const session = sessions.find(key)
      if (session === null) return null
      if (session instanceof Promise)
        return session.then((known) => (known === null ? null : access.admit(known, request.ip)))
      const admitted = access.admit(session, request.ip)
      if (authorization !== undefined && socket !== undefined && isKnown(admitted)) {
        const until = Math.min(sessions.freshUntil(key), access.freshUntil(session.organizationId))
        callers.remember(socket, authorization, admitted, until)
      }
      return admitted
    },
    access,
    signIn: {
      complete: (person, client) => completeSignIn(accounts, person, client),
      answer: accounts.answerSignIn,
    },
    onOrganizationCreated,
    routes: (app) => identityRoutes(app, accounts),
    endSession,
    async start() {
      await access.start()
      await revocations.start()
    },
    stop() {
      stopSweeping()
      revocations.stop()
      return access.stop()
    },
  }
}
