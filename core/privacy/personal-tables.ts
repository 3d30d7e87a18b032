import type { PlatformDatabase } from '../database/data-access.ts'

/** A table of the platform whose rows belong to people. */
export interface PersonalTable {
  readonly name: string
  /** Quoted, with its schema. */
  readonly qualified: string
  /** The column that names the person. */
  readonly by: 'user_id' | 'email'
  /** Whether a row belongs to one organization, or to the person's account. */
  readonly ofOrganization: boolean
}

/** Read apart: the account and memberships have their own rules, holds and requests are about erasure itself. */
const SPECIAL = ['users', 'memberships', 'legal_holds', 'privacy_requests', 'organizations']

/** Rows that have to stay, and why. */
export const KEPT_TABLES: Readonly<Record<string, string>> = {
  impersonations: "evidence of what operators did in somebody's name",
}

/**
 * Every table of the platform that names people by `user_id` or `email`, by the database's own catalog: one that is
 * added later is not forgotten.
 */
export function readPersonalTables(platform: PlatformDatabase): Promise<PersonalTable[]> {
  return platform.asSystem<PersonalTable>(
    `select c.relname as name, format('%I.%I', n.nspname, c.relname) as qualified,
       case when platform.has_column(c.oid, 'user_id') then 'user_id' else 'email' end as by,
       platform.has_column(c.oid, 'organization_id') as "ofOrganization"
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname = 'platform' and c.relkind in ('r', 'p') and not c.relispartition and c.relname <> all ($1)
       and (platform.has_column(c.oid, 'user_id') or platform.has_column(c.oid, 'email'))
     order by c.relname`,
    [SPECIAL],
  )
}

/** The condition on `t`, with the organization as $1, the user as $2 and the e-mail address as $3. */
export function rowsOf({ by, ofOrganization }: PersonalTable): string {
  const person =
    by === 'user_id'
      ? 't.user_id = $2::uuid and ($3::text is null or true)'
      : '($2::uuid is null or true) and t.email = $3::text'
  return `${person} and ${ofOrganization ? 't.organization_id = $1::uuid' : '($1::uuid is null or true)'}`
}
