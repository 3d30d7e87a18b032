import { randomInt } from 'node:crypto'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Texter } from '../../sms/create-texter.ts'
import { leftToRight } from '../../mail/direction.ts'
import type { Language } from '../../mail/mail.ts'
import { countAttempts, tooManyAttempts } from '../attempt-counters.ts'

export const createCode = (): string => randomInt(1_000_000).toString().padStart(6, '0')

/** Texts cost money, and a stranger's phone is easily filled. */
const LIMIT = { attempts: 6, minutes: 60 }

/** @throws unavailable `too_many_attempts` (429) when enough codes went to this person, or to this number */
export async function admitText(
  platform: PlatformDatabase,
  { userId, number }: { readonly userId: string; readonly number: string },
): Promise<void> {
  const wait = await countAttempts(platform, [
    [`sms-to ${number}`, LIMIT],
    [`sms-for ${userId}`, LIMIT],
  ])
  if (wait > 0) throw tooManyAttempts('Enough codes were sent to this phone for now', wait)
}

const TEXTS = {
  en: (code: string) => `${code} is your Wasla code. It is valid for 10 minutes. Give it to nobody.`,
  ar: (code: string) => `رمزك في وصلة: ${leftToRight(code)}. صالح لمدة 10 دقائق. لا تعطه لأحد.`,
} as const

export function textCode(
  texter: Texter,
  { number, language }: { readonly number: string; readonly language: Language },
  code: string,
): Promise<void> {
  return texter.send({ to: number, language, text: TEXTS[language](code) })
}
