import type pg from 'pg'
import { getConstructionPlans, getMigrationPlans } from 'pg-boss'
import packageJson from 'pg-boss/package.json' with { type: 'json' }

/** The version of its schema that the installed pg-boss wants. */
export const bossSchemaVersion = packageJson.pgboss.schema

/** Builds or upgrades pg-boss's schema by its own plans, which bring their transaction with them. */
export async function migrateBossSchema(client: pg.Client, currentVersion: number): Promise<void> {
  if (currentVersion >= bossSchemaVersion) return
  const plans =
    currentVersion === 0
      ? getConstructionPlans('pgboss', { createSchema: false })
      : getMigrationPlans('pgboss', currentVersion)
  await client.query('set role wasla_owner')
  try {
    await client.query(plans)
    await client.query(`
      grant select, insert, update, delete on all tables in schema pgboss to wasla_app, wasla_system;
      grant usage on all sequences in schema pgboss to wasla_app, wasla_system;
      alter default privileges in schema pgboss
        grant select, insert, update, delete on tables to wasla_app, wasla_system`)
  } finally {
    await client.query('reset role')
  }
}
