import { Client } from 'pg'

/** The exclusive right of one process to a cluster; the server itself takes it back when the process dies. */
export interface HostLock {
  /** Resolves when the connection that holds the lock breaks, which means that the server is gone. */
  lost: Promise<void>
}

// "wasl", "host": advisory locks are named by numbers.
const key = [0x7761_736c, 0x686f_7374]
const pause = 100

/**
 * Takes the lock, or tells who holds it.
 *
 * @param patience milliseconds to wait for it: the server may need a moment to notice that its holder was killed
 */
export async function takeHostLock(
  url: string,
  name: string,
  patience: number,
): Promise<HostLock | { heldBy: string }> {
  const client = new Client({
    connectionString: url,
    application_name: `${name}, process ${process.pid}`.slice(0, 63),
    keepAlive: true,
  })
  const lost = new Promise<void>((resolve) => client.once('end', resolve))
  client.on('error', () => undefined) // followed by 'end'
  await client.connect()
  for (const deadline = Date.now() + patience; ; ) {
    const { rows } = await client.query<{ taken: boolean }>(
      'select pg_try_advisory_lock($1, $2) as taken',
      key,
    )
    if (rows[0]?.taken) return { lost }
    if (Date.now() > deadline) break
    await new Promise((wake) => setTimeout(wake, pause))
  }
  const { rows } = await client.query<{ holder: string }>(
    `select a.application_name as holder from pg_locks l join pg_stat_activity a using (pid)
     where l.locktype = 'advisory' and l.granted and l.classid = $1 and l.objid = $2 and l.objsubid = 2`,
    key,
  )
  await client.end()
  return { heldBy: rows[0]?.holder ?? 'another process' }
}
