import { DetailList, Drawer, EmptyValue, Time } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'
import type { AuditEntry } from './audit-entry.ts'

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

function Value({ value, tone }: { value: unknown; tone: string }) {
  if (value === undefined || value === null) return <EmptyValue />
  return <bdi className={`rounded-sm px-1 break-all ${tone}`}>{shown(value)}</bdi>
}

/** What one change changed, property by property. */
export function AuditDrawer({ entry, onClose }: { entry: AuditEntry; onClose: () => void }) {
  const { t } = useTranslation('wasla')
  const before = entry.before ?? {}
  const after = entry.after ?? {}
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => shown(before[name]) !== shown(after[name]),
  )
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()} title={t('audit.change')}>
      <DetailList
        items={[
          [
            t('audit.what'),
            <bdi key="table" className="font-mono text-sm">{`${entry.plugin}.${entry.table}`}</bdi>,
          ],
          [
            t('audit.record'),
            <bdi key="record" className="font-mono text-sm break-all">
              {entry.record}
            </bdi>,
          ],
          [t('audit.actor'), entry.actorName ?? t('audit.by-itself')],
          [t('audit.at'), <Time key="at" value={entry.at} show="date-time" />],
          [
            t('error.request'),
            entry.requestId === null ? null : (
              <bdi key="request" className="font-mono text-sm break-all">
                {entry.requestId}
              </bdi>
            ),
          ],
        ]}
      />
      {entry.valuesErased ? (
        <p className="mt-5 rounded-md bg-sunken p-3 text-ink-muted">{t('audit.erased')}</p>
      ) : (
        <dl className="mt-5 flex flex-col border-t border-line">
          {names.map((name) => (
            <div key={name} className="border-b border-line py-2">
              <dt className="font-mono text-sm text-ink-muted">
                <bdi>{name}</bdi>
              </dt>
              <dd className="mt-0.5 flex flex-wrap items-baseline gap-2 text-sm">
                {entry.action !== 'insert' && (
                  <Value value={before[name]} tone="bg-danger-soft text-danger-strong line-through" />
                )}
                {entry.action !== 'delete' && (
                  <Value value={after[name]} tone="bg-success-soft text-success-strong" />
                )}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Drawer>
  )
}
