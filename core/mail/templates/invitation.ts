import { isolated } from '../direction.ts'
import type { Language, MailContent } from '../mail.ts'
import { renderMail } from '../render-mail.ts'

interface Invitation {
  readonly organization: string
  readonly inviter: string | null
  readonly url: string
  readonly days: number
}

/** Invites somebody into an organization. */
export function invitationMail(
  language: Language,
  { organization, inviter, url, days }: Invitation,
): MailContent {
  return renderMail(
    language === 'ar'
      ? {
          language,
          subject: `دعوة للانضمام إلى ${isolated(organization)}`,
          paragraphs: [
            inviter === null
              ? `دُعيت للانضمام إلى «${isolated(organization)}».`
              : `يدعوك ${isolated(inviter)} للانضمام إلى «${isolated(organization)}».`,
            `الدعوة صالحة لمدة ${days} أيام، وهي لهذا العنوان البريدي وحده، وتُستخدم مرة واحدة.`,
          ],
          action: { label: 'قبول الدعوة', url },
          note: 'إذا لم تكن تنتظر هذه الدعوة، فتجاهل الرسالة: لن يحدث شيء.',
        }
      : {
          language,
          subject: `Join ${organization}`,
          paragraphs: [
            inviter === null
              ? `You are invited to join “${organization}”.`
              : `${inviter} invites you to join “${organization}”.`,
            `The invitation is valid for ${days} days, for this e-mail address only, and works once.`,
          ],
          action: { label: 'Accept the invitation', url },
          note: 'If you did not expect this invitation, ignore the mail: nothing will happen.',
        },
  )
}
