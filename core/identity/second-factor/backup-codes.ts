import { randomInt } from 'node:crypto'
import type { PlatformQuery } from '../../database/data-access.ts'
import { hashToken } from '../session-token.ts'

const COUNT = 10
// Without letters and digits that look alike.
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** 118 bits each, so that a plain hash cannot be guessed back, in groups that can be typed. */
function createCode(): string {
  const letters = Array.from({ length: 24 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
  return letters.replace(/(.{4})(?=.)/g, '$1-')
}

const normalize = (code: string) => code.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

/** Ten codes, each good for one sign-in; earlier ones stop working. They are shown only here. */
export async function replaceBackupCodes(query: PlatformQuery, userId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, createCode)
  await query('delete from platform.backup_codes where user_id = $1', [userId])
  await query(
    'insert into platform.backup_codes (user_id, code_hash) select $1, code_hash from unnest($2::bytea[]) as code_hash',
    [userId, codes.map((code) => hashToken(normalize(code)))],
  )
  return codes
}

/** Uses a code up. */
export async function useBackupCode(query: PlatformQuery, userId: string, code: string): Promise<boolean> {
  const [used] = await query(
    'delete from platform.backup_codes where user_id = $1 and code_hash = $2 returning user_id',
    [userId, hashToken(normalize(code))],
  )
  return used !== undefined
}

/** Backup codes stand in for an authenticator app or a phone; without either they open nothing and go. */
export async function dropUnneededBackupCodes(query: PlatformQuery, userId: string): Promise<void> {
  await query(
    `delete from platform.backup_codes where user_id = $1
       and not exists (select from platform.totp_secrets where user_id = $1 and confirmed_at is not null)
       and not exists (select from platform.phones where user_id = $1 and second_factor)`,
    [userId],
  )
}
