import { invitationMail } from '../../mail/templates/invitation.ts'
import { INVITATION_DAYS, type InvitationDependencies } from './invitation-dependencies.ts'

interface Sending {
  readonly organizationId: string
  readonly email: string
  readonly language: 'ar' | 'en'
  readonly inviterId: string | null
  readonly token: string
}

/** Mails the link, in the background. The token stands in the part of the address that no server sees. */
export async function sendInvitation(
  { platform, mailer, origin }: InvitationDependencies,
  { organizationId, email, language, inviterId, token }: Sending,
): Promise<void> {
  const [names] = await platform.asSystem<{ organization: string; inviter: string | null }>(
    `select o.name as organization, (select u.full_name from platform.users u where u.id = $2) as inviter
     from platform.organizations o where o.id = $1`,
    [organizationId, inviterId],
  )
  if (names === undefined) return
  const url = `${origin}/admin/accept-invitation#token=${token}`
  mailer.post({ to: email, ...invitationMail(language, { ...names, url, days: INVITATION_DAYS }) })
}
