import {
  apiUrl,
  Badge,
  Button,
  DataTable,
  EmptyState,
  EmptyValue,
  Menu,
  MenuItem,
  Page,
  PageHeader,
  SkeletonLines,
  Time,
  usePreferences,
  useSession,
  type Column,
  type TableState,
} from '@wasla/sdk/admin'
import { useLocation } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useModulesSettled } from '../layout/modules-loading.tsx'
import { AuditDrawer } from './audit-drawer.tsx'
import { ACTION_TONES, AUDIT_ACTIONS, type AuditEntry } from './audit-entry.ts'
import { useSubject } from './use-subject.ts'

const DAYS = ['1', '7', '30', '365'] as const

/** The address speaks of days, the API of a moment: the beginning of the first of them. */
function toQuery({ days, ...rest }: TableState): TableState {
  if (days === undefined) return rest
  const from = new Date()
  from.setHours(0, 0, 0, 0)
  from.setDate(from.getDate() - Number(days) + 1)
  return { ...rest, from: from.toISOString() }
}

function useColumns(): Column<AuditEntry>[] {
  const { t } = useTranslation('wasla')
  const subjectOf = useSubject()
  return [
    {
      id: 'table',
      header: t('audit.what'),
      narrow: 'title',
      cell: (entry) => {
        const { name, module } = subjectOf(entry)
        return (
          <>
            {name ?? <bdi className="font-mono text-sm">{entry.table}</bdi>}{' '}
            <span className="text-sm font-normal text-ink-muted">{module}</span>
          </>
        )
      },
    },
    {
      id: 'action',
      header: t('audit.action'),
      narrow: 'detail',
      cell: ({ action }) => (
        <Badge tone={ACTION_TONES[action]}>{t(`audit.actions.${action}`, { defaultValue: action })}</Badge>
      ),
    },
    {
      id: 'actor',
      header: t('audit.actor'),
      narrow: 'detail',
      cell: ({ actorId, actorName }) =>
        actorName ?? (actorId === null ? t('audit.by-itself') : <EmptyValue />),
    },
    {
      id: 'record',
      header: t('audit.record'),
      optional: true,
      cell: ({ record }) => <bdi className="font-mono text-sm">{record}</bdi>,
    },
    {
      id: 'at',
      header: t('audit.at'),
      narrow: 'detail',
      cell: ({ at }) => <Time value={at} show="date-time" />,
    },
  ]
}

/** Who changed what, when; the trail itself cannot be changed. */
export function AuditPage() {
  const { t } = useTranslation('wasla')
  const { modules } = useSession()
  const { language } = usePreferences()
  const settled = useModulesSettled()
  const columns = useColumns()
  const { search } = useLocation()
  const [open, setOpen] = useState<AuditEntry>()
  const download = (format: 'csv' | 'ndjson'): void => {
    const filter = toQuery(
      Object.fromEntries(Object.entries(search).map(([name, value]) => [name, String(value)])),
    )
    location.assign(apiUrl('/audit/export', { ...filter, format }))
  }
  return (
    <Page>
      <PageHeader
        title={t('audit.title')}
        description={t('audit.hint')}
        actions={
          <Menu trigger={<Button icon="download">{t('audit.export')}</Button>}>
            <MenuItem icon="file-text" onSelect={() => download('csv')}>
              CSV
            </MenuItem>
            <MenuItem icon="file-text" onSelect={() => download('ndjson')}>
              JSON Lines
            </MenuItem>
          </Menu>
        }
      />
      {/* What was changed is called by its module's words. */}
      {!settled && <SkeletonLines lines={8} />}
      {settled && (
        <DataTable<AuditEntry>
          id="platform.audit"
          label={t('audit.title')}
          endpoint="/audit"
          columns={columns}
          toQuery={toQuery}
          filters={[
            {
              id: 'plugin',
              label: t('audit.module'),
              options: [
                { value: 'platform', label: t('audit.platform') },
                ...modules.map(({ id, name }) => ({ value: id, label: name[language] })),
              ],
            },
            {
              id: 'action',
              label: t('audit.action'),
              options: AUDIT_ACTIONS.map((value) => ({ value, label: t(`audit.actions.${value}`) })),
            },
            {
              id: 'days',
              label: t('audit.at'),
              options: DAYS.map((value) => ({
                value,
                label: t('audit.last-days', { count: Number(value) }),
              })),
            },
          ]}
          rowKey={({ id }) => id}
          onOpen={setOpen}
          empty={<EmptyState icon="scroll" title={t('audit.empty')} description={t('audit.empty-hint')} />}
        />
      )}
      {open !== undefined && <AuditDrawer entry={open} onClose={() => setOpen(undefined)} />}
    </Page>
  )
}
