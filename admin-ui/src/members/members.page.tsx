import {
  Avatar,
  Badge,
  Button,
  CutText,
  DataTable,
  EmptyState,
  Page,
  PageHeader,
  Time,
  usePermission,
  useSession,
  type Column,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Invitations } from './invitations.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import type { Member } from './member.ts'
import { MemberMenu } from './member-menu.tsx'
import { useRoleOptions } from './use-role-options.ts'

/** Who belongs to the organization, and who was asked in. */
export function MembersPage() {
  const { t } = useTranslation('wasla')
  const { user } = useSession()
  const { options, nameOf } = useRoleOptions()
  const mayWrite = usePermission('platform.users.write')
  const [inviting, setInviting] = useState(false)
  const columns: Column<Member>[] = [
    {
      id: 'fullName',
      header: t('members.name'),
      narrow: 'title',
      cell: ({ fullName, userId, status }) => (
        <span className="flex min-w-0 items-center gap-2.5">
          <Avatar name={fullName} size={26} />
          <span className="min-w-0">
            <CutText>{fullName}</CutText>
          </span>
          {userId === user.id && <Badge>{t('members.you')}</Badge>}
          {status === 'suspended' && <Badge tone="warning">{t('members.suspended')}</Badge>}
        </span>
      ),
      csv: 'fullName',
    },
    { id: 'email', header: t('sign-in.email'), cell: ({ email }) => email, csv: 'email' },
    {
      id: 'role',
      header: t('members.role'),
      narrow: 'detail',
      cell: ({ role }) => nameOf(role),
      csv: 'role',
    },
    {
      id: 'joinedAt',
      header: t('members.joined'),
      narrow: 'detail',
      cell: ({ joinedAt }) => <Time value={joinedAt} show="date" />,
      csv: 'joinedAt',
    },
  ]
  return (
    <Page>
      <PageHeader
        title={t('members.title')}
        description={t('members.hint')}
        actions={
          mayWrite && (
            <Button variant="primary" icon="user-plus" onClick={() => setInviting(true)}>
              {t('members.invite')}
            </Button>
          )
        }
      />
      <Invitations />
      <DataTable<Member>
        id="platform.members"
        label={t('members.title')}
        endpoint="/users"
        columns={columns}
        filters={[{ id: 'role', label: t('members.role'), options }]}
        searchable
        rowKey={({ userId }) => userId}
        rowActions={
          mayWrite ? (member) => member.userId !== user.id && <MemberMenu member={member} /> : undefined
        }
        empty={<EmptyState icon="users" title={t('members.empty')} />}
      />
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Page>
  )
}
