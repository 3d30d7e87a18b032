import { Button, Notice, toast, useChange, useFormat, useSession } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import type { Organization } from './organization.ts'

/** Says until when the organization stands, and keeps it after all; nothing while it is not to be deleted. */
export function DeletionNotice({ organization }: { organization: Organization }) {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const { role } = useSession()
  const change = useChange(['/organization'])
  if (organization.deleteAfter === null) return null
  const keep = (): void =>
    change.mutate(
      { method: 'DELETE', path: '/organization/deletion' },
      {
        onSuccess: () => toast.success(t('ownership.kept')),
        onError: (error) => toast.error(error),
      },
    )
  return (
    <Notice
      tone="danger"
      action={
        role === 'owner' && (
          <Button busy={change.isPending} onClick={keep}>
            {t('ownership.keep')}
          </Button>
        )
      }
    >
      {t('ownership.deleted-on', { day: `\u2068${format.date(organization.deleteAfter)}\u2069` })}
    </Notice>
  )
}
