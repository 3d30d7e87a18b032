import type { PlatformDatabase } from '../database/data-access.ts'
import type { Mailer } from '../mail/create-mailer.ts'
import type { Language } from '../mail/mail.ts'
import { webhookDisabledMail } from './webhook-disabled-mail.ts'

interface Notice {
  readonly id: string
  readonly url: string
  readonly reason: 'gone' | 'failing'
  readonly organization: string
  readonly owners: readonly { readonly email: string; readonly name: string; readonly language: Language }[]
}

/** Mails the owners of webhooks that were switched off. A mail that is not taken is tried again next time. */
export async function tellOwners({
  platform,
  mailer,
  origin,
}: {
  platform: PlatformDatabase
  mailer: Mailer
  origin: string
}): Promise<void> {
  const due = await platform.asSystem<{ id: string }>(
    'select id from platform.webhook_endpoints where notice_due limit 20',
  )
  for (const { id } of due) {
    await platform.transaction(async (query) => {
      const [notice] = await query<Notice>(
        `select e.id, e.url, e.disabled_reason as reason, o.name as organization,
           coalesce((select jsonb_agg(jsonb_build_object('email', u.email, 'name', u.full_name, 'language', coalesce(u.language, o.default_language)))
             from platform.memberships m join platform.users u on u.id = m.user_id
             where m.organization_id = o.id and m.role = 'owner' and m.status = 'active'), '[]') as owners
         from platform.webhook_endpoints e join platform.organizations o on o.id = e.organization_id
         where e.id = $1 and e.notice_due and e.disabled_reason is not null for update of e skip locked`,
        [id],
      )
      if (notice === undefined) return
      for (const { email, language, name } of notice.owners) {
        await mailer.send({
          to: email,
          ...webhookDisabledMail(language, { ...notice, name, page: `${origin}/admin/webhooks` }),
        })
      }
      await query('update platform.webhook_endpoints set notice_due = false where id = $1', [id])
    })
  }
}
