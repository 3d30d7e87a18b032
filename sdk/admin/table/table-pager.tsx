import { useTranslation } from 'react-i18next'
import { IconButton } from '../controls/button.tsx'
import { useFormat } from '../format/use-format.ts'

export interface TablePagerProps {
  readonly first: number
  readonly last: number
  readonly hasNext: boolean
  readonly onPrevious: () => void
  readonly onNext: () => void
}

/** Back and on through the pages of a list. */
export function TablePager({ first, last, hasNext, onPrevious, onNext }: TablePagerProps) {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  return (
    <div className="flex items-center justify-between gap-3 border-t border-line px-4 py-1.5 text-sm text-ink-muted">
      <span className="tabular-nums" aria-live="polite">
        {t('table.range', { first: format.number(first), last: format.number(last) })}
      </span>
      <div className="flex gap-1">
        <IconButton
          icon="chevron-back"
          label={t('table.previous')}
          disabled={first <= 1}
          onClick={onPrevious}
        />
        <IconButton icon="chevron-forward" label={t('table.next')} disabled={!hasNext} onClick={onNext} />
      </div>
    </div>
  )
}
