import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { Client } from './stored-sessions.ts'

/** Where a request comes from. */
export function clientOf({ ip, headers }: FastifyRequest): Client {
  const address = ip.split('%', 1)[0] ?? ''
  return {
    userAgent: headers['user-agent']?.slice(0, 500) ?? null,
    address: isIP(address) === 0 ? null : address,
  }
}
