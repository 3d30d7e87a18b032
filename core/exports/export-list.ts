import { Readable } from 'node:stream'
import { CSV_BEGIN, csvLine } from '../files/csv.ts'
import { storeFile, type FileDependencies } from '../files/store-file.ts'
import type { ClaimedTask } from '../tasks/task-records.ts'
import type { TaskRun } from '../tasks/task-worker.ts'
import type { ExportOrder } from './exports.schema.ts'
import { readList, type ListPages, type ListReader } from './read-list.ts'

/** Who asked for it downloads it at once, or comes back on the same day. */
export const KEPT_MS = 86_400_000

export interface ExportInput extends Omit<ExportOrder, 'list'> {
  readonly reader: ListReader
}

/** Writes a list into a CSV file that belongs to whoever asked, and is thrown away after a day. */
export async function exportList(
  files: FileDependencies,
  server: ListPages['server'],
  { subject, organizationId, requestedBy, input }: ClaimedTask,
  run: TaskRun,
): Promise<void> {
  const { columns, ...order } = input as ExportInput
  let rows = 0
  async function* lines(): AsyncGenerator<Buffer> {
    yield Buffer.from(CSV_BEGIN + csvLine(columns.map(({ header }) => header)))
    for await (const entries of readList({
      ...order,
      platform: files.platform,
      server,
      signal: run.signal,
    })) {
      const text = entries.map((entry) => csvLine(columns.map(({ fields }) => valueOf(entry, fields))))
      yield Buffer.from(text.join(''))
      rows += entries.length
      await run.progress(rows)
    }
  }
  const file = await storeFile(
    files,
    { organizationId, plugin: 'platform', uploadedBy: requestedBy },
    {
      name: `${subject}-${new Date().toISOString().slice(0, 10)}.csv`,
      contentType: 'text/csv',
      body: Readable.from(lines()),
      expiresAt: new Date(Date.now() + KEPT_MS),
    },
  )
  await run.finish({ processed: rows, fileId: file.id })
}

/** The first value that is there. Lists of words stand in one cell. */
function valueOf(entry: Readonly<Record<string, unknown>>, fields: readonly string[]): unknown {
  for (const field of fields) {
    const value = field
      .split('.')
      .reduce<unknown>((part, name) => (part as Record<string, unknown> | null | undefined)?.[name], entry)
    if (value !== null && value !== undefined) return Array.isArray(value) ? value.join(' ') : value
  }
  return null
}
