/**
 * `immediate`: a new address has its organization at once. `verified`: every address is proven first, but for the very first
 * person.
 */
export type RegistrationMode = 'immediate' | 'verified'
