import { conflict, type DataSubject } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'

/** A person, by all the ways in which this organization knows them. */
export interface Person extends DataSubject {
  /** Of a member's account. */
  readonly fullName?: string
}

/** What texts about the person hold: an e-mail address and a number, but no id, which names nobody by itself. */
export function identifiersOf({ email, phone }: DataSubject): string[] {
  return [email, phone].filter((identifier) => identifier !== undefined)
}

/**
 * Completes what is known of a person by their account, if they are or were a member.
 * @param subject at least one way in which they are known, as the routes' schema asks
 * @throws conflict `subject_ambiguous`
 */
export async function findPerson(
  platform: PlatformDatabase,
  organizationId: string,
  subject: DataSubject,
): Promise<Person> {
  const { email, phone, userId } = { ...subject, email: subject.email?.toLowerCase() }
  const [user] = await platform.asSystem<{ userId: string; email: string; fullName: string }>(
    `select u.id as "userId", u.email, u.full_name as "fullName" from platform.users u
     where (u.id = $2 or ($2::uuid is null and u.email = $3))
       and exists (select from platform.memberships m where m.user_id = u.id and m.organization_id = $1)`,
    [organizationId, userId ?? null, email ?? null],
  )
  if (user !== undefined && email !== undefined && user.email !== email) {
    throw conflict(
      'subject_ambiguous',
      'The user and the e-mail address belong to two different people; ask about one of them.',
    )
  }
  return compact({
    email: user?.email ?? email,
    phone,
    userId: user?.userId ?? userId,
    fullName: user?.fullName,
  })
}

function compact(person: { [Key in keyof Person]: Person[Key] | undefined }): Person {
  return Object.fromEntries(Object.entries(person).filter(([, value]) => value !== undefined))
}
