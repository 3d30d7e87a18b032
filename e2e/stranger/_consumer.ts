import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a stranger's plugin relies on: the sections' types, the builder's own fields, another plugin's types. */
const consumer = `
import type {} from '@wasla/plugin-crm/contract'
import { definePlugin, type PluginSchemaBuilder } from '@wasla/sdk'
declare module '@wasla/sdk' { interface Permissions { consumer: 'things' } }
definePlugin({ graphql })
// @ts-expect-error settings are no number
definePlugin({ settings: 1 })
function graphql(builder: PluginSchemaBuilder): void {
  builder.objectField('Customer', 'shout', (t) =>
    t.string({ permission: 'consumer.things.read', resolve: ({ companyName }) => companyName.toUpperCase() }))
}
`
const load = `
for (const name of process.argv.slice(2)) {
  const loaded = Object.keys(await import(name))
  console.log(\`\${name}: \${loaded.length > 0}\`)
}
`
const project = {
  compilerOptions: { strict: true, module: 'nodenext', target: 'esnext', noEmit: true, skipLibCheck: true },
  include: ['consumer.ts'],
}

/** Plants a program that only imports what is installed. @returns the packages of the tarballs, which it can be asked to import */
export function plantConsumer(directory: string, tarballs: string): string[] {
  mkdirSync(directory)
  writeFileSync(join(directory, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }')
  writeFileSync(join(directory, 'consumer.ts'), consumer)
  writeFileSync(join(directory, 'load.js'), load)
  writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(project))
  return readdirSync(tarballs)
    .map((file) => file.replace('wasla-', '@wasla/').replace(/-[\d.]+tgz$/, ''))
    .sort()
}
