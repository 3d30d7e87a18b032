import { connect, type Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

export interface SlowClients {
  /** How many connections the host has not closed. */
  readonly open: number
  stop(): void
}

const LARGE = '/api/v1/openapi.json'

/** Connections that send a letter now and then and never a whole request, and others that ask for much and read nothing. */
export async function connectSlowClients(origin: string, number: number): Promise<SlowClients> {
  const { hostname, port } = new URL(origin)
  const sockets: Socket[] = []
  const open = async (begin: string): Promise<Socket> => {
    const socket = connect(Number(port), hostname)
    socket.on('error', () => {})
    await new Promise((resolve) => socket.once('connect', resolve))
    socket.write(begin)
    sockets.push(socket)
    return socket
  }
  const writers = await Promise.all(
    Array.from({ length: number }, (_, index) =>
      open(
        index % 2 === 0
          ? 'GET /livez HTTP/1.1\r\nHost: slow\r\nX-Slow: '
          : 'POST /api/v1/auth/login HTTP/1.1\r\nHost: slow\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{',
      ),
    ),
  )
  for (let index = 0; index < number; index += 1) {
    const socket = await open(`GET ${LARGE} HTTP/1.1\r\nHost: slow\r\n\r\n`.repeat(2))
    socket.pause()
  }
  const over = new AbortController()
  const drip = async (): Promise<void> => {
    while (!over.signal.aborted) {
      for (const socket of writers) if (!socket.destroyed) socket.write(' ')
      await delay(100)
    }
  }
  void drip()
  return {
    get open() {
      return sockets.filter((socket) => !socket.destroyed && !socket.readableEnded).length
    },
    stop() {
      over.abort()
      for (const socket of sockets) socket.destroy()
    },
  }
}
