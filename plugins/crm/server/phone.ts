import { getCountries, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js'

const countries = new Map<string, CountryCode>()
for (const language of ['en', 'ar']) {
  const names = new Intl.DisplayNames([language], { type: 'region' })
  for (const code of getCountries()) {
    countries.set((names.of(code) ?? code).toLowerCase(), code)
    countries.set(code.toLowerCase(), code)
  }
}
countries.set('uk', 'GB').set('usa', 'US')

/** The ISO code of a country as people write it, in English or Arabic; `undefined` for what is no country. */
export function countryCode(name: string | null | undefined): CountryCode | undefined {
  return name === null || name === undefined ? undefined : countries.get(name.trim().toLowerCase())
}

/** The number in E.164, or `null` when it cannot be dialled (any more). */
export function toE164(
  written: string,
  country: string | null | undefined,
  defaultCountry: string,
): string | null {
  const parsed = parsePhoneNumberFromString(written, countryCode(country) ?? (defaultCountry as CountryCode))
  return parsed?.isValid() === true ? parsed.number : null
}
