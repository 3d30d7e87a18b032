import {
  Badge,
  Button,
  Card,
  CutText,
  ErrorState,
  Icon,
  Page,
  PageHeader,
  SkeletonLines,
  useApi,
  useFormat,
  usePermission,
  usePreferences,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Role } from './role.ts'
import { RoleDrawer } from './role-drawer.tsx'

/** What members may do, by role. */
export function RolesPage() {
  const { t } = useTranslation('wasla')
  const { language } = usePreferences()
  const format = useFormat()
  const mayWrite = usePermission('platform.roles.write')
  const roles = useApi<{ items: Role[] }>('/roles')
  const [open, setOpen] = useState<Role | 'new'>()
  return (
    <Page narrow>
      <PageHeader
        title={t('roles.title')}
        description={t('roles.hint')}
        actions={
          mayWrite && (
            <Button variant="primary" icon="plus" onClick={() => setOpen('new')}>
              {t('roles.new')}
            </Button>
          )
        }
      />
      <Card padded={false}>
        {roles.isError && <ErrorState error={roles.error} onRetry={() => void roles.refetch()} />}
        {roles.isPending && <SkeletonLines lines={5} />}
        <ul>
          {roles.data?.items.map((role) => (
            <li key={role.key} className="border-t border-line first:border-t-0">
              <button
                type="button"
                onClick={() => setOpen(role)}
                className="flex min-h-13 w-full items-center gap-3 px-4 py-2 text-start transition-colors hover:bg-surface focus-visible:-outline-offset-2"
              >
                <span className="min-w-0 flex-1">
                  <span className="flex items-center gap-2 font-medium">
                    <bdi>{role.name[language]}</bdi>
                    {!role.builtIn && <Badge tone="accent">{t('roles.own')}</Badge>}
                  </span>
                  <span className="block text-sm text-ink-muted">
                    <CutText>
                      {role.description ?? t(`roles.about.${role.key}`, { defaultValue: '' })}
                    </CutText>
                  </span>
                </span>
                <span className="text-sm text-ink-muted tabular-nums">
                  {t('roles.members', { count: role.members, number: format.number(role.members) })}
                </span>
                <Icon name="chevron-forward" className="text-ink-faint" />
              </button>
            </li>
          ))}
        </ul>
      </Card>
      {open !== undefined && (
        <RoleDrawer
          role={open === 'new' ? undefined : open}
          readOnly={!mayWrite}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Page>
  )
}
