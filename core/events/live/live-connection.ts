import type { PassThrough } from 'node:stream'
import type { AuthenticatedSession } from '../../identity/session.ts'
import type { Gate } from '../../tenancy/gate.ts'
import type { WorkedOn, WorkKind } from '../signals.ts'
import { idsOf, seesOnlyOwn, type PermissionOf } from './event-visibility.ts'
import type { JobNews, JobNewsFeed } from './job-news.ts'
import type { LiveFeed, LiveNews } from './live-feed.ts'
import { hearsOfPlatform, isPlatformChange } from './platform-changes.ts'

export interface LiveConnectionOptions {
  readonly feed: LiveFeed
  readonly jobNews: JobNewsFeed
  readonly gate: Gate
  readonly permissionOf: PermissionOf
  readonly isOperator: (session: AuthenticatedSession) => Promise<boolean>
  readonly body: PassThrough
  readonly session: AuthenticatedSession
  /** The session as it is now; null when it was revoked. */
  readonly authenticate: () => AuthenticatedSession | null | Promise<AuthenticatedSession | null>
}

export type EndReason = 'host_draining' | 'session_revoked' | 'stream_expired'

const HEARTBEAT_MS = 5000
const LIFETIME_MS = 15 * 60_000
/** A client that reads so slowly is better off reconnecting. */
const MAX_BUFFERED = 1_000_000
const WORK_KINDS: readonly WorkKind[] = ['jobs', 'webhooks', 'singletons', 'tasks']

/** One browser's connection. Whether its session still holds, and what it may read, is asked before every word. */
export class LiveConnection {
  readonly #options: LiveConnectionOptions
  readonly #heartbeat: NodeJS.Timeout
  readonly #expiry: NodeJS.Timeout
  readonly #undo: (() => void)[] = []
  /** What is told is told in order, though asking may take time. */
  #turn: Promise<void> = Promise.resolve()
  #closed = false
  #operator = false

  constructor(options: LiveConnectionOptions) {
    this.#options = options
    this.#heartbeat = setInterval(() => this.#inTurn(async () => void (await this.#session())), HEARTBEAT_MS)
    this.#expiry = setTimeout(() => this.end('stream_expired'), LIFETIME_MS)
  }

  get organizationId(): string {
    return this.#options.session.organizationId
  }

  async start(after: string | undefined): Promise<void> {
    const { feed, jobNews, body } = this.#options
    // The head leaves at once, so that the client knows that it is connected.
    body.write(':\n\n')
    try {
      this.#operator = await this.#options.isOperator(this.#options.session)
      this.#undo.push(await feed.open(this.organizationId, after, (news) => this.#hear(news)))
      this.#undo.push(jobNews.open(this.organizationId, (news) => this.#hearOfJob(news)))
      if (this.#closed) this.close()
    } catch {
      // The database does not answer: the browser comes back by itself.
      this.end('host_draining')
    }
  }

  modulesChanged(): void {
    this.#inTurn(async () => {
      const active = await this.#options.gate.activeModules(this.organizationId)
      this.#write('modules', { active: [...active.ids].toSorted() })
    })
  }

  /** @param worked undefined when anything may have been */
  workedOn(worked: readonly WorkedOn[] | undefined): void {
    const kinds =
      worked === undefined
        ? WORK_KINDS
        : WORK_KINDS.filter((kind) =>
            worked.some((each) => each.kind === kind && each.organizationId === this.organizationId),
          )
    if (kinds.length === 0 && !this.#operator) return
    this.#inTurn(async () => {
      if ((await this.#session()) === null) return
      if (kinds.length > 0) this.#write('work', { kinds })
      if (this.#operator) this.#write('operations', {})
    })
  }

  /** Says why, and when to come back: spread over some seconds, so that not all come in the same moment. */
  end(reason: EndReason): void {
    if (this.#closed) return
    const retryAfterMs = 500 + Math.floor(Math.random() * 2500)
    this.#options.body.write(`retry: ${retryAfterMs}\n`)
    this.#write('end', { reason, retryAfterMs })
    this.close()
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#heartbeat)
    clearTimeout(this.#expiry)
    for (const undo of this.#undo.splice(0)) undo()
    this.#options.body.end()
  }

  #hear(news: LiveNews): void {
    this.#inTurn(async () => {
      if (news.kind !== 'event') return this.#write(news.kind, { cursor: news.cursor }, news.cursor)
      const { event } = news
      const session = await this.#session()
      if (session === null) return
      if (isPlatformChange(event)) {
        if (hearsOfPlatform(event, session)) this.#tell(news, idsOf(event.payload))
        return
      }
      const permission = this.#options.permissionOf(event.plugin, event.name)
      if (permission === undefined || !session.permissions.has(permission)) return
      const active = await this.#options.gate.activeModules(this.organizationId)
      if (!active.ids.has(event.plugin)) return
      this.#tell(news, seesOnlyOwn(session.permissions, permission) ? {} : idsOf(event.payload))
    })
  }

  #tell({ cursor, event }: LiveNews & { kind: 'event' }, ids: Record<string, string | number>): void {
    const { name, plugin: module, occurredAt } = event
    this.#write('change', { cursor, event: name, module, ids, at: occurredAt.toISOString() }, cursor)
  }

  #hearOfJob({ plugin, ...news }: JobNews): void {
    this.#inTurn(async () => {
      if ((await this.#session()) === null) return
      const active = await this.#options.gate.activeModules(this.organizationId)
      if (active.ids.has(plugin)) this.#write('job', news)
    })
  }

  /** Ends the stream when the session does. */
  async #session(): Promise<AuthenticatedSession | null> {
    if (this.#closed) return null
    const session = await this.#options.authenticate()
    if (session !== null && session.organizationId === this.organizationId && !session.addressRefused) {
      if (this.#options.body.writableLength === 0) this.#options.body.write(':\n\n')
      return session
    }
    this.end('session_revoked')
    return null
  }

  #inTurn(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work).catch(() => this.end('host_draining'))
  }

  #write(event: string, data: object, id?: string): void {
    if (this.#closed) return
    const { body } = this.#options
    body.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
    if (body.writableLength > MAX_BUFFERED) this.close()
  }
}
