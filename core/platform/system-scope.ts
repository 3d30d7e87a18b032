import { randomUUID } from 'node:crypto'
import type { HostLogger } from '../contexts/actor.ts'
import type { SystemScope } from '../contexts/context-factory.ts'
import type { Gate } from '../tenancy/gate.ts'

/** Where the platform itself acts for a plugin, with no request or job behind it. */
export async function systemScope(gate: Gate, organizationId: string, log: HostLogger): Promise<SystemScope> {
  const id = randomUUID()
  return {
    organizationId,
    active: await gate.activeModules(organizationId),
    request: {
      requestId: id,
      correlationId: id,
      causationId: null,
      depth: 0,
      log,
      signal: new AbortController().signal,
    },
  }
}
