import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPlatformDatabase } from '../../database/platform-database.ts'
import { ConnectionPool } from '../../database/statements/connection-pool.ts'
import { createGate } from '../database-gate.ts'

/** A host with nothing but a gate: `GET /<organization>` answers with the key of the active set, or 503. */
const url = process.env['DATABASE_URL'] ?? ''
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const pool = new ConnectionPool({ url, size: 4, log, name: 'gate process' })
const gate = createGate({
  url,
  platform: createPlatformDatabase({ pool }),
  hostName: process.env['HOST_NAME'] ?? 'process',
  role: 'web',
  serving: () => new Set(['crm', 'ticketing']),
  log,
})
await gate.start()
const server = createServer(async (request, response) => {
  try {
    const active = gate.activeModules(request.url?.slice(1) ?? '')
    const asked = active instanceof Promise
    response.setHeader('x-asked', String(asked))
    response.end((await active).key)
  } catch {
    response.writeHead(503).end()
  }
})
server.keepAliveTimeout = 60_000
server.listen(0, '127.0.0.1', () =>
  process.send?.({ port: (server.address() as AddressInfo).port, hostId: gate.hostId }),
)
process.on('disconnect', () => process.exit(0))
