import type { Command } from 'commander'
import { addPart, parts } from '../authoring/scaffold/add-part.ts'

/** `wasla add entity|route|job|page <name>` */
export function addAdd(program: Command): void {
  program
    .command('add')
    .description('grow the plugin of this folder')
    .argument('<part>', parts.join(', '))
    .argument('<name>', 'lower-case words joined by "-", an entity in the singular: gift-card')
    .action(async (part: string, name: string) => {
      for (const path of await addPart(process.cwd(), part, name)) console.log(path)
    })
}
