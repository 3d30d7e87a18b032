import { Socket } from 'node:net'
import type { Logger } from '@wasla/sdk'
import pg from 'pg'

export type ConnectionQuery = <Row extends object>(
  text: string,
  values?: readonly unknown[],
) => Promise<Row[]>

export interface ListeningOptions {
  /** A direct connection: LISTEN does not pass through a transaction pooler. */
  readonly url: string
  readonly channel: string
  readonly log: Logger
  /** Runs after each connect, when notifications arrive already. Once it is done the connection is up. */
  readonly onConnect: (query: ConnectionQuery) => Promise<void>
  /** Runs every second and must query by `use`: a failure or no answer within a second ends the connection. */
  readonly onBeat: () => Promise<void>
  readonly onNotification: (payload: string) => void
  /** The connection is gone; it is made again, with backoff, until `stop`. */
  readonly onLost: () => void
}

const BEAT = 1_000
const ANSWER_WITHIN = 1_000
const CONNECT_WITHIN = 3_000
const FIRST_RETRY = 25
const LONGEST_RETRY = 1_000

/** One dedicated connection that listens, proves every second that it still can, and is made anew when it cannot. */
export class ListeningConnection {
  readonly #options: ListeningOptions
  #socket: Socket | undefined
  #query: ConnectionQuery | undefined
  #up = false
  #stopped = false
  #timer: NodeJS.Timeout | undefined
  #retry = FIRST_RETRY

  constructor(options: ListeningOptions) {
    this.#options = options
  }

  /** Whether notifications are known to arrive. */
  get up(): boolean {
    return this.#up
  }

  /** Tries once, and goes on trying in the background if that fails. */
  start(): Promise<void> {
    return this.#connect()
  }

  /** Runs something on the connection outside the beat; its failure is the connection's. */
  async use(work: (query: ConnectionQuery) => Promise<void>): Promise<void> {
    const socket = this.#socket
    if (!this.#query || !socket) return
    try {
      await work(this.#query)
    } catch (error) {
      this.#lose(socket, error)
    }
  }

  stop(): void {
    this.#stopped = true
    this.#up = false
    clearTimeout(this.#timer)
    this.#query = undefined
    this.#socket?.destroy()
  }

  async #connect(): Promise<void> {
    const socket = new Socket()
    this.#socket = socket
    // Our own socket, because only its end can be forced: the client's waits for an answer that may never come.
    const client = new pg.Client({
      connectionString: this.#options.url,
      stream: () => socket,
      keepAlive: true,
      application_name: 'wasla listener',
    })
    client.on('error', (error) => this.#lose(socket, error))
    client.on('end', () => this.#lose(socket, new Error('The server closed the connection.')))
    client.on('notification', ({ payload }) => this.#options.onNotification(payload ?? ''))
    const query: ConnectionQuery = async (text, values) => {
      const answer = await within(
        ANSWER_WITHIN,
        client.query(text, values === undefined ? undefined : [...values]),
      )
      return answer.rows
    }
    try {
      await within(CONNECT_WITHIN, client.connect())
      await query('set role wasla_system')
      await query(`listen ${pg.escapeIdentifier(this.#options.channel)}`)
      await this.#options.onConnect(query)
      if (this.#socket !== socket || this.#stopped) return
      this.#query = query
      this.#up = true
      this.#retry = FIRST_RETRY
      this.#beatLater(socket)
    } catch (error) {
      this.#lose(socket, error)
    }
  }

  #beatLater(socket: Socket): void {
    this.#timer = setTimeout(async () => {
      await this.#options.onBeat()
      if (this.#socket === socket && this.#up) this.#beatLater(socket)
    }, BEAT)
    this.#timer.unref()
  }

  #lose(socket: Socket, error: unknown): void {
    if (this.#socket !== socket) return
    this.#socket = undefined
    this.#query = undefined
    this.#up = false
    clearTimeout(this.#timer)
    socket.destroy()
    if (this.#stopped) return
    this.#options.onLost()
    this.#options.log.warn(
      { err: error, channel: this.#options.channel, retryIn: this.#retry },
      'The listening connection is lost.',
    )
    this.#timer = setTimeout(() => void this.#connect(), this.#retry * (0.5 + Math.random()))
    this.#timer.unref()
    this.#retry = Math.min(this.#retry * 2, LONGEST_RETRY)
  }
}

async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${milliseconds} ms.`)), milliseconds)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}
