import { Card } from '@wasla/sdk/admin'
import { useEffect, type ReactNode } from 'react'

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
  useEffect(() => {
    document.title = `${title} · Wasla`
  }, [title])
  return (
    <div className="w-full max-w-sm animate-appear">
      <h1 className="mb-1 text-center text-2xl font-semibold tracking-tight">{title}</h1>
      {hint !== undefined && <p className="mb-6 text-center text-ink-muted">{hint}</p>}
      {children !== undefined && <Card>{children}</Card>}
    </div>
  )
}
