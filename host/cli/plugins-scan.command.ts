import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { readReport, scanPlugin } from '../authoring/compatibility/scan-plugin.ts'

/** `wasla plugins scan [folder]` */
export function addPluginsScan(plugins: Command): void {
  plugins
    .command('scan')
    .description('tell what of a plugin breaks with another version of the SDK')
    .argument('[folder]', 'the plugin', '.')
    .option('--api <file>', "the API report of that version (api.md of @wasla/sdk); default: this host's")
    .action((folder: string, { api }: { api?: string }) => {
      const directory = resolve(folder)
      const report = readReport(api ?? createRequire(import.meta.url).resolve('@wasla/sdk/api.md'))
      const { looked, breakages } = scanPlugin(directory, report)
      for (const { file, line, message } of breakages) console.error(`${file}:${line} ${message}`)
      if (breakages.length > 0) process.exitCode = 1
      else console.log(`${looked} files use only what that SDK exports.`)
    })
}
