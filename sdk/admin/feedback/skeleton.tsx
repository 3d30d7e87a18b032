import { useTranslation } from 'react-i18next'
import { classNames } from '../controls/class-names.ts'

/** The grey shape of what is on its way. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden className={classNames('block h-4 animate-pulse rounded-md bg-sunken', className)} />
  )
}

/** Lines of text, or rows of a list, on their way. */
export function SkeletonLines({ lines = 4 }: { lines?: number }) {
  const { t } = useTranslation('wasla')
  return (
    <div role="status" data-waiting="" className="flex flex-col gap-3 p-4">
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} className={['w-3/4', 'w-1/2', 'w-2/3', 'w-5/12'][index % 4]} />
      ))}
    </div>
  )
}
