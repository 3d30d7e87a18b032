/** `immediate`: a new address has its organization at once. `verified`: every address is proven first. */
export type RegistrationMode = 'immediate' | 'verified'
