import { describe, expect, test } from 'vitest'
import { lintMigration, lintMigrationFiles } from './lint-migration.ts'

const codes = async (sql: string, file = '0002_change.sql') =>
  (await lintMigration(sql, { plugin: 'crm', file, sharedTables: ['countries'] })).map(({ code }) => code)

const clean = `
create table crm.customers (
  id uuid primary key default uuidv7(),
  organization_id uuid,
  email text,
  country_code text references countries (code),
  parent_id uuid,
  unique (organization_id, id),
  unique (organization_id, email),
  foreign key (organization_id, parent_id) references customers (organization_id, id) on delete set null (parent_id)
);
create table moods (code text primary key);
comment on table moods is 'wasla:shared';
create index on customers using gin (email extensions.gin_trgm_ops);
create unique index customers_email_idx on customers (organization_id, lower(email)) where email is not null;
alter table customers add column rating int check (rating between 1 and 5), add unique (organization_id, rating);
create type stage as enum ('new', 'won');
create function crm.half(value int) returns int language sql immutable as 'select value / 2';
create view named with (security_invoker = true) as select id, email from customers where email is not null;
comment on column crm.customers.email is 'lower case';
drop index customers_email_idx;
select platform.define_search('crm.customers', array['email']);
select platform.protect_table('customers');
`

test('a migration that keeps the rules has no findings', async () => {
  expect(await lintMigration(clean, { plugin: 'crm', sharedTables: ['countries'] })).toEqual([])
  expect(await codes('update customers set email = lower(email);', '0003_lower.data.sql')).toEqual([])
  expect(
    await codes(
      '-- wasla:no-transaction\ncreate index concurrently i on customers (organization_id, email);',
    ),
  ).toEqual([])
})

const table = (columns: string) =>
  `create table things (id uuid primary key, organization_id uuid, ${columns})`

const planted: Record<string, string[]> = {
  foreign_schema: [
    'alter table ticketing.tickets add column x int',
    'create table ticketing.things (id uuid primary key, organization_id uuid)',
    'create view v with (security_invoker = true) as select * from platform.users',
    'create index on pgboss.job (name)',
    `select platform.isolate_table('things')`,
    `select platform.define_search('ticketing.tickets', array['subject'])`,
    'select pgboss.create_queue(null, null)',
    table('stage ticketing.stage'),
    table('x uuid, foreign key (organization_id, x) references ticketing.tickets (organization_id, id)'),
    'drop index ticketing.tickets_idx',
    'drop function ticketing.f(int)',
    `create type ticketing.mood as enum ('x')`,
    `comment on table ticketing.tickets is 'x'`,
    `comment on column ticketing.tickets.subject is 'x'`,
    `create trigger t after insert on things for each row execute function ticketing.f()`,
    `create function f() returns ticketing.tickets language sql as 'select 1'`,
  ],
  drop_without_marker: [
    'drop table customers',
    'alter table customers drop column email',
    'drop type stage',
    'drop view named',
    'truncate customers',
  ],
  rename_without_marker: [
    'alter table customers rename to clients',
    'alter table customers rename column email to mail',
  ],
  dml_as_owner: [
    `insert into customers (email) values ('x')`,
    'update customers set email = null',
    'delete from customers',
    'with gone as (delete from customers returning id) select * from gone',
    'copy customers from stdin',
  ],
  ddl_in_data_file: [],
  statement_not_allowed: [
    `do $$ begin delete from customers; end $$`,
    'create extension hstore',
    'create materialized view m as select 1',
    'create table copied as select * from customers',
    'vacuum customers',
    'select fill_customers()',
    'create rule r as on insert to customers do nothing',
  ],
  organization_id_missing: [
    'create table things (id uuid primary key)',
    'create table things (id uuid primary key, organization_id text)',
  ],
  key_without_organization: [
    table('email text unique'),
    table('email text, unique (email)'),
    table('email text, unique (email, organization_id)'),
    'create table things (code text primary key, organization_id uuid)',
    'create unique index on customers (email)',
    'create unique index on customers (lower(email))',
    'alter table customers add unique (email)',
    'alter table customers add column code text unique',
    'alter table customers add exclude using gist (email with =)',
  ],
  foreign_key_without_organization: [
    table('customer_id uuid references customers (id)'),
    table('customer_id uuid references customers'),
    table('customer_id uuid, foreign key (customer_id) references customers (id)'),
    table('customer_id uuid, foreign key (organization_id, customer_id) references customers'),
    'alter table customers add column parent_id uuid references customers (id)',
    'alter table customers add foreign key (parent_id) references customers (id)',
  ],
  set_null_clears_organization: [
    table(
      'c uuid, foreign key (organization_id, c) references customers (organization_id, id) on delete set null',
    ),
  ],
  privilege_change: [
    'grant select on customers to public',
    'revoke all on customers from public',
    'grant wasla_owner to wasla_app',
    'create role x',
    'alter role x superuser',
    'alter table customers owner to x',
    'alter function f() owner to x',
    'alter default privileges grant select on tables to public',
  ],
  role_change: [
    'set role wasla_system',
    'set local row_security = off',
    'reset role',
    'set search_path = platform',
    `select set_config('role', 'none', true)`,
  ],
  transaction_control: ['begin', 'commit', 'savepoint a'],
  schema_change: ['create schema other', 'alter table customers set schema crm'],
  row_security_change: [
    'alter table customers disable row level security',
    'alter table customers no force row level security',
    'create policy p on customers using (true)',
    'drop policy tenant on customers',
    'drop trigger audit_insert on customers',
    'alter table customers disable trigger all',
  ],
  security_definer: [`create function f() returns int language sql security definer as 'select 1'`],
  view_with_owner_rights: [
    'create view v as select 1',
    'create view v with (security_invoker = false) as select 1',
  ],
  concurrently_in_transaction: ['create index concurrently i on customers (organization_id, email)'],
  migration_syntax_error: ['create tabel x (id uuid)'],
}

describe('planted violations', () => {
  for (const [code, statements] of Object.entries(planted)) {
    for (const sql of statements)
      test(`${code}: ${sql}`, async () => expect(await codes(sql)).toContain(code))
  }

  test('ddl_in_data_file: a definition among rows', async () => {
    expect(await codes(table('x int'), '0003_fill.data.sql')).toContain('ddl_in_data_file')
  })

  test('no_transaction_too_wide: anything but an index beside a concurrent index', async () => {
    expect(await codes(`-- wasla:no-transaction\n${table('x int')}`)).toContain('no_transaction_too_wide')
  })

  test('file_name and duplicate_number', async () => {
    const empty = (name: string) => ({ name, sql: '' })
    const findings = await lintMigrationFiles(
      [empty('0001_a.sql'), empty('0001_b.sql'), empty('2_c.sql')],
      'crm',
    )
    expect(findings.map(({ code, file }) => `${code} ${file}`)).toEqual([
      'duplicate_number 0001_b.sql',
      'file_name 2_c.sql',
    ])
  })
})

test('a marker with a reason allows a contraction, one without does not', async () => {
  expect(await codes('-- wasla:contract nobody reads it since 1.4\ndrop table customers')).toEqual([])
  expect(await codes('-- wasla:contract\ndrop table customers')).toEqual(['drop_without_marker'])
})

test('a finding names file and line, also behind letters of several bytes', async () => {
  const sql = `-- العملاء\n\ncreate table things (\n  id uuid primary key,\n  organization_id uuid,\n  email text unique\n);\n`
  expect(await lintMigration(sql, { plugin: 'crm', file: '0004_things.sql' })).toMatchObject([
    { code: 'key_without_organization', file: '0004_things.sql', line: 6 },
  ])
})

test('a table marked as shared in an earlier file is known in later ones', async () => {
  const findings = await lintMigrationFiles(
    [
      {
        name: '0001_a.sql',
        sql: `create table countries (code text primary key); comment on table countries is 'wasla:shared';`,
      },
      { name: '0002_b.sql', sql: table('country text references countries (code)') },
    ],
    'crm',
  )
  expect(findings).toEqual([])
})
