import pg from 'pg'
import { COUNTRIES, customersOf } from './seed.ts'

/** How much a database holds. */
export interface Size {
  readonly organizations: number
  /** Customers, of all of them together. */
  readonly rows: number
}

/** Adds organizations with all modules on and equally many customers each, until there are so many of both. */
export async function grow(databaseUrl: string, size: Size): Promise<void> {
  const database = new pg.Client({ connectionString: databaseUrl })
  await database.connect()
  try {
    await database.query(`
      set session_replication_role = replica;
      set maintenance_work_mem = '1GB';
      set max_parallel_maintenance_workers = 2`)
    const { rows: held } = await database.query<{ organizations: string; rows: string }>(
      `select (select count(*) from platform.organizations) as organizations, (select count(*) from crm.customers) as rows`,
    )
    const organizations = size.organizations - Number(held[0]?.organizations)
    if (organizations <= 0) return
    const each = Math.ceil((size.rows - Number(held[0]?.rows)) / organizations)
    // Filling them row by row would take longer than all else.
    const { rows: indexes } = await database.query<{ name: string; definition: string }>(
      `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition from pg_index
       where indrelid = 'crm.customers'::regclass and not indisunique`,
    )
    for (const { name } of indexes) await database.query(`drop index ${name}`)
    const { rows: added } = await database.query<{ id: string }>(
      `with added as (
         insert into platform.organizations (name) select 'Organization ' || n from generate_series(1, ${organizations}) as n returning id
       ), switched as (
         insert into platform.organization_modules (organization_id, module_id, active, version)
         select added.id, modules.id, true, 0 from added, platform.modules
       )
       select id from added`,
    )
    const ids = added.map(({ id }) => id)
    const half = Math.ceil(ids.length / 2)
    await Promise.all([fill(databaseUrl, ids.slice(0, half), each), fill(databaseUrl, ids.slice(half), each)])
    for (const { definition } of indexes) await database.query(definition)
    await database.query(
      'vacuum analyze crm.customers, platform.organizations, platform.organization_modules',
    )
  } finally {
    await database.end()
  }
}

/** Takes from the bare server's table what was created in it: with more rows its own list costs more, and it is what the cost is compared with. */
export async function takeCreatedAway(databaseUrl: string): Promise<void> {
  const database = new pg.Client({ connectionString: databaseUrl })
  await database.connect()
  try {
    await database.query(`delete from bench.customers where company_name like 'New company %'`)
    await database.query('vacuum analyze bench.customers')
  } finally {
    await database.end()
  }
}

/** On a connection of its own, so that two of them keep two processors busy. */
async function fill(
  databaseUrl: string,
  organizationIds: readonly string[],
  customers: number,
): Promise<void> {
  const database = new pg.Client({ connectionString: databaseUrl })
  await database.connect()
  try {
    await database.query('set session_replication_role = replica')
    await database.query(
      `${customersOf('added.id')} from unnest($2::uuid[]) as added(id), generate_series(1, ${customers}) as n`,
      [COUNTRIES, organizationIds],
    )
  } finally {
    await database.end()
  }
}
