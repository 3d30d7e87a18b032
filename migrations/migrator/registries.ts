import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import type { SchemaState } from './schema-state.ts'
import { asOwner } from './transaction.ts'
import type { PluginMigrations, QueueRecord } from './types.ts'

/** Whether the platform's tables already say what a plugin declares. */
export function registriesCurrent(state: SchemaState, plugin: PluginMigrations): boolean {
  const stored = {
    manifest: state.modules[plugin.id],
    subscribers: byName(
      state.subscribers
        .filter((row) => row.plugin_id === plugin.id)
        .map(({ name, event, queue, version }) => ({ name, event, queue, version })),
    ),
    queues: byName(
      state.queues
        .filter((row) => row.plugin_id === plugin.id)
        .map(({ queue, options }) => ({ name: queue, options })),
    ),
  }
  return isDeepStrictEqual(stored, {
    manifest: asJson(plugin.manifest),
    subscribers: plugin.subscribers ? byName(asJson(plugin.subscribers)) : stored.subscribers,
    queues:
      plugin.subscribers || plugin.queues
        ? byName(asJson(queuesOf(plugin)).map(({ queue, options }) => ({ name: queue, options })))
        : stored.queues,
  })
}

/** Every queue a plugin needs: its own, those of its subscribers, and their dead-letter queues first. */
function queuesOf({ queues = [], subscribers = [] }: PluginMigrations): Required<QueueRecord>[] {
  const declared = new Map(queues.map(({ queue, options = {} }) => [queue, options]))
  for (const { queue } of subscribers) if (!declared.has(queue)) declared.set(queue, {})
  const deadLetters = [...declared.values()]
    .map(({ deadLetter }) => deadLetter)
    .filter((name) => typeof name === 'string')
  for (const name of deadLetters) if (!declared.has(name)) declared.set(name, {})
  return [...declared]
    .map(([queue, options]) => ({ queue, options }))
    .sort((a, b) => Number('deadLetter' in a.options) - Number('deadLetter' in b.options))
}

/** Writes manifest, subscribers and queues of one plugin in one transaction. */
export async function writeRegistries(client: pg.Client, plugin: PluginMigrations): Promise<void> {
  await asOwner(client, async () => {
    await writeModule(client, plugin)
    if (plugin.subscribers) await writeSubscribers(client, plugin.id, plugin.subscribers)
    if (plugin.subscribers || plugin.queues) await writeQueues(client, plugin.id, queuesOf(plugin))
  })
}

async function writeModule(client: pg.Client, { id, manifest }: PluginMigrations): Promise<void> {
  await client.query(
    `insert into platform.modules (id, version, manifest, sdk) values ($1, $2, $3, $4)
     on conflict (id) do update
       set version = excluded.version, manifest = excluded.manifest, sdk = excluded.sdk, removed_at = null`,
    [id, manifest.version, manifest, manifest.sdk],
  )
}

async function writeSubscribers(client: pg.Client, plugin: string, subscribers: object[]): Promise<void> {
  const rows = JSON.stringify(subscribers)
  await client.query(
    `delete from platform.event_subscribers where plugin_id = $1
       and name not in (select name from jsonb_to_recordset($2::jsonb) as s (name text))`,
    [plugin, rows],
  )
  await client.query(
    `insert into platform.event_subscribers (name, plugin_id, event, queue, version)
     select name, $1, event, queue, version
     from jsonb_to_recordset($2::jsonb) as s (name text, event text, queue text, version int)
     on conflict (name) do update set plugin_id = excluded.plugin_id, event = excluded.event,
       queue = excluded.queue, version = excluded.version`,
    [plugin, rows],
  )
}

// A queue that is no longer declared leaves the registry, but stays in pg-boss with the jobs in it.
async function writeQueues(
  client: pg.Client,
  plugin: string,
  queues: Required<QueueRecord>[],
): Promise<void> {
  await client.query('delete from platform.job_queues where plugin_id = $1 and queue <> all ($2)', [
    plugin,
    queues.map(({ queue }) => queue),
  ])
  for (const { queue, options } of queues) {
    await client.query(
      `insert into platform.job_queues (queue, plugin_id, options) values ($1, $2, $3)
       on conflict (queue) do update set plugin_id = excluded.plugin_id, options = excluded.options`,
      [queue, plugin, options],
    )
    await client.query('select pgboss.create_queue($1, $2)', [queue, { policy: 'standard', ...options }])
    await client.query(
      `update pgboss.queue set
         retry_limit = coalesce(($2::jsonb ->> 'retryLimit')::int, retry_limit),
         retry_delay = coalesce(($2::jsonb ->> 'retryDelay')::int, retry_delay),
         retry_backoff = coalesce(($2::jsonb ->> 'retryBackoff')::bool, retry_backoff),
         retry_delay_max = coalesce(($2::jsonb ->> 'retryDelayMax')::int, retry_delay_max),
         expire_seconds = coalesce(($2::jsonb ->> 'expireInSeconds')::int, expire_seconds),
         retention_seconds = coalesce(($2::jsonb ->> 'retentionSeconds')::int, retention_seconds),
         deletion_seconds = coalesce(($2::jsonb ->> 'deleteAfterSeconds')::int, deletion_seconds),
         heartbeat_seconds = coalesce(($2::jsonb ->> 'heartbeatSeconds')::int, heartbeat_seconds),
         policy = coalesce($2::jsonb ->> 'policy', policy),
         dead_letter = coalesce($2::jsonb ->> 'deadLetter', dead_letter)
       where name = $1`,
      [queue, options],
    )
  }
}

function byName<T extends { name: string }>(rows: T[]): T[] {
  return rows.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

function asJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}
