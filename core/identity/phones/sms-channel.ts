import { invalid } from '@wasla/sdk'
import type { PlatformDatabase } from '../../database/data-access.ts'
import type { Texter } from '../../sms/create-texter.ts'
import type { CodeChannel } from '../second-factor/code-channel.ts'
import { admitText, textCode } from './phone-code.ts'
import { findPhone } from './read-phone.ts'

/** One-time codes to people's proven phones. */
export function createSmsChannel(platform: PlatformDatabase, texter: Texter): CodeChannel {
  const numberOf = async (userId: string): Promise<string> => {
    const phone = await findPhone(platform, userId)
    if (phone !== undefined) return phone.number
    throw invalid('phone_missing', 'The account has no phone by now; choose another way.')
  }
  return {
    name: 'sms',
    reaches: async (userId) => texter.available && (await findPhone(platform, userId)) !== undefined,
    admit: async (userId) => admitText(platform, { userId, number: await numberOf(userId) }),
    send: async ({ userId, language }, code) =>
      textCode(texter, { number: await numberOf(userId), language }, code),
  }
}
