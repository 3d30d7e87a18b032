import { getCountries, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js'

let countries: ReadonlyMap<string, CountryCode> | undefined

/** The ISO code of a country as people write it, in English or Arabic; `undefined` for what is no country. */
export function countryCode(name: string | null | undefined): CountryCode | undefined {
  if (name === null || name === undefined) return undefined
  countries ??= countriesByName()
  return countries.get(name.trim().toLowerCase())
}

/** Built for the first name: asking for five hundred names is a tenth of a second that no start should wait for. */
function countriesByName(): ReadonlyMap<string, CountryCode> {
  const byName = new Map<string, CountryCode>()
  for (const language of ['en', 'ar']) {
    const names = new Intl.DisplayNames([language], { type: 'region' })
    for (const code of getCountries()) {
      byName.set((names.of(code) ?? code).toLowerCase(), code)
      byName.set(code.toLowerCase(), code)
    }
  }
  return byName.set('uk', 'GB').set('usa', 'US')
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
