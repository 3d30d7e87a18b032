import { conflict, invalid } from '@wasla/sdk'
import {
  approveEmailChangeMail,
  confirmNewEmailMail,
  emailInUseMail,
} from '../../mail/templates/change-email.ts'
import { postSecurityNotice } from '../../notifications/security-notices.ts'
import { linkTo, type AccountDependencies } from '../account-dependencies.ts'
import { countAttempts } from '../attempt-counters.ts'
import type { Session } from '../session.ts'
import { consumeAccountToken, issueAccountToken } from './account-token.ts'
import { confirmIdentity } from './confirm-identity.ts'
import { findPersonByEmail, readPerson } from './person.ts'

const VALID_MINUTES = 24 * 60

/** So that nobody fills somebody else's mailbox. */
const MAILS = { attempts: 5, minutes: 60 }

/**
 * Asks both addresses whether the account's e-mail is to change. When the new address has an account already, its owner is told
 * so in place of the link; whoever asks sees the same in every other way, their own mailbox included.
 */
export async function requestEmailChange(
  dependencies: AccountDependencies,
  session: Session,
  { newEmail, currentPassword }: { readonly newEmail: string; readonly currentPassword?: string },
): Promise<void> {
  const { platform, mailer } = dependencies
  const person = await confirmIdentity(dependencies, session, currentPassword)
  if (newEmail === person.email) {
    throw invalid('email_unchanged', 'This is the e-mail address of the account already.', {
      fields: [{ field: 'email', message: 'is the present address' }],
    })
  }
  if ((await countAttempts(platform, [[`email-change ${newEmail}`, MAILS]])) > 0) return
  const owner = await findPersonByEmail(platform, newEmail)
  const { name, language, id: userId } = person
  const tokens = await platform.transaction(async (query) => {
    const [change] = await query<{ id: string }>(
      `insert into platform.email_changes (user_id, new_email, expires_at)
       values ($1, $2, now() + make_interval(mins => $3))
       on conflict (user_id) do update set id = uuidv7(), new_email = excluded.new_email,
         expires_at = excluded.expires_at, approved_at = null, confirmed_at = null
       returning id`,
      [userId, newEmail, VALID_MINUTES],
    )
    const issue = (purpose: 'approve-email-change' | 'confirm-new-email') =>
      issueAccountToken(query, { purpose, userId, minutes: VALID_MINUTES, details: { change: change?.id } })
    return [await issue('approve-email-change'), await issue('confirm-new-email')] as const
  })
  const [approve, confirm] = tokens.map(({ token }) => linkTo(dependencies, 'confirm-email-change', token))
  mailer.post({
    to: person.email,
    ...approveEmailChangeMail(language, { name, newEmail, url: approve ?? '' }),
  })
  const toNew =
    owner === undefined
      ? confirmNewEmailMail(language, { name, newEmail, url: confirm ?? '' })
      : emailInUseMail(owner.language, owner)
  mailer.post({ to: newEmail, ...toNew })
}

/**
 * One of the two addresses agrees; the second one to do so changes the account's e-mail.
 * @returns whether it is changed by now
 * @throws invalid `token_invalid`
 * @throws conflict `email_taken` when the address got an account of its own meanwhile
 */
export async function confirmEmailChange(dependencies: AccountDependencies, token: string): Promise<boolean> {
  return dependencies.platform.transaction(async (query) => {
    const purpose = await query<{ purpose: 'approve-email-change' | 'confirm-new-email' }>(
      `select purpose from platform.account_tokens where token_hash = sha256(convert_to($1, 'utf8'))
         and purpose in ('approve-email-change', 'confirm-new-email')`,
      [token],
    )
    const { userId, details } = await consumeAccountToken<{ change: string }>(
      query,
      purpose[0]?.purpose ?? 'confirm-new-email',
      token,
    )
    const column = purpose[0]?.purpose === 'approve-email-change' ? 'approved_at' : 'confirmed_at'
    const [change] = await query<{ new_email: string; complete: boolean }>(
      `update platform.email_changes set ${column} = now()
       where id = $1 and user_id = $2 and expires_at > now()
       returning new_email, approved_at is not null and confirmed_at is not null as complete`,
      [details.change, userId],
    )
    if (change === undefined) {
      throw invalid('token_invalid', 'This change was replaced by another, or has expired; ask for it again.')
    }
    if (!change.complete) return false
    const [taken] = await query('select 1 from platform.users where email = $1', [change.new_email])
    if (taken !== undefined) {
      throw conflict('email_taken', 'An account with this e-mail exists by now, so it cannot be used.')
    }
    const before = await readPerson(dependencies.platform, userId)
    await query('update platform.users set email = $2, email_verified_at = now() where id = $1', [
      userId,
      change.new_email,
    ])
    await query('delete from platform.email_changes where user_id = $1', [userId])
    await query(`delete from platform.account_tokens where user_id = $1 and purpose <> 'second-factor'`, [
      userId,
    ])
    // To the old address: its owner is the one who may not know.
    await postSecurityNotice(query, { id: userId, sendTo: before.email }, 'email-changed')
    return true
  })
}
