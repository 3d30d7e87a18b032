import { failureText, Progress, Time } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import type { Purge } from './module.ts'
import { RowsByTable } from './rows-by-table.tsx'

/** The last purge of a module: that it runs, what it deleted, or why it did not. */
export function ModulePurge({ purge: { status, rows, failure, finishedAt } }: { purge: Purge }) {
  const { t } = useTranslation('wasla')
  if (failure !== null)
    return (
      <p
        role="alert"
        dir="auto"
        className="rounded-md bg-danger-soft px-3 py-2 text-start text-sm text-danger-strong"
      >
        {t('modules.not-purged')} {failureText(failure)}
      </p>
    )
  if (status !== 'completed' || rows === null || finishedAt === null)
    return (
      <div role="status" className="flex flex-col gap-2 text-sm">
        <span>{t('modules.purging')}</span>
        <Progress label={t('modules.purging')} />
      </div>
    )
  const deleted = Object.fromEntries(Object.entries(rows).filter(([, count]) => count > 0))
  const count = Object.values(deleted).reduce((sum, each) => sum + each, 0)
  return (
    <details className="rounded-md bg-sunken px-3 py-2 text-sm">
      <summary>
        {t('modules.purged', { count })} <Time value={finishedAt} />
      </summary>
      {count > 0 && <RowsByTable rows={deleted} />}
    </details>
  )
}
