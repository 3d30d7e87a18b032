import { Component, Suspense, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { SkeletonLines } from '../feedback/skeleton.tsx'
import { PluginProvider } from './plugin-context.tsx'

interface BoundaryProps {
  readonly fallback: (error: Error, retry: () => void) => ReactNode
  readonly children: ReactNode
}

class ErrorBoundary extends Component<BoundaryProps, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error } = this.state
    return error === null
      ? this.props.children
      : this.props.fallback(error, () => this.setState({ error: null }))
  }
}

function Failure({ plugin, error, onRetry }: { plugin: string; error: Error; onRetry: () => void }) {
  const { t } = useTranslation('wasla')
  return (
    <div
      role="alert"
      className="m-4 flex flex-col items-start gap-2 rounded-lg border border-line bg-danger-soft p-4 text-danger-strong"
    >
      <p className="flex items-center gap-2 font-semibold">
        <Icon name="shield-alert" /> {t('plugin.failed', { plugin })}
      </p>
      <p dir="auto" className="font-mono text-sm break-words">
        {error.message}
      </p>
      <Button size="small" icon="refresh" onClick={onRetry}>
        {t('error.retry')}
      </Button>
    </div>
  )
}

export interface PluginBoundaryProps {
  readonly plugin: string
  /** What people call it. */
  readonly name: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly children: ReactNode
}

/** Fences what a plugin renders: its styles, its texts, and its failures, which name it and take nothing else along. */
export function PluginBoundary({ plugin, name, parameters, children }: PluginBoundaryProps) {
  return (
    <div data-plugin={plugin} className="contents">
      <PluginProvider id={plugin} parameters={parameters}>
        <ErrorBoundary fallback={(error, retry) => <Failure plugin={name} error={error} onRetry={retry} />}>
          <Suspense fallback={<SkeletonLines />}>{children}</Suspense>
        </ErrorBoundary>
      </PluginProvider>
    </div>
  )
}
