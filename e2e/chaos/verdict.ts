import pg from 'pg'

/** What the database says at the end; everything but the first two must be zero. */
export interface Verdict {
  readonly events: number
  readonly effects: number
  /** Pairs of event and subscriber without an effect. */
  readonly missing: number
  /** Effects beyond the first of their pair. */
  readonly doubled: number
  /** Effects that came before an earlier one of the same thing. */
  readonly outOfOrder: number
  readonly dead: number
  readonly parked: number
  /** Jobs that still wait or run. */
  readonly unfinished: number
  /** Beats under a token older than one that had beaten before. */
  readonly overlaps: number
  /** Changes of the singletons' holders, so that "no overlap" says something. */
  readonly handovers: number
}

const SUBSCRIBERS = ['consumer.first', 'consumer.second']

const VERDICT = `
  with events as (
    select id from platform.event_log where name = 'producer.tick.happened'
  ), pairs as (
    select subscriber, event_id, count(*) as times from consumer.handled group by subscriber, event_id
  ), placed as (
    select number, lag(number) over (partition by organization_id, subscriber, batch, number % 4 order by position) as before
    from consumer.handled
  ), beats as (
    select token, max(token) over w as before from consumer.beats
    window w as (partition by organization_id order by position rows between unbounded preceding and 1 preceding)
  ), jobs as (
    select state::text as state from pgboss.job where name = any ($1)
  )
  select
    (select count(*) from events)::int as events,
    (select count(*) from consumer.handled)::int as effects,
    (select count(*) from events e cross join unnest($1::text[]) as s (subscriber)
      where not exists (select from pairs p where p.event_id = e.id and p.subscriber = s.subscriber))::int as missing,
    (select coalesce(sum(times - 1), 0) from pairs)::int as doubled,
    (select count(*) from placed where before > number)::int as "outOfOrder",
    (select count(*) from jobs where state = 'failed')::int as dead,
    (select count(*) from platform.parked_jobs)::int as parked,
    ((select count(*) from jobs where state in ('created', 'retry', 'active')) + (select count(*) from platform.unrelayed_events))::int as unfinished,
    (select count(*) from beats where before > token)::int as overlaps,
    (select count(*) from beats where before < token)::int as handovers`

/** Asks past every policy. @throws when the database does not answer right now */
export async function judge(databaseUrl: string): Promise<Verdict> {
  const [verdict] = await ask<Verdict>(databaseUrl, VERDICT, [SUBSCRIBERS])
  if (verdict === undefined) throw new Error('The database gave no verdict.')
  return verdict
}

/** After how many seconds without a sign of life a worker is taken for dead, for jobs to come. */
export async function setHeartbeat(databaseUrl: string, seconds: number): Promise<void> {
  await ask(databaseUrl, 'update pgboss.queue set heartbeat_seconds = $1', [seconds])
}

async function ask<Row extends object>(url: string, text: string, values: unknown[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Row>(text, values)).rows
  } finally {
    await client.end()
  }
}

/** What went wrong, in words; nothing when all is well. */
export function faults(verdict: Verdict, expectedEvents: number): string[] {
  const { events, effects, handovers: _, ...mustBeZero } = verdict
  return [
    ...(events === expectedEvents ? [] : [`${expectedEvents} events were to be emitted, and ${events} were`]),
    ...(effects === expectedEvents * SUBSCRIBERS.length
      ? []
      : [`${expectedEvents * SUBSCRIBERS.length} effects were due, and ${effects} happened`]),
    ...Object.entries(mustBeZero)
      .filter(([, count]) => count !== 0)
      .map(([what, count]) => `${what}: ${count}`),
  ]
}
