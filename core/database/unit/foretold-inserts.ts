import { isDatabaseError } from '../errors/database-error.ts'
import type { ConnectionPool } from '../statements/connection-pool.ts'
import { roleStatement, type Settings, settingsForRows } from '../statements/settings.ts'
import { rowsOf, type Statement } from '../statements/statement.ts'
import { type Announcement, announceRows } from './announced-rows.ts'
import type { KnownInsert } from './known-insert.ts'

/** An insert whose events are written without waiting for its row. */
export interface ForetoldInsert {
  readonly insert: KnownInsert
  readonly values: readonly unknown[]
  readonly settings: Settings
  readonly announcement: Announcement
}

/** A row as it was written, and the ids of its events. */
export interface AnnouncedRow {
  readonly row: object | undefined
  readonly eventIds: readonly string[]
}

/** One that has to wait for others' locks holds up nobody but itself: it is run alone then, without this limit. */
const lockLimit: Statement = {
  text: "select where set_config('lock_timeout', '25ms', true) is null",
  name: 'wasla_lock_limit',
}

/** Raised by the audit: of changes that a trigger made of several rows nobody knows whose request they belong to. */
const SEVERAL_REQUESTS = 'WA005'

/**
 * Inserts of one organization and plugin in one message, which is one transaction. Those of the same actor into the same
 * columns are one statement, and all that is announced is another.
 * @throws DatabaseError; then none was done
 */
export async function insertAndAnnounce(
  pool: ConnectionPool,
  commands: readonly ForetoldInsert[],
): Promise<AnnouncedRow[]> {
  const parts = [...Map.groupBy(commands.entries(), partOf).values()]
  const ordered = parts.flat()
  const statements = [
    ...(commands.length > 1 ? [lockLimit] : []),
    ...parts.flatMap(inserting),
    roleStatement('none', true),
    announceRows(ordered.map(([, { announcement }]) => announcement)),
  ]
  const results = await pool.run(statements).catch((error: unknown) => {
    if (isDatabaseError(error) && error.code === SEVERAL_REQUESTS)
      for (const { insert } of commands) insert.shares = false
    throw error
  })
  const first = commands.length > 1 ? 2 : 1
  const rows = parts.flatMap((_part, index) => rowsOf<object>(results, first + 2 * index))
  const events = rowsOf<{ id: string }>(results, statements.length - 1)
  const answers: AnnouncedRow[] = []
  for (const [place, [index, { announcement }]] of ordered.entries())
    answers[index] = {
      row: rows[place],
      eventIds: events.splice(0, announcement.unit.events.length).map(({ id }) => id),
    }
  return answers
}

type Numbered = readonly [index: number, command: ForetoldInsert]

/** What must be the same for two to be one statement. */
function partOf([index, { insert, settings }]: Numbered): string {
  return `${settings.actorId} ${settings.ownOnly} ${insert.shares ? '' : index} ${insert.text}`
}

function inserting(part: readonly Numbered[]): Statement[] {
  const [[, { insert, settings }]] = part as readonly [Numbered]
  return [
    settingsForRows(
      settings,
      part.map(([, one]) => one.settings.requestId),
    ),
    insert.statement(part.map(([, { values }]) => values)),
  ]
}
