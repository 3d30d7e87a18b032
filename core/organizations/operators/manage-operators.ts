import { notFound } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'

/** Somebody of the platform's own staff. */
export interface OperatorAccount {
  readonly email: string
  readonly name: string
  readonly since: Date
}

const normalized = (email: string) => email.trim().normalize('NFC').toLowerCase()

export function listOperators(platform: PlatformDatabase): Promise<OperatorAccount[]> {
  return platform.asSystem<OperatorAccount>(
    `select u.email, u.full_name as name, o.added_at as since
     from platform.operators o join platform.users u on u.id = o.user_id order by o.added_at`,
  )
}

/** Makes a person with an account an operator. @throws not-found `user_not_found` */
export async function addOperator(platform: PlatformDatabase, email: string): Promise<void> {
  const [account] = await platform.asSystem(
    `with account as (select id from platform.users where email = $1), added as (
       insert into platform.operators (user_id) select id from account on conflict do nothing
     ) select id from account`,
    [normalized(email)],
  )
  if (account === undefined)
    throw notFound(
      'user_not_found',
      `Nobody has an account with the e-mail ${email}; let them register first.`,
    )
}

/** Takes it back, and ends what they do as members at once. @throws not-found `operator_not_found` */
export async function removeOperator(platform: PlatformDatabase, email: string): Promise<void> {
  const [removed] = await platform.asSystem<{ user_id: string }>(
    `delete from platform.operators where user_id = (select id from platform.users where email = $1) returning user_id`,
    [normalized(email)],
  )
  if (removed === undefined) throw notFound('operator_not_found', `No operator has the e-mail ${email}.`)
  await platform.asSystem(
    'update platform.sessions set revoked_at = now() where impersonated_by = $1 and revoked_at is null',
    [removed.user_id],
  )
}
