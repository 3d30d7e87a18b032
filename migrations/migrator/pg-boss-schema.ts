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
    // Enforced, each job would lock its queue's only row, on which all transactions of the host then meet; whoever
    // writes jobs looks the queue up first.
    await client.query(`
      alter table pgboss.job_common alter constraint q_fkey not enforced;
      alter table pgboss.job_common alter constraint dlq_fkey not enforced;
      grant select, insert, update, delete on all tables in schema pgboss to wasla_app, wasla_system;
      grant usage on all sequences in schema pgboss to wasla_app, wasla_system;
      alter default privileges in schema pgboss
        grant select, insert, update, delete on tables to wasla_app, wasla_system`)
  } finally {
    await client.query('reset role')
  }
}
