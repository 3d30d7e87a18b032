import pg from 'pg'
import { TestClient } from '@wasla/host/testing'

/** What the load is about. */
export interface Workload {
  readonly organizationId: string
  readonly token: string
  /** Of 500 customers, spread over the table. */
  readonly customerIds: readonly string[]
}

const ADMINISTRATOR = { email: 'ben@example.com', password: 'correct horse battery staple' }
const CUSTOMERS = 10_000
const ACTIVITIES_EACH = 3
const OTHER_ORGANIZATIONS = 20
const CUSTOMERS_OF_OTHERS = 100
export const COUNTRIES = [
  'Germany',
  'Mexico',
  'Sweden',
  'France',
  'Spain',
  'Canada',
  'Argentina',
  'Brazil',
  'Austria',
  'Italy',
  'Portugal',
  'USA',
  'Venezuela',
  'Ireland',
  'Belgium',
  'Norway',
  'Denmark',
  'Finland',
  'Poland',
  'Egypt',
]

/** Registers the organization that is measured, with its modules on. */
export async function register(origin: string): Promise<Omit<Workload, 'customerIds'>> {
  const client = new TestClient(origin)
  const { status, body } = await client.call('POST', '/auth/register', {
    body: { organizationName: 'Bench', fullName: 'Ben Ch', ...ADMINISTRATOR },
  })
  if (status !== 201) throw new Error(`The bench's organization was not registered: ${JSON.stringify(body)}`)
  client.token = body.accessToken
  for (const module of ['crm', 'ticketing', 'probe']) {
    const switched = await client.call('PUT', `/modules/${module}?wait=acknowledged`, {
      body: { active: true },
    })
    if (switched.status !== 200)
      throw new Error(`"${module}" was not switched on: ${JSON.stringify(switched.body)}`)
  }
  return { organizationId: body.organization.id, token: body.accessToken }
}

/** The same load under a token of its own: one lasts fifteen minutes, and filling a large database may take longer. */
export async function signedInAnew(origin: string, workload: Workload): Promise<Workload> {
  const { status, body } = await new TestClient(origin).call('POST', '/auth/login', { body: ADMINISTRATOR })
  if (status !== 200) throw new Error(`The bench could not sign in again: ${JSON.stringify(body)}`)
  return { ...workload, token: body.accessToken }
}

/** Inserts customers of an organization, for numbers `n`; $1 are the countries. */
export const customersOf = (organization: string): string => `
  insert into crm.customers (organization_id, company_name, contact_name, contact_title, email, address, city, postal_code, country)
  select ${organization}, 'Company ' || n, 'Contact of ' || n, 'Owner', 'contact' || n || '@example.com', n || ' Main Street', 'City ' || n % 97,
    lpad(n::text, 5, '0'), ($1::text[])[1 + n % ${COUNTRIES.length}]`

/**
 * Gives it its rows, other organizations theirs, and the bare server a copy.
 * @returns ids of some of its customers
 */
export async function insertRows(databaseUrl: string, organizationId: string): Promise<string[]> {
  const database = new pg.Client({ connectionString: databaseUrl })
  const other = new pg.Client({ connectionString: databaseUrl })
  await Promise.all([database.connect(), other.connect()])
  try {
    // Without triggers: what the audit would record of ten thousand inserts is not what is measured.
    await database.query(`set session_replication_role = replica`)
    await database.query(
      `${customersOf('other.id')}
      from (select gen_random_uuid() as id from generate_series(1, ${OTHER_ORGANIZATIONS})) as other,
        generate_series(1, ${CUSTOMERS_OF_OTHERS}) as n`,
      [COUNTRIES],
    )
    await database.query(`${customersOf('$2::uuid')} from generate_series(1, ${CUSTOMERS}) as n`, [
      COUNTRIES,
      organizationId,
    ])
    await database.query(`
      create schema bench;
      create table bench.customers (like crm.customers including defaults including constraints including generated including indexes);
      create table bench.activities (like crm.activities including defaults including constraints including indexes)`)
    await Promise.all([copyRows(other, 'customers'), insertActivities(database)])
    await database.query('vacuum analyze crm.customers, crm.activities, bench.customers, bench.activities')
    const { rows } = await database.query<{ id: string }>(
      'select id from crm.customers tablesample bernoulli (20) repeatable (1) where organization_id = $1 limit 500',
      [organizationId],
    )
    return rows.map(({ id }) => id)
  } finally {
    await Promise.all([database.end(), other.end()])
  }
}

async function insertActivities(database: pg.Client): Promise<void> {
  await database.query(
    `insert into crm.activities (organization_id, customer_id, kind, subject, occurred_at)
     select organization_id, id, 'note', 'Note ' || n || ' about ' || company_name, now() - n * interval '1 day'
     from crm.customers, generate_series(1, ${ACTIVITIES_EACH}) as n`,
  )
  await copyRows(database, 'activities')
}

async function copyRows(database: pg.Client, table: string): Promise<void> {
  const { rows } = await database.query<{ names: string }>(
    `select string_agg(quote_ident(attname), ', ') as names from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [`crm.${table}`],
  )
  const names = rows[0]?.names
  await database.query(`insert into bench.${table} (${names}) select ${names} from crm.${table} order by id`)
}
