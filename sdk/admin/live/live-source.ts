import { apiUrl } from '../api/api-client.ts'
import type { LiveChange, LiveJob, LiveMessage } from './live-message.ts'

const LONGEST_WAIT = 30_000

/**
 * Listens to the organization's changes until it is closed. A lost connection is taken up again where it was, by the
 * browser itself or, where the server refused it, after a wait that grows.
 */
export function openLiveSource(tell: (message: LiveMessage) => void): () => void {
  let source: EventSource | undefined
  let cursor: string | undefined
  let wait = 1_000
  let timer: ReturnType<typeof setTimeout> | undefined

  const close = (): void => {
    clearTimeout(timer)
    source?.close()
    source = undefined
  }
  const connect = (): void => {
    close()
    const opened = new EventSource(apiUrl('/live', { after: cursor }))
    source = opened
    const on = <Data>(name: string, take: (data: Data) => void): void =>
      opened.addEventListener(name, (event) => take(JSON.parse((event as MessageEvent<string>).data) as Data))
    on<{ cursor: string }>('ready', (ready) => {
      cursor ??= ready.cursor
      wait = 1_000
      tell({ kind: 'ready' })
    })
    on<LiveChange>('change', (change) => {
      cursor = change.cursor
      tell({ kind: 'change', change })
    })
    on<LiveJob>('job', (job) => tell({ kind: 'job', job }))
    on<Pick<LiveMessage & { kind: 'work' }, 'kinds'>>('work', ({ kinds }) => tell({ kind: 'work', kinds }))
    on('operations', () => tell({ kind: 'operations' }))
    on('modules', () => tell({ kind: 'modules' }))
    on<{ cursor: string }>('reset', (reset) => {
      cursor = reset.cursor
      tell({ kind: 'reset' })
    })
    on<{ reason: string }>('end', ({ reason }) => {
      if (reason !== 'session_revoked') return
      close()
      tell({ kind: 'signed-out' })
    })
    opened.addEventListener('error', () => {
      if (source !== opened) return
      tell({ kind: 'lost' })
      if (opened.readyState !== EventSource.CLOSED) return
      timer = setTimeout(connect, wait)
      wait = Math.min(wait * 2, LONGEST_WAIT)
    })
  }
  const online = (): void => {
    wait = 1_000
    if (source?.readyState !== EventSource.OPEN) connect()
  }
  addEventListener('online', online)
  connect()
  return () => {
    removeEventListener('online', online)
    close()
  }
}
