import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

export interface SlowClients {
  /** How many connections the host has not closed. */
  readonly open: number
  /** Which kinds are all closed, and after how long. */
  readonly closed: readonly string[]
  stop(): void
}

interface Kind {
  readonly name: string
  readonly begin: string
  /** Sends a letter now and then. */
  readonly drips: boolean
}

const KINDS: readonly Kind[] = [
  { name: 'headers', begin: 'GET /livez HTTP/1.1\r\nHost: slow\r\nX-Slow: ', drips: true },
  {
    name: 'bodies',
    begin:
      'POST /api/v1/auth/login HTTP/1.1\r\nHost: slow\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{',
    drips: true,
  },
  // Much more than the system's own buffers hold, of which nothing is read.
  {
    name: 'readers',
    begin: 'GET /api/v1/openapi.json HTTP/1.1\r\nHost: slow\r\n\r\n'.repeat(6),
    drips: false,
  },
]

const READERS_GIVEN_UP_MS = 122_000

/** Connections that send a letter now and then and never a whole request, and others that ask for much and read nothing. */
export async function connectSlowClients(origin: string, ofEach: number): Promise<SlowClients> {
  const { hostname, port } = new URL(origin)
  const began = performance.now()
  const ends = new Map<Socket, number>()
  const clients: { readonly kind: Kind; readonly socket: Socket }[] = []
  for (const kind of KINDS) {
    for (let number = 0; number < ofEach; number += 1) {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => {})
      socket.once('close', () => ends.set(socket, performance.now() - began))
      if (kind.drips) socket.resume()
      else socket.pause()
      await new Promise((resolve) => socket.once('connect', resolve))
      socket.write(kind.begin)
      clients.push({ kind, socket })
    }
  }
  const over = new AbortController()
  const drip = async (): Promise<void> => {
    while (!over.signal.aborted) {
      // Whoever does not read sees no end either, only that the connection is gone when it sends; before that, sending would keep it.
      const probing = performance.now() - began > READERS_GIVEN_UP_MS
      for (const { kind, socket } of clients)
        if ((kind.drips || probing) && !socket.destroyed) socket.write(' ')
      await delay(100)
    }
  }
  void drip()
  return {
    get open() {
      return clients.length - ends.size
    },
    get closed() {
      return KINDS.flatMap(({ name }) => {
        const times = clients.filter(({ kind }) => kind.name === name).map(({ socket }) => ends.get(socket))
        const last = Math.max(...times.map((time) => time ?? Number.POSITIVE_INFINITY))
        return Number.isFinite(last) ? [`${name} closed after ${Math.round(last / 1000)} s`] : []
      })
    },
    stop() {
      over.abort()
      for (const { socket } of clients) socket.destroy()
    },
  }
}
