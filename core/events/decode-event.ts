import { z } from 'zod'
import type { EventDefinition } from '@wasla/sdk'
import { UndeliverableError } from '../jobs/task.ts'

/**
 * The payload of an event as the subscriber's definition of it has it now.
 * @throws UndeliverableError `event_version_unknown`, `event_payload_invalid`
 * @throws Error when the event was written by newer code than this: a host that has it may take the retry
 */
export function decodeEvent(definition: EventDefinition, version: number, payload: unknown): unknown {
  if (version > definition.version) {
    throw new Error(
      `"${definition.name}" was written with version ${version}, and this host knows ${definition.version}: deploy the newer plugin here.`,
    )
  }
  const parsed = definition.payload.safeParse(upcast(definition, version, payload))
  if (parsed.success) return parsed.data
  throw new UndeliverableError(
    'event_payload_invalid',
    `The payload of this "${definition.name}" (version ${version}) is not what the event declares, so it was put aside: ${z.prettifyError(parsed.error)}`,
  )
}

function upcast(definition: EventDefinition, version: number, payload: unknown): unknown {
  if (version === definition.version) return payload
  const bringUpToDate = definition.upcast?.[version]
  if (bringUpToDate === undefined) {
    throw new UndeliverableError(
      'event_version_unknown',
      `"${definition.name}" of version ${version} waits, but its definition is at ${definition.version} and has no \`upcast\` for ${version}: add one and redrive.`,
    )
  }
  return bringUpToDate(payload)
}
