import type { PlatformDatabase, PlatformQuery } from '../../database/data-access.ts'
import type { Texter } from '../../sms/create-texter.ts'
import type { PhoneState } from './phone.schema.ts'

type Phone = NonNullable<PhoneState['phone']>

const PHONE = `select number, verified_at as "verifiedAt", second_factor as "secondFactor" from platform.phones where user_id = $1`

export async function findPhone(
  { asSystem }: { readonly asSystem: PlatformQuery },
  userId: string,
): Promise<Phone | undefined> {
  const [phone] = await asSystem<Phone>(PHONE, [userId])
  return phone
}

export async function readPhone(
  { platform, texter }: { readonly platform: PlatformDatabase; readonly texter: Texter },
  userId: string,
): Promise<PhoneState> {
  return { available: texter.available, phone: (await findPhone(platform, userId)) ?? null }
}
