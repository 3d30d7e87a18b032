import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A wire to a database that can be slow, silent, or cut. */
export interface TcpProxy {
  /** The address of the target, with the proxy in its place. */
  readonly url: string
  readonly port: number
  /** Milliseconds by which everything is late from now on, in each direction. */
  delay(milliseconds: number): void
  /** Lets nothing through, and tells nobody: what a network does that is cut. */
  silence(): void
  /** Lets everything through again, what was held back too. */
  restore(): void
  /** Closes all connections, as a router that was restarted. */
  cut(): void
  stop(): Promise<void>
}

/** @param target `postgresql://…` of the server behind it; @param address this machine's, on which it listens */
export async function startTcpProxy(target: string, address = '127.0.0.1'): Promise<TcpProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let late = 0
  let silent = Promise.withResolvers<void>()
  silent.resolve()

  /** Chunk by chunk in order, each when it is due and the wire is whole. */
  const carry = (from: Socket, to: Socket): void => {
    let last: Promise<void> = Promise.resolve()
    from.on('data', (chunk) => {
      const due = new Promise<void>((resolve) => (late === 0 ? resolve() : setTimeout(resolve, late)))
      last = last
        .then(() => due)
        .then(() => silent.promise)
        .then(() => void to.write(chunk))
    })
    from.on('close', () => {
      sockets.delete(from)
      void last.then(() => to.destroy())
    })
    from.on('error', () => {})
  }

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true)
      sockets.add(socket)
    }
    carry(client, upstream)
    carry(upstream, client)
  })
  server.listen(0, address)
  await once(server, 'listening')
  const url = new URL(target)
  url.port = String((server.address() as AddressInfo).port)
  url.hostname = address
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  return {
    url: url.href,
    port: Number(url.port),
    delay: (milliseconds) => {
      late = milliseconds
    },
    silence: () => {
      silent = Promise.withResolvers<void>()
    },
    restore: () => silent.resolve(),
    cut,
    async stop() {
      silent.resolve()
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
