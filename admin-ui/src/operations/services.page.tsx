import { Badge, Time, useFormat, type Column } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import { ListPage } from '../layout/list-page.tsx'
import { nameColumn } from '../layout/name-column.tsx'
import { SERVICE_TONES } from '../jobs/singletons.tsx'
import { organizationColumn } from './columns.tsx'
import type { ServiceReport } from './report.ts'

/** What runs without an end for every organization, and on which host. */
export function ServicesPage() {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const columns: Column<ServiceReport>[] = [
    nameColumn('name', t('operations.service'), ({ name, key }) => (key === '' ? name : `${name} · ${key}`)),
    organizationColumn(t('operations.organization')),
    {
      id: 'state',
      header: t('privacy.status'),
      narrow: 'detail',
      cell: ({ state }) => <Badge tone={SERVICE_TONES[state]}>{t(`singletons.states.${state}`)}</Badge>,
      csv: 'state',
    },
    {
      id: 'host',
      header: t('operations.host'),
      narrow: 'detail',
      cell: ({ host }) => host !== null && <bdi className="font-mono text-sm">{host}</bdi>,
      csv: 'host',
    },
    {
      id: 'token',
      header: t('operations.token'),
      numeric: true,
      optional: true,
      cell: ({ token }) => format.digits(token),
      csv: 'token',
    },
    {
      id: 'startedAt',
      header: t('webhooks.since'),
      cell: ({ startedAt }) => startedAt !== null && <Time value={startedAt} />,
      csv: 'startedAt',
    },
    {
      id: 'restarts',
      header: t('operations.restarts'),
      numeric: true,
      cell: ({ restarts }) => format.number(restarts),
      csv: 'restarts',
    },
    {
      id: 'memory',
      header: t('operations.memory'),
      numeric: true,
      cell: ({ hostMemory }) => hostMemory !== null && format.bytes(hostMemory),
      csv: 'hostMemory',
    },
    {
      id: 'error',
      header: t('operations.last-error'),
      optional: true,
      cell: ({ lastError }) => lastError,
      csv: 'lastError',
    },
  ]
  return (
    <ListPage<ServiceReport>
      title={t('operations.services')}
      hint={t('operations.services-hint')}
      empty={{
        icon: 'monitor',
        title: t('operations.no-services'),
        hint: t('operations.no-services-hint'),
      }}
      id="platform.operator.services"
      endpoint="/operator/singletons"
      whole
      columns={columns}
      rowKey={({ organizationId, name, key }) => `${organizationId}/${name}/${key}`}
    />
  )
}
