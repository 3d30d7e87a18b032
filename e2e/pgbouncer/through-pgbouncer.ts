/** What a host is told where every host of the suite stands behind PgBouncer: past it goes only what needs a connection of its own. */
export function throughPgbouncer({
  DATABASE_URL: url,
}: Readonly<Record<string, string>>): Record<string, string> {
  const port = process.env['WASLA_TEST_PGBOUNCER_PORT']
  if (port === undefined || url === undefined) return {}
  const behind = new URL(url)
  behind.host = `127.0.0.1:${port}`
  return { DATABASE_URL: behind.href, DATABASE_DIRECT_URL: url, DATABASE_POOLED: 'true' }
}
