/** By what an imported row is recognised. */
export interface CustomerKeys {
  readonly externalId?: string | null
  /** Lower case. */
  readonly email?: string | null
}

export interface KnownCustomer extends CustomerKeys {
  readonly id: string
}

/** The customers that rows may mean: those that are stored, and those that came earlier in the file. */
export class KnownCustomers {
  readonly #byExternalId = new Map<string, KnownCustomer>()
  readonly #byEmail = new Map<string, KnownCustomer>()

  constructor(stored: Iterable<KnownCustomer>) {
    for (const customer of stored) this.add(customer)
  }

  add(customer: KnownCustomer): void {
    const { externalId, email } = customer
    if (externalId != null) this.#byExternalId.set(externalId, customer)
    if (email == null) return
    // Of two that share an address, the older one is meant.
    const present = this.#byEmail.get(email)
    if (present === undefined || present.id === customer.id) this.#byEmail.set(email, customer)
  }

  /** An external id decides; without one on either side, the e-mail does. */
  find({ externalId, email }: CustomerKeys): KnownCustomer | undefined {
    const named = externalId == null ? undefined : this.#byExternalId.get(externalId)
    if (named !== undefined) return named
    const written = email == null ? undefined : this.#byEmail.get(email)
    return written !== undefined && (written.externalId == null || externalId == null) ? written : undefined
  }
}
