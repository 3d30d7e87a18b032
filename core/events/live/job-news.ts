import type { HostLogger } from '../../contexts/actor.ts'
import type { PlatformDatabase } from '../../database/data-access.ts'
import { Interval } from '../../jobs/interval.ts'
import { stateOf } from '../../jobs/job-state.ts'
import type { Signals } from '../signals.ts'

/** How far a job is that tells of its progress. */
export interface JobNews {
  readonly id: string
  readonly job: string
  readonly plugin: string
  readonly progress: number
  readonly message: string | null
  readonly state: string
}

export interface JobNewsOptions {
  readonly platform: PlatformDatabase
  readonly signals: Signals
  readonly log: HostLogger
}

interface Reader {
  readonly organizationId: string
  readonly tell: (news: JobNews) => void
}

interface NewsRow extends JobNews {
  readonly organizationId: string
  readonly now: string
}

const POLL_MS = 1000
/** Progress that was being written while the last look took place is found by the next one. */
const OVERLAP = '200 ms'

/** Tells this host's readers of the progress of their organizations' jobs. A hint: `GET /jobs/{id}` is the truth. */
export class JobNewsFeed {
  readonly #options: JobNewsOptions
  readonly #readers = new Set<Reader>()
  readonly #interval: Interval
  #since: string | undefined

  constructor(options: JobNewsOptions) {
    this.#options = options
    this.#interval = new Interval(async () => {
      try {
        await this.#look()
      } catch (error) {
        options.log.debug({ err: error }, 'the progress of jobs could not be read; trying again')
      }
    }, POLL_MS)
  }

  start(): void {
    this.#options.signals.on('progress', this.#wake)
    this.#interval.start()
  }

  async stop(): Promise<void> {
    this.#options.signals.off('progress', this.#wake)
    await this.#interval.stop()
  }

  open(organizationId: string, tell: Reader['tell']): () => void {
    if (this.#readers.size === 0) this.#since = undefined
    const reader = { organizationId, tell }
    this.#readers.add(reader)
    return () => void this.#readers.delete(reader)
  }

  readonly #wake = (): void => {
    if (this.#readers.size > 0) this.#interval.now()
  }

  async #look(): Promise<void> {
    if (this.#readers.size === 0) return
    const organizations = [...new Set([...this.#readers].map(({ organizationId }) => organizationId))]
    const rows = await this.#options.platform.asSystem<Partial<NewsRow> & { now: string }>(
      `select n.now, p.*
       from (select to_char(clock_timestamp() - interval '${OVERLAP}', 'YYYY-MM-DD HH24:MI:SS.USOF') as now) n
       left join lateral (
         select p.job_id as id, p.organization_id as "organizationId", p.fraction::float8 as progress, p.message,
           j.name as job, j.data ->> 'plugin' as plugin,
           ${stateOf('j.state::text')} as state
         from platform.job_progress p
         join pgboss.job j on j.id = p.job_id and j.name = any (select queue from platform.job_queues)
         where p.organization_id = any ($1::uuid[]) and p.updated_at > coalesce($2::text::timestamptz, clock_timestamp())
         order by p.updated_at
       ) p on true`,
      [organizations, this.#since ?? null],
    )
    this.#since = rows[0]?.now ?? this.#since
    for (const { now: _, organizationId, ...news } of rows) {
      if (news.id == null) continue
      for (const reader of this.#readers)
        if (reader.organizationId === organizationId) reader.tell(news as JobNews)
    }
  }
}
