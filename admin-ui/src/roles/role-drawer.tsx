import {
  Button,
  ConfirmDialog,
  Drawer,
  Field,
  Input,
  problemText,
  toast,
  useChange,
  usePreferences,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { PermissionGrid } from './permission-grid.tsx'
import { keyOf, type Role } from './role.ts'

/** One role with all that it grants. Those that come with the platform are only shown. */
export function RoleDrawer({
  role,
  readOnly,
  onClose,
}: {
  role: Role | undefined
  readOnly: boolean
  onClose: () => void
}) {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const [name, setName] = useState(role?.name[language] ?? '')
  const [permissions, setPermissions] = useState(role?.permissions ?? [])
  const [deleting, setDeleting] = useState(false)
  const change = useChange<Role>(['/roles'])
  const fixed = readOnly || role?.builtIn === true
  const save = (): void =>
    change.mutate(
      role === undefined
        ? { method: 'POST', path: '/roles', body: { key: keyOf(name), name, permissions } }
        : {
            method: 'PATCH',
            path: `/roles/${role.key}`,
            body: { name, permissions },
            ...(role.version === null ? {} : { ifMatch: role.version }),
          },
      {
        onSuccess: () => {
          toast.success(t('roles.saved', { role: name }))
          onClose()
        },
      },
    )
  const remove = (): void =>
    change.mutate(
      { method: 'DELETE', path: `/roles/${role?.key}` },
      {
        onSuccess: onClose,
        onError: (error) => {
          setDeleting(false)
          toast.error(error)
        },
      },
    )
  return (
    <Drawer
      open
      onOpenChange={(open) => !open && onClose()}
      title={role === undefined ? t('roles.new') : role.name[language]}
      description={fixed ? t('roles.fixed') : undefined}
      actions={
        !fixed && (
          <>
            {role !== undefined && (
              <Button variant="quiet" icon="trash" onClick={() => setDeleting(true)}>
                {t('roles.delete')}
              </Button>
            )}
            <Button
              variant="primary"
              busy={change.isPending}
              disabled={name.trim() === '' || permissions.length === 0}
              onClick={save}
            >
              {t('save')}
            </Button>
          </>
        )
      }
    >
      <div className="flex flex-col gap-5">
        {change.isError && (
          <p
            role="alert"
            dir="auto"
            className="rounded-md bg-danger-soft px-3 py-2 text-start text-danger-strong"
          >
            {problemText(change.error)}
          </p>
        )}
        {!fixed && (
          <Field label={t('roles.name')} required>
            {(control) => (
              <Input {...control} value={name} onChange={({ target }) => setName(target.value)} autoFocus />
            )}
          </Field>
        )}
        <PermissionGrid value={permissions} own disabled={fixed} onChange={setPermissions} />
      </div>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={t('roles.delete-title', { role: name })}
        description={t('roles.delete-hint')}
        action={t('roles.delete')}
        dangerous
        busy={change.isPending}
        onConfirm={remove}
      />
    </Drawer>
  )
}
