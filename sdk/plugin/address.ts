/** A kind of public address that a plugin claims for organizations: slugs, phone-number ids, mail addresses. */
export interface AddressKind {
  /** `plugin.kind`: `link-in-bio.slug`. */
  readonly kind: string
  /** Two keys that normalise alike are the same address. @throws invalid when it cannot be an address */
  readonly normalize: (key: string) => string
}

/** @example export const pageSlug = defineAddressKind({ kind: 'link-in-bio.slug', normalize: (key) => key.toLowerCase() }) */
export function defineAddressKind(address: AddressKind): AddressKind {
  return address
}
