import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { createMigration, lintPlugin } from '@wasla/migrations'
import type { Command } from 'commander'
import { entityChanges } from '../plugins/entity-changes.ts'
import { findPlugin, identifyPlugins, pluginSources } from '../plugins/plugin-sources.ts'

/** `wasla migration create <plugin> <name>` and `wasla migration lint [plugin]` */
export function addMigration(program: Command): void {
  const migration = program.command('migration').description('for the authors of plugins')
  migration
    .command('create')
    .description('write the next migration of one plugin')
    .argument('<plugin>', 'the id of the plugin')
    .argument('<name>', 'what it does, such as add-labels, or fill-labels.data for rows')
    .option('--from <file>', 'a file with its SQL; without it, the SQL is what the entities ask for')
    .action(create)
  migration
    .command('lint')
    .description('check the migrations of one plugin, or of all')
    .argument('[plugin]', 'the id of the plugin')
    .action(lint)
}

async function create(plugin: string, name: string, { from }: { from?: string }): Promise<void> {
  const { directory } = await findPlugin(plugin)
  const sql = from === undefined ? await entityChanges(plugin) : await readFile(from, 'utf8')
  console.log(await createMigration({ directory, plugin, name, sql }))
  if (sql === '')
    console.error(
      'It is empty, as the tables are what the entities say: write its SQL, or change an entity first and delete it.',
    )
}

async function lint(plugin: string | undefined): Promise<void> {
  const plugins =
    plugin === undefined ? await identifyPlugins(await pluginSources()) : [await findPlugin(plugin)]
  let found = 0
  for (const { id, directory } of plugins) {
    for (const { code, file, line, message } of await lintPlugin({ id, directory })) {
      const path = relative('', join(directory, 'migrations', file))
      console.error(`${path}:${line} ${message} [${code}]`)
      found++
    }
  }
  if (found === 0) console.log(`Nothing to object to in ${plugins.map(({ id }) => id).join(', ')}.`)
  else process.exitCode = 1
}
