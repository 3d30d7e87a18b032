import { unauthenticated } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Language } from '../../mail/mail.ts'

/** A person as their account's mails and checks need them. */
export interface Person {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly language: Language
  readonly emailVerified: boolean
  readonly passwordHash: string | null
}

const SELECT_PERSON = `
  select u.id, u.email, u.full_name as name, u.email_verified_at is not null as "emailVerified",
    u.password_hash as "passwordHash",
    coalesce(u.language, (
      select o.default_language from platform.memberships m join platform.organizations o on o.id = m.organization_id
      where m.user_id = u.id order by m.created_at limit 1), 'en') as language
  from platform.users u`

export async function findPersonByEmail(
  platform: PlatformDatabase,
  email: string,
): Promise<Person | undefined> {
  const [person] = await platform.asSystem<Person>(`${SELECT_PERSON} where u.email = $1`, [email])
  return person
}

export async function readPerson(platform: PlatformDatabase, userId: string): Promise<Person> {
  const [person] = await platform.asSystem<Person>(`${SELECT_PERSON} where u.id = $1`, [userId])
  if (person !== undefined) return person
  throw unauthenticated('unauthenticated', 'The account does not exist any more; sign in again.')
}
