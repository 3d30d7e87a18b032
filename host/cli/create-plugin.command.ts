import { existsSync, globSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { createPlugin } from '../authoring/scaffold/create-plugin.ts'
import { installationAbove } from '../authoring/scaffold/installation-above.ts'
import { spellings } from '../authoring/scaffold/names.ts'
import type { PackageOrigin } from '../authoring/scaffold/package-manifest.ts'

interface Options {
  name?: string
  arabicName?: string
  entity?: string
  directory?: string
  tarballs?: string
}

/** `wasla create-plugin <id>` */
export function addCreatePlugin(program: Command): void {
  program
    .command('create-plugin')
    .description('write a new plugin that runs and passes its tests')
    .argument('<id>', 'its id: lower-case words joined by "-", such as loyalty')
    .option('--name <name>', 'what people call it in English')
    .option('--arabic-name <name>', 'what people call it in Arabic')
    .option('--entity <name>', 'what it keeps, in the singular, such as reward')
    .option('--directory <folder>', 'where to write it; default: a folder of its id')
    .option('--tarballs <folder>', 'take the packages of Wasla from this folder instead of the registry')
    .action(create)
}

async function create(id: string, options: Options): Promise<void> {
  const inPlatform = existsSync('sdk/package.json') && existsSync('plugins')
  const directory = resolve(options.directory ?? (inPlatform ? join('plugins', id) : id))
  const origin: PackageOrigin =
    options.tarballs !== undefined
      ? { kind: 'tarballs', packages: tarballs(resolve(options.tarballs), directory) }
      : { kind: inPlatform ? 'platform' : 'registry' }
  const answers = await ask(id, options)
  const written = await createPlugin({
    plugin: id,
    entity: answers.entity,
    name: { en: answers.name, ar: answers.arabicName },
    entityName: { ar: 'العنصر', arPlural: 'العناصر' },
    directory,
    origin,
  })
  const place = relative('', directory) || '.'
  console.log(`Wrote ${written.length} files to ${place}.\n`)
  if (origin.kind === 'platform') {
    console.log(
      `List it in host/plugins/listed-plugins.ts and host/package.json, then run:\n\n  npm install\n  npx vitest run ${place}`,
    )
  } else {
    // Packages of an own would be second copies of those above.
    const install = installationAbove(directory) === undefined ? '  npm install\n' : ''
    console.log(
      `Next:\n\n  cd ${place}\n${install}  npm test          its tests and the conformance kit\n  npm run dev       a host with it, restarted on every change`,
    )
  }
}

/** Asks what was not said, where somebody sits at the terminal. */
async function ask(
  id: string,
  options: Options,
): Promise<{ name: string; arabicName: string; entity: string }> {
  const given = {
    name: options.name ?? spellings(id).words,
    arabicName: options.arabicName ?? '',
    entity: options.entity ?? 'entry',
  }
  if (process.stdin.isTTY) {
    const terminal = createInterface({ input: process.stdin, output: process.stdout })
    if (options.name === undefined)
      given.name = (await terminal.question(`Name in English [${given.name}]: `)) || given.name
    if (options.arabicName === undefined) given.arabicName = await terminal.question('Name in Arabic: ')
    if (options.entity === undefined)
      given.entity =
        (await terminal.question(`What does it keep, in the singular [${given.entity}]: `)) || given.entity
    terminal.close()
  }
  return { ...given, arabicName: given.arabicName || `وحدة ${given.name}` }
}

function tarballs(folder: string, from: string): Record<string, string> {
  return Object.fromEntries(
    globSync('*.tgz', { cwd: folder }).map((file) => {
      const name = file.replace(/-\d+\.\d+\.\d+.*\.tgz$/, '').replace('wasla-', '@wasla/')
      return [name, `file:${relative(from, join(folder, file))}`]
    }),
  )
}
