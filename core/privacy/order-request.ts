import { conflict, type DataSubject } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import { effectiveHold } from './legal-holds.ts'
import { findPerson } from './person.ts'
import { createRequest, type PrivacyRequest } from './privacy-requests.ts'

export interface RequestOrder {
  readonly organizationId: string
  readonly kind: 'export' | 'erase'
  readonly subject: DataSubject
  readonly actorId: string
}

/**
 * Puts a request where a worker finds it.
 * @throws as `findPerson`; conflict `legal_hold` when the person must not be erased now
 */
export async function orderRequest(
  platform: PlatformDatabase,
  { organizationId, kind, subject, actorId }: RequestOrder,
): Promise<PrivacyRequest> {
  const person = await findPerson(platform, organizationId, subject)
  const hold = kind === 'erase' ? await effectiveHold(platform, organizationId, person) : undefined
  if (hold !== undefined) {
    throw conflict(
      'legal_hold',
      `Nothing was erased: the data of this person is under a legal hold${hold.until === null ? '' : ` until ${hold.until}`} ("${hold.reason}"). Tell them so, and ask again when the hold is over.`,
      { extra: { hold: { id: hold.id, reason: hold.reason, until: hold.until } } },
    )
  }
  return createRequest(platform, { organizationId, kind, person, actorId })
}
