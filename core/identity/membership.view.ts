import type { CurrentUser } from './auth.schema.ts'

/** A member of an organization, as SQL selects it; `u`, `o` and `m` are users, organizations and memberships. */
export const MEMBERSHIP = `
  json_build_object('id', u.id, 'email', u.email, 'fullName', u.full_name,
    'emailVerified', u.email_verified_at is not null, 'language', coalesce(u.language, o.default_language),
    'timeZone', coalesce(u.time_zone, o.time_zone)) as "user",
  json_build_object('id', o.id, 'name', o.name, 'slug', o.slug, 'defaultLanguage', o.default_language,
    'timeZone', o.time_zone) as organization,
  m.role`

export const FROM_MEMBERSHIP = `
  from platform.memberships m
  join platform.users u on u.id = m.user_id
  join platform.organizations o on o.id = m.organization_id`

export type MembershipRow = CurrentUser
