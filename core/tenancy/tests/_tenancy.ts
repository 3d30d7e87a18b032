import { bootstrap, migrate } from '@wasla/migrations'
import { manifestSchema, type Logger, type Manifest, type ManifestInput } from '@wasla/sdk'
import pg from 'pg'
import { createTestDatabase } from '../../tests/_test-database.ts'
import { createPlatformDatabase } from '../../database/platform-database.ts'
import { ConnectionPool } from '../../database/statements/connection-pool.ts'

export const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

export function manifest(id: string, rest: Partial<ManifestInput> = {}): Manifest {
  return manifestSchema.parse({
    id,
    version: '1.0.0',
    name: { en: id, ar: id },
    description: { en: `The module ${id}`, ar: `وحدة ${id}` },
    sdk: 1,
    ...rest,
  })
}

/** A database with the platform's real schema, and the modules of the given manifests known to it. */
export async function createTenancyDatabase(manifests: readonly Manifest[]) {
  const database = await createTestDatabase()
  const { appUrl } = await bootstrap({ adminUrl: database.adminUrl })
  await migrate({ adminUrl: database.adminUrl, plugins: [] })
  const admin = new pg.Pool({ connectionString: database.adminUrl, max: 2 })
  admin.on('error', () => {})
  for (const each of manifests) {
    await admin.query('insert into platform.modules (id, version, manifest, sdk) values ($1, $2, $3, $4)', [
      each.id,
      each.version,
      each,
      each.sdk,
    ])
  }
  const pools = ['statements', 'transactions'].map(
    (name) => new ConnectionPool({ url: appUrl, size: 5, log: silent, name }),
  )
  const platform = createPlatformDatabase({ pool: pools[0]!, transactionPool: pools[1]! })
  return {
    adminUrl: database.adminUrl,
    appUrl,
    admin,
    platform,
    async createOrganization(name = 'Northwind'): Promise<string> {
      const { rows } = await admin.query(
        'insert into platform.organizations (name) values ($1) returning id',
        [name],
      )
      return rows[0].id
    },
    /** A toggle as the use case writes it, without its checks. */
    async toggle(organizationId: string, moduleId: string, active: boolean): Promise<number> {
      return platform.transaction(async (query) => {
        const [row] = await query<{ version: string }>(
          'update platform.toggle_version set version = version + 1 returning version',
        )
        await query(
          `insert into platform.organization_modules (organization_id, module_id, active, version) values ($1, $2, $3, $4)
           on conflict (organization_id, module_id) do update set active = excluded.active, version = excluded.version`,
          [organizationId, moduleId, active, row!.version],
        )
        await query(`select pg_notify('wasla_toggles', 'toggle:' || $1)`, [row!.version])
        return Number(row!.version)
      })
    },
    async close(): Promise<void> {
      await Promise.all(pools.map((pool) => pool.close()))
      await admin.end()
      await database.drop()
    },
  }
}

export type TenancyDatabase = Awaited<ReturnType<typeof createTenancyDatabase>>
