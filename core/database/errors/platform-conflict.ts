import { conflict } from '@wasla/sdk'
import type { DatabaseError } from './database-error.ts'

interface Conflict {
  readonly code: string
  readonly message: string
  readonly field: string
  /** What is wrong with the field. */
  readonly complaint: string
}

/** What is to be unique in the platform's tables and has words of its own, by the constraint. */
const CONFLICTS: Readonly<Record<string, Conflict>> = {
  organizations_slug_key: {
    code: 'slug_taken',
    message: 'Another organization has this short name already; choose another.',
    field: 'slug',
    complaint: 'is already taken',
  },
  sign_in_providers_organization_id_issuer_client_id_key: {
    code: 'provider_exists',
    message: 'The organization signs in by this issuer and client already; change that one instead.',
    field: 'clientId',
    complaint: 'is in use with this issuer already',
  },
}

const KEY = /^Key \(([^)]+)\)=/

/** A second row where the platform allows one only, as its caller is told: by the field, and never by the value. */
export function platformConflict(error: DatabaseError & { readonly detail?: string }): unknown {
  const known = CONFLICTS[error.constraint ?? '']
  if (known !== undefined) {
    const { code, message, field, complaint } = known
    return conflict(code, message, { fields: [{ field, message: complaint }], cause: error })
  }
  const columns = KEY.exec(error.detail ?? '')?.[1]?.split(', ') ?? []
  const fields = columns
    .filter((column) => column !== 'organization_id')
    .map((column) => ({
      field: column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      message: 'is already taken',
    }))
  return conflict(
    'already_exists',
    `There is one with the same ${fields.map(({ field }) => field).join(', ') || 'value'} already; choose another.`,
    { fields, cause: error },
  )
}
