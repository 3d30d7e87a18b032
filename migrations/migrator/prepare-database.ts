import pg from 'pg'

const extensions = ['pg_trgm', 'unaccent', 'btree_gin']

/** What a database needs before any migration: schemas, extensions and the table of migrations. */
export async function prepareDatabase(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>('select current_database() as name')
  const database = pg.escapeIdentifier(rows[0]?.name ?? '')
  await client.query(`
    begin;
    grant connect on database ${database} to wasla_app;
    create schema if not exists extensions;
    grant usage on schema extensions to public;
    ${extensions.map((name) => `create extension if not exists ${name} schema extensions;`).join('\n')}
    create schema if not exists platform authorization wasla_owner;
    create schema if not exists pgboss authorization wasla_owner;
    set local role wasla_owner;
    grant usage on schema platform, pgboss to wasla_app, wasla_system;
    create table if not exists platform.migrations (
      plugin_id text not null,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default now(),
      duration_ms int not null,
      primary key (plugin_id, name)
    );
    commit;`)
}

/** A plugin's schema, which belongs to the owner of all objects. */
export async function prepareSchema(client: pg.Client, schema: string, role: string): Promise<void> {
  await client.query(`
    begin;
    create schema if not exists ${pg.escapeIdentifier(schema)} authorization wasla_owner;
    set local role wasla_owner;
    grant usage on schema ${pg.escapeIdentifier(schema)} to ${pg.escapeIdentifier(role)}, wasla_system;
    commit;`)
}
