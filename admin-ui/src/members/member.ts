/** A member as `/users` tells of them. */
export interface Member {
  readonly userId: string
  readonly email: string
  readonly fullName: string
  readonly role: string
  readonly status: 'active' | 'suspended'
  readonly joinedAt: string
}

export interface Invitation {
  readonly id: string
  readonly email: string
  readonly role: string
  readonly status: 'open' | 'accepted' | 'revoked' | 'expired'
  readonly expiresAt: string
}

/** Every organization has these; more may be made. */
export const BUILT_IN_ROLES = ['owner', 'admin', 'manager', 'agent', 'member'] as const
