import { hash, verify } from '@node-rs/argon2'

// The library's defaults are argon2id with 19 MiB and two passes, as OWASP recommends; written out so that an
// upgrade cannot weaken them unseen.
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

// Characters that look alike are typed differently on different keyboards.
const normalize = (password: string) => password.normalize('NFKC')

export function hashPassword(password: string): Promise<string> {
  return hash(normalize(password), COST)
}

let decoy: Promise<string> | undefined

/** Takes as long for an account that does not exist, or has no password, as for one that does. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword('no account has this password')
  const matches = await verify(stored ?? (await decoy), normalize(password))
  return matches && stored !== null
}
