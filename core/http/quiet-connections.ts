import type { Server } from 'node:http'
import { Socket } from 'node:net'

/** How often connections are looked at. */
const LOOK_MS = 5_000

/** A connection, and for how long it may be silent. */
class Connection {
  readonly #socket: Socket
  readonly #lookMs: number
  /** 0 is for ever. */
  #limit = 0
  #bytes = 0
  /** How often it was looked at without a sign of life: a host that stood still itself does not count. */
  #silentLooks = 0
  /** Whether Node watches it. */
  #timed = false

  constructor(socket: Socket, lookMs: number) {
    this.#socket = socket
    this.#lookMs = lookMs
  }

  limit(milliseconds: number): void {
    this.#limit = milliseconds
    this.#silentLooks = -1
    if (this.#timed) this.#time(0)
  }

  look(): void {
    const bytes = this.#socket.bytesRead + this.#socket.bytesWritten
    this.#silentLooks = bytes === this.#bytes ? this.#silentLooks + 1 : 0
    this.#bytes = bytes
    if (this.#limit === 0) return
    // How much of a long answer a slow client has taken, Node alone can see.
    const takesAnswer = this.#socket.writableLength > 0
    if (takesAnswer !== this.#timed) this.#time(takesAnswer ? this.#limit : 0)
    if (takesAnswer || this.#silentLooks * this.#lookMs < this.#limit) return
    this.#silentLooks = 0
    this.#socket.emit('timeout')
  }

  #time(milliseconds: number): void {
    this.#timed = milliseconds > 0
    Socket.prototype.setTimeout.call(this.#socket, milliseconds)
  }
}

/**
 * Node sets a timer on a connection whenever a request begins and another when it has ended, which costs more than finding
 * out who sent it. Here the limit is noted only, and every few seconds all connections are looked at, so that one which is
 * silent for too long is ended at most two looks later.
 */
export function endQuietConnections(server: Server, lookMs = LOOK_MS): void {
  const connections = new Set<Connection>()
  const looking = setInterval(() => {
    for (const connection of connections) connection.look()
  }, lookMs).unref()
  server.on('close', () => clearInterval(looking))
  // Before the server's own listener, which sets the first limit.
  server.prependListener('connection', (socket: Socket) => {
    const connection = new Connection(socket, lookMs)
    connections.add(connection)
    socket.once('close', () => connections.delete(connection))
    socket.setTimeout = (milliseconds, callback) => {
      if (callback !== undefined) socket[milliseconds === 0 ? 'off' : 'once']('timeout', callback)
      connection.limit(milliseconds)
      return socket
    }
  })
}
