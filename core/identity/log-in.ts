import { unauthenticated } from '@wasla/sdk'
import type { PlatformDatabase } from '../database/data-access.ts'
import type { Credentials } from './auth.schema.ts'
import { completeSignIn, type SignInDependencies, type SignInOutcome } from './complete-sign-in.ts'
import { verifyPassword } from './password.ts'
import type { SignInFailures } from './sign-in-failures.ts'
import type { Client } from './stored-sessions.ts'

/** A person errs a few times; more is worth telling them. */
const WORTH_TELLING = 5

async function authenticate(platform: PlatformDatabase, { email, password }: Credentials): Promise<string> {
  const [account] = await platform.asSystem<{ id: string; password_hash: string | null }>(
    'select id, password_hash from platform.users where email = $1',
    [email],
  )
  // An unknown e-mail takes the same time and gets the same answer: who has an account is nobody's business.
  if ((await verifyPassword(account?.password_hash ?? null, password)) && account !== undefined)
    return account.id
  throw unauthenticated('invalid_credentials', 'E-mail and password do not belong together; check both.')
}

/** Signs a person in by their password, in one of the organizations they belong to. */
export async function logIn(
  dependencies: SignInDependencies & { readonly failures: SignInFailures },
  credentials: Credentials,
  client: Client,
): Promise<SignInOutcome> {
  const { platform, failures } = dependencies
  const attempt = { account: credentials.email, address: client.address }
  await failures.begin(attempt)
  const userId = await authenticate(platform, credentials)
  const failed = await failures.succeed(attempt)
  const { organizationId } = credentials
  return completeSignIn(
    dependencies,
    {
      userId,
      organizationId,
      method: 'password',
      secondFactor: false,
      afterFailures: failed >= WORTH_TELLING,
    },
    client,
  )
}
