import { useTranslation } from 'react-i18next'
import { failureText } from '../api/problem-text.ts'
import { Button, IconButton } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { Progress } from '../feedback/progress.tsx'
import type { ListExport, ListExports } from './list-export.ts'

/** How the exports of a list go, and where their files are. */
export function ExportStrip({ exports }: { exports: ListExports }) {
  const { t } = useTranslation('wasla')
  if (exports.items.length === 0) return null
  return (
    <ul
      aria-label={t('table.exports')}
      aria-live="polite"
      className="border-b border-line bg-surface text-sm"
    >
      {exports.items.map((item) => (
        <ExportLine key={item.id} item={item} exports={exports} />
      ))}
    </ul>
  )
}

function ExportLine({ item, exports }: { item: ListExport; exports: ListExports }) {
  const { t } = useTranslation('wasla')
  const { id, status, rows, failure } = item
  const working = status === 'waiting' || status === 'running'
  return (
    <li className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1">
      <Icon
        name={working ? 'loader' : status === 'failed' ? 'alert' : 'done'}
        className={
          working
            ? 'animate-spin text-ink-faint'
            : status === 'failed'
              ? 'text-danger-strong'
              : 'text-success-strong'
        }
      />
      <span dir="auto" className="min-w-0 flex-1 basis-40 text-start">
        {working && t('table.exporting', { count: rows })}
        {status === 'completed' && t('table.exported', { count: rows })}
        {failure !== null && failureText(failure)}
      </span>
      {working && (
        <span className="w-24">
          <Progress label={t('table.exporting', { count: rows })} />
        </span>
      )}
      {status === 'completed' && (
        <Button size="small" icon="download" onClick={() => exports.download(id)}>
          {t('table.download')}
        </Button>
      )}
      <IconButton
        icon="x"
        label={t(working ? 'table.end-export' : 'table.forget-export')}
        onClick={() => exports.forget(id)}
      />
    </li>
  )
}
