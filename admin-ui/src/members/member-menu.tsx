import {
  ConfirmChange,
  IconButton,
  Menu,
  MenuChoice,
  MenuHeading,
  MenuItem,
  MenuSeparator,
  toast,
  useChange,
  type Change,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ExplainPermission } from './explain-permission.tsx'
import type { Member } from './member.ts'
import { useRoleOptions } from './use-role-options.ts'

/** What may be done about one member. */
export function MemberMenu({ member }: { member: Member }) {
  const { t } = useTranslation('wasla')
  const { options } = useRoleOptions()
  const change = useChange(['/users'])
  const [removing, setRemoving] = useState(false)
  const [explaining, setExplaining] = useState(false)
  const path = `/users/${member.userId}`
  const name = `\u2068${member.fullName}\u2069`
  const send = (order: Change, done: string): void =>
    change.mutate(order, {
      onSuccess: () => toast.success(done),
      onError: (error) => toast.error(error),
    })
  const suspended = member.status === 'suspended'
  return (
    <>
      <Menu trigger={<IconButton icon="more" label={t('members.more', { name })} />}>
        <MenuHeading>{t('members.role')}</MenuHeading>
        <MenuChoice
          value={member.role}
          options={options}
          onChange={(role) =>
            send({ method: 'PATCH', path, body: { role } }, t('members.role-changed', { name }))
          }
        />
        <MenuSeparator />
        <MenuItem
          icon={suspended ? 'user' : 'clock'}
          onSelect={() =>
            send(
              { method: 'PATCH', path, body: { status: suspended ? 'active' : 'suspended' } },
              t(suspended ? 'members.let-in-again' : 'members.is-suspended', { name }),
            )
          }
        >
          {t(suspended ? 'members.let-in' : 'members.suspend')}
        </MenuItem>
        <MenuItem
          icon="log-out"
          onSelect={() =>
            send({ method: 'DELETE', path: `${path}/sessions` }, t('members.signed-out', { name }))
          }
        >
          {t('members.sign-out')}
        </MenuItem>
        <MenuItem
          icon="key"
          onSelect={() =>
            send({ method: 'POST', path: `${path}/password-reset` }, t('members.password-asked', { name }))
          }
        >
          {t('members.ask-password')}
        </MenuItem>
        <MenuItem icon="shield" onSelect={() => setExplaining(true)}>
          {t('explain.open')}
        </MenuItem>
        <MenuItem icon="trash" danger onSelect={() => setRemoving(true)}>
          {t('members.remove')}
        </MenuItem>
      </Menu>
      {explaining && <ExplainPermission member={member} onClose={() => setExplaining(false)} />}
      {removing && (
        <ConfirmChange
          title={t('members.remove-title', { name })}
          description={t('members.remove-hint')}
          action={t('members.remove')}
          dangerous
          change={{ method: 'DELETE', path }}
          refresh={['/users']}
          said={() => t('members.removed', { name })}
          onClose={() => setRemoving(false)}
        />
      )}
    </>
  )
}
