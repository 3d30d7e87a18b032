import type { Config } from '../config/config.schema.ts'
import { type OpenDatabase, openDatabase } from '../database/open-database.ts'

/** Opens the database of the settings for one command, beside a host that may be running, and closes it after. */
export async function withDatabase<Result>(
  config: Config,
  command: string,
  use: (database: OpenDatabase) => Promise<Result>,
): Promise<Result> {
  const database = await openDatabase(config, { name: `wasla ${command}`, shared: true })
  try {
    return await use(database)
  } finally {
    await database.close()
  }
}
