import {
  apiUrl,
  Badge,
  Card,
  ErrorState,
  Icon,
  Progress,
  SkeletonLines,
  Time,
  useApi,
  useFormat,
  useTexts,
} from '@wasla/sdk/admin'

interface Import {
  readonly status: 'waiting' | 'running' | 'finished'
  readonly dryRun: boolean
  readonly createdAt: string
  readonly processed: number
  readonly created: number
  readonly updated: number
  readonly refused: number
  readonly remarks: readonly {
    readonly line: number
    readonly severity: 'error' | 'warning'
    readonly field: string
    readonly message: string
  }[]
}

function Remarks({ remarks }: Pick<Import, 'remarks'>) {
  const t = useTexts()
  const format = useFormat()
  return (
    <table className="mt-4 w-full text-sm">
      <caption className="mb-1 text-start font-medium">{t('import.remarks')}</caption>
      <tbody>
        {remarks.slice(0, 100).map(({ line, severity, field, message }) => (
          <tr key={`${line}-${field}`} className="border-t border-line align-top">
            <td className="py-1.5 pe-3 whitespace-nowrap tabular-nums">
              {t('import.line', { line: format.number(line) })}
            </td>
            <td className="py-1.5 pe-3">
              <Badge tone={severity === 'error' ? 'danger' : 'warning'}>
                {t(`import.severity.${severity}`)}
              </Badge>
            </td>
            <td dir="auto" className="py-1.5 text-with-page">
              {message}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** How an import goes, told as it goes on. */
export function ImportProgress({ id }: { id: string }) {
  const t = useTexts()
  const format = useFormat()
  const path = `/crm/imports/${id}`
  const run = useApi<Import>(path)
  if (run.isError) return <ErrorState error={run.error} />
  if (run.data === undefined) return <SkeletonLines lines={2} />
  const { status, dryRun, createdAt, processed, created, updated, refused, remarks } = run.data
  return (
    <Card
      title={t(dryRun ? 'import.trial' : 'import.result')}
      actions={
        <span className="flex items-center gap-3 text-sm text-ink-muted">
          <Time value={createdAt} show="date-time" />
          <Badge tone={status === 'finished' ? 'success' : 'info'}>{t(`import.status.${status}`)}</Badge>
        </span>
      }
    >
      {status !== 'finished' && <Progress label={t(`import.status.${status}`)} />}
      <dl aria-live="polite" className="mt-1 grid grid-cols-2 gap-4 sm:grid-cols-4">
        {Object.entries({ processed, created, updated, refused }).map(([name, count]) => (
          <div key={name}>
            <dt className="text-sm text-ink-muted">{t(`import.counts.${name}`)}</dt>
            <dd className="text-xl font-semibold tabular-nums">{format.number(count)}</dd>
          </div>
        ))}
      </dl>
      {status === 'finished' && !dryRun && refused > 0 && (
        <p className="mt-4">
          <a
            href={apiUrl(`${path}/error-file`)}
            className="inline-flex items-center gap-1.5 rounded-sm font-medium text-accent-strong underline-offset-2 hover:underline"
          >
            <Icon name="download" />
            {t('import.error-file')}
          </a>
        </p>
      )}
      {remarks.length > 0 && <Remarks remarks={remarks} />}
    </Card>
  )
}
