import { connect, createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'

/** A proxy in a process of its own: each connection goes to the next of the origins it is started with. It tells its port. */
const origins = process.argv.slice(2).map((origin) => new URL(origin))
let turn = 0
const server = createServer({ noDelay: true }, (client) => {
  const { hostname, port } = origins[turn++ % origins.length] as URL
  const upstream = connect({ host: hostname, port: Number(port), noDelay: true })
  client.pipe(upstream).pipe(client)
  client.on('error', () => upstream.destroy())
  upstream.on('error', () => client.destroy())
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.send?.({ port: (server.address() as AddressInfo).port })
process.on('disconnect', () => process.exit())
