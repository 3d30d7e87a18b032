import { assertUncommonPassword } from '../accounts/password-policy.ts'
import { requestVerification } from '../accounts/verify-email.ts'
import { countAttempts, isExhausted, type AttemptCounter } from '../attempt-counters.ts'
import type { AccountDependencies } from '../account-dependencies.ts'
import type { Registration } from '../auth.schema.ts'
import type { CompletedSignIn } from '../complete-sign-in.ts'
import { hashPassword } from '../password.ts'
import { networkOf } from '../sign-in-failures.ts'
import type { Client } from '../stored-sessions.ts'
import { createOrganizationOwner } from './create-organization-owner.ts'
import { mailRegistration } from './mail-registration.ts'

export const VERIFY_EMAIL = 'verify_email'

const TAKEN = { attempts: 10, minutes: 60 }

const takenFrom = ({ address }: Client): AttemptCounter => [`register ${networkOf(address)}`, TAKEN]

/** While there is nobody, there is nothing to learn, and perhaps no mail server yet: who comes first begins at once. */
async function hasAccounts(platform: AccountDependencies['platform']): Promise<boolean> {
  const found = await platform.asSystem('select 1 from platform.users limit 1')
  return found.length > 0
}

/**
 * Creates an organization, its owner and the owner's first session: all or nothing. Where the address is to be proven first,
 * and for one that has an account, the rest comes by mail, and whoever asks is told nothing of it.
 */
export async function registerOrganization(
  dependencies: AccountDependencies,
  registration: Registration,
  language: 'ar' | 'en',
  client: Client,
): Promise<CompletedSignIn | typeof VERIFY_EMAIL> {
  const { platform, registrationMode, log } = dependencies
  const { email, fullName, organizationName, password } = registration
  await assertUncommonPassword(password, [email, fullName, organizationName])
  // Hashed before the transaction, which would otherwise be open for as long, and whatever the address is.
  const passwordHash = await hashPassword(password)
  const owner = { organizationName, fullName, email, passwordHash, language }
  // Not awaited: the time of the answer would tell who has an account.
  const byMail = (): typeof VERIFY_EMAIL => {
    mailRegistration(dependencies, owner).catch((error: unknown) =>
      log.error({ err: error }, 'Somebody registered, but the mail could not be made'),
    )
    return VERIFY_EMAIL
  }
  if (registrationMode === 'verified' && (await hasAccounts(platform))) return byMail()
  if (await isExhausted(platform, takenFrom(client))) return byMail()
  const signIn = await platform.transaction((query) =>
    createOrganizationOwner(query, { ...owner, emailVerified: false }, client),
  )
  if (signIn === undefined) {
    await countAttempts(platform, [takenFrom(client)])
    return byMail()
  }
  const { user } = signIn.answer
  await requestVerification(dependencies, { ...user, name: user.fullName })
  return signIn
}
