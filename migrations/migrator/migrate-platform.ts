import type pg from 'pg'
import { applyFile } from './apply-file.ts'
import { locateError } from './failure.ts'
import { migrateBossSchema } from './pg-boss-schema.ts'
import type { Plan } from './plan.ts'
import { prepareDatabase } from './prepare-database.ts'
import type { AppliedFile } from './types.ts'

/** The platform's own files, then pg-boss's schema. Nothing works without them, so a failure throws. */
export async function migratePlatform(
  client: pg.Client,
  plan: Plan,
  applied: (file: AppliedFile) => void,
): Promise<void> {
  await prepareDatabase(client)
  for (const file of plan.platform) {
    try {
      const milliseconds = await applyFile(client, file, {
        plugin: 'platform',
        schema: 'platform',
        protect: false,
      })
      applied({ plugin: 'platform', file: file.name, milliseconds })
    } catch (error) {
      throw locateError(error, 'platform', file.name)
    }
  }
  await migrateBossSchema(client, plan.bossVersion)
}
