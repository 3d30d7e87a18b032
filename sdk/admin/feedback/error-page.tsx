import { Card } from '../layout/card.tsx'
import { Page } from '../layout/page.tsx'
import { ErrorState } from './error-state.tsx'

/** A page whose record could not be read: what went wrong is all that it shows. */
export function ErrorPage({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <Page>
      <Card>
        <ErrorState heading="h1" error={error} onRetry={onRetry} />
      </Card>
    </Page>
  )
}
