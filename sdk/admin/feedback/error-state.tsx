import { useTranslation } from 'react-i18next'
import { isApiProblem } from '../api/problem.ts'
import { problemText } from '../api/problem-text.ts'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'

/** Whether asking again would find no more: nothing has this id, or it is none, as in an address that was typed. */
function isMissing(error: unknown): boolean {
  if (!isApiProblem(error)) return false
  const { status, code, fields } = error
  return status === 404 || (code === 'validation_failed' && fields.some(({ field }) => field === 'id'))
}

/** What went wrong, in the person's language, and a way to try again. */
export function ErrorState({
  error,
  onRetry,
  heading: Heading = 'p',
}: {
  error: unknown
  onRetry?: () => void
  /** `h1` where it is all that the page shows. */
  heading?: 'p' | 'h1'
}) {
  const { t } = useTranslation('wasla')
  const offline = error instanceof TypeError
  const missing = isMissing(error)
  return (
    <div role="alert" className="flex flex-col items-center px-6 py-14 text-center">
      <span
        className={`mb-4 grid size-11 place-items-center rounded-xl ${missing ? 'border border-line bg-surface text-ink-faint' : 'bg-danger-soft text-danger-strong'}`}
      >
        <Icon name={missing ? 'help' : 'alert'} size={20} />
      </span>
      <Heading className="text-lg font-semibold">
        {t(offline ? 'error.offline' : missing ? 'missing.title' : 'error.title')}
      </Heading>
      <p dir="auto" className="mt-1 max-w-md text-base text-ink-muted">
        {missing ? t('error.missing-hint') : problemText(error)}
      </p>
      {isApiProblem(error) && !missing && error.requestId !== undefined && (
        <p className="mt-2 text-xs text-ink-faint">
          {t('error.request')} <bdi className="font-mono">{error.requestId}</bdi>
        </p>
      )}
      {onRetry !== undefined && !missing && (
        <Button className="mt-5" icon="refresh" onClick={onRetry}>
          {t('error.retry')}
        </Button>
      )}
    </div>
  )
}
