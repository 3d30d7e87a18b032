import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { versionsDiffer } from '../../plugins/versions-differ.ts'
import { operationsOf } from './operations.ts'
import type { Check } from './subject.ts'
import { moduleTypes } from './graphql-fields.ts'

const read = (path: string): Promise<string> => readFile(path, 'utf8').catch(() => '')

export const documentation: Check = {
  name: 'it says what it is: README, routes, types, settings',
  async look(subject) {
    const { directory, options } = subject
    const findings: string[] = []
    if ((await read(join(directory, 'README.md'))).trim().split('\n').length < 3)
      findings.push('There is no README.md that tells its purpose, tables, permissions, events and jobs.')
    // The template's stands under another name, since tools take any package.json for a package of its own.
    const manifest =
      (await read(join(directory, 'package.json'))) || (await read(join(directory, 'package.template.json')))
    const { description } = JSON.parse(manifest || '{}') as { description?: string }
    if (!description) findings.push('package.json has no description.')
    const differ = await versionsDiffer(directory)
    if (differ !== undefined) findings.push(differ)
    const operations = await operationsOf(subject)
    for (const { method, path, summary } of operations)
      if (!summary) findings.push(`${method} ${path} has no summary in its schema.`)
    const types = await moduleTypes(subject)
    for (const { name, description: text } of types)
      if (!text) findings.push(`The GraphQL type ${name} has no description.`)
    const keys = [
      ...Object.entries(options.plugin.settings?.shape ?? {}),
      ...Object.entries(options.plugin.config?.shape ?? {}),
    ]
    for (const [key, schema] of keys) {
      if (!(schema as { description?: string }).description)
        findings.push(`The setting "${key}" has no describe() that tells what it does.`)
    }
    return { looked: 3 + operations.length + types.length + keys.length, findings }
  },
}
