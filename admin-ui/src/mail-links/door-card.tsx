import { Card, TextLink } from '@wasla/sdk/admin'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

/** A page before the sign-in: one heading, one thing to do. */
export function DoorCard({
  title,
  hint,
  children,
}: {
  title: string
  hint?: ReactNode
  children?: ReactNode
}) {
  const { t } = useTranslation('wasla')
  useEffect(() => {
    document.title = `${title} · Wasla`
  }, [title])
  return (
    <div className="w-full max-w-sm animate-appear">
      <h1 className="text-center text-2xl font-semibold tracking-tight text-balance wrap-anywhere">
        {title}
      </h1>
      {hint !== undefined && <p className="mt-1 text-center text-ink-muted wrap-anywhere">{hint}</p>}
      {children !== undefined && (
        <div className="mt-6">
          <Card>{children}</Card>
        </div>
      )}
      <p className="mt-5 text-center text-sm">
        <TextLink to="/sign-in" className="py-0.5">
          {t('sign-in.back')}
        </TextLink>
      </p>
    </div>
  )
}
