import { invalid } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'

let known: Promise<ReadonlySet<string>> | undefined

// Loaded when the first password is chosen: 49,000 of them would slow down every start.
async function commonPasswords(): Promise<ReadonlySet<string>> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  return new Set(dictionary['passwords-common'])
}

/**
 * Whether a password is among those that are tried first: one of the list, also with digits and signs around it, or the
 * person's own name or address.
 */
export async function isCommonPassword(password: string, personal: readonly string[]): Promise<boolean> {
  known ??= commonPasswords()
  const list = await known
  const text = password.normalize('NFKC').toLowerCase()
  const core = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const candidates = core.length * 2 >= text.length ? [text, core] : [text]
  const own = [...personal, 'wasla', 'وصلة'].flatMap((word) => [
    word.toLowerCase(),
    word.toLowerCase().split('@', 1)[0] ?? '',
  ])
  return candidates.some((candidate) => list.has(candidate) || own.includes(candidate))
}

/** What others know of a person: their name, their address, and where they work. */
export async function wordsAbout(platform: PlatformDatabase, userId: string): Promise<string[]> {
  const rows = await platform.asSystem<{ word: string }>(
    `select unnest(array[u.email, u.full_name]) as word from platform.users u where u.id = $1
     union select o.name from platform.memberships m join platform.organizations o on o.id = m.organization_id where m.user_id = $1`,
    [userId],
  )
  return rows.map(({ word }) => word)
}

/** @throws invalid `password_too_common` */
export async function assertUncommonPassword(password: string, personal: readonly string[]): Promise<void> {
  if (!(await isCommonPassword(password, personal))) return
  throw invalid(
    'password_too_common',
    'This password is among the first that are guessed, so it cannot be used; choose another, for example several words.',
    { fields: [{ field: 'password', message: 'is too common' }] },
  )
}
