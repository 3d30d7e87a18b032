import { Badge, ListCard, Time, useApi, useFormat, type Tone } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

/** A service as `/singletons` tells of it. */
export interface Singleton {
  readonly name: string
  readonly key: string
  /** Nobody while no host holds its lease. */
  readonly host: string | null
  readonly state: 'running' | 'restarting' | 'stopped'
  readonly startedAt: string | null
  readonly restarts: number
  readonly lastError: string | null
  /** Bytes of the whole process. */
  readonly hostMemory: number | null
}

/** How a service's state looks. */
export const SERVICE_TONES: Readonly<Record<Singleton['state'], Tone>> = {
  running: 'success',
  restarting: 'warning',
  stopped: 'neutral',
}

function Facts({ singleton }: { singleton: Singleton }) {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const { host, startedAt, hostMemory, restarts } = singleton
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm text-ink-muted">
      {host !== null && (
        <span>
          {t('singletons.host')} <bdi className="font-mono">{host}</bdi>
        </span>
      )}
      {startedAt !== null && (
        <span>
          {t('singletons.since')} <Time value={startedAt} />
        </span>
      )}
      {hostMemory !== null && (
        <span>
          {t('singletons.memory')} <bdi>{format.bytes(hostMemory)}</bdi>
        </span>
      )}
      {restarts > 0 && <span>{t('singletons.restarts', { count: restarts })}</span>}
    </span>
  )
}

/** Services that run without an end, each on one host at a time. */
export function Singletons() {
  const { t } = useTranslation('wasla')
  const list = useApi<{ items: Singleton[] }>('/singletons')
  return (
    <ListCard
      title={t('singletons.title')}
      list={list}
      itemKey={({ name, key }) => `${name}/${key}`}
      empty={t('singletons.empty')}
      row={(singleton) => (
        <>
          <span className="min-w-0 flex-1 basis-60">
            <bdi className="font-mono text-sm">
              {singleton.name}
              {singleton.key !== '' && ` · ${singleton.key}`}
            </bdi>
            <Facts singleton={singleton} />
            {singleton.lastError !== null && (
              <span dir="auto" className="mt-1 block text-sm text-danger-strong text-with-page">
                {singleton.lastError}
              </span>
            )}
          </span>
          <Badge tone={SERVICE_TONES[singleton.state]}>{t(`singletons.states.${singleton.state}`)}</Badge>
        </>
      )}
    />
  )
}
