import { parseArgs } from 'node:util'
import { checkSchema } from './check-schema.ts'

const { values, positionals } = parseArgs({
  options: { database: { type: 'string' } },
  allowPositionals: true,
})
const server = values.database ? undefined : await (await import('@wasla/host')).startTemporaryPostgres()

try {
  const adminUrl = values.database ?? server?.url ?? ''
  const { plugins, migrations, tables, findings } = await checkSchema(
    positionals[0] ?? process.cwd(),
    adminUrl,
  )
  for (const finding of findings) console.error(finding)
  console.log(
    `schema: ${plugins} plugins, ${migrations} migrations, ${tables} tenant tables, ${findings.length} findings`,
  )
  process.exitCode = plugins > 0 && findings.length === 0 ? 0 : 1
} finally {
  await server?.stop()
}
