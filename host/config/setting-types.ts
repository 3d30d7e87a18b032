import { isIP } from 'node:net'
import { z } from 'zod'

/** A whole number between two bounds, read from text. */
export function wholeNumber(min: number, max: number) {
  const problem = `is not a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,15}$/, problem)
    .transform(Number)
    .refine((value) => value >= min && value <= max, problem)
}

export const yesOrNo = z
  .enum(['true', 'false', '1', '0', 'yes', 'no'], 'is neither true nor false')
  .transform((value) => value === 'true' || value === '1' || value === 'yes')

const unit = { '': 1, kb: 1024, mb: 1024 ** 2 }

/** A size in bytes, written as a number or with the unit `kb` or `mb` (of 1,024). */
export const byteSize = z
  .string()
  .regex(/^[1-9]\d{0,8}(kb|mb)?$/i, 'is not a size')
  .transform((value) => {
    const [, amount, suffix = ''] = /^(\d+)([a-z]*)$/.exec(value.toLowerCase()) ?? []
    return Number(amount) * unit[suffix as keyof typeof unit]
  })
  .refine((bytes) => bytes <= 1024 ** 3, 'is more than 1024mb')

const storageUnit = { ...unit, gb: 1024 ** 3, tb: 1024 ** 4 }

/** A size of stored data, in bytes or with the unit `kb`, `mb`, `gb` or `tb` (of 1,024). */
export const storageSize = z
  .string()
  .regex(/^[1-9]\d{0,14}(kb|mb|gb|tb)?$/i, 'is not a size')
  .transform((value) => {
    const [, amount, suffix = ''] = /^(\d+)([a-z]*)$/.exec(value.toLowerCase()) ?? []
    return Number(amount) * storageUnit[suffix as keyof typeof storageUnit]
  })
  .refine(Number.isSafeInteger, 'is too large')

export const postgresUrl = z.string().refine((value) => {
  return URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol)
}, 'is not a postgresql:// address')

/** An http(s) origin without a path, in its canonical form. */
export const origin = z
  .string()
  .refine((value) => {
    if (!URL.canParse(value)) return false
    const url = new URL(value)
    return /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username
  }, 'is not an origin (scheme, host and port only)')
  .transform((value) => new URL(value).origin)

const proxyNames = new Set(['loopback', 'linklocal', 'uniquelocal'])

export const proxyAddress = z.string().refine((value) => {
  const [address = '', bits, ...rest] = value.split('/')
  if (proxyNames.has(value)) return true
  const version = isIP(address)
  if (version === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
}, 'names something that is neither an IP address, a network in CIDR form, loopback, linklocal nor uniquelocal')

/** Items separated by commas; the empty text is the empty list. */
export function commaSeparated<Item extends z.ZodType<unknown, string>>(item: Item) {
  return z
    .string()
    .transform((value) =>
      value
        .split(',')
        .map((part) => part.trim())
        .filter(Boolean),
    )
    .pipe(z.array(item))
}
