import { useTranslation } from 'react-i18next'

/** Stands for a value that nobody has given. */
export function EmptyValue() {
  const { t } = useTranslation('wasla')
  return (
    <span data-empty className="text-ink-faint">
      <span aria-hidden>—</span>
      <span className="sr-only">{t('empty-value')}</span>
    </span>
  )
}
