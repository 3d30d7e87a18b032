import type { Command } from 'commander'
import { addPart, parts } from '../authoring/scaffold/add-part.ts'

/** `wasla add entity|route|job|event|subscriber|page <name>` */
export function addAdd(program: Command): void {
  program
    .command('add')
    .description('grow the plugin of this folder')
    .argument('<part>', Object.keys(parts).join(', '))
    .argument(
      '<name>',
      'lower-case words joined by "-": an entity in the singular (gift-card), an event by what happened to it (gift-card-redeemed)',
    )
    .option('--event <event>', "what a subscriber listens to; its plugin's own event, if it has just one")
    .action(async (part: string, name: string, { event }: { event?: string }) => {
      const { files, standIn } = await addPart(process.cwd(), part, name, { event })
      for (const path of files) console.log(path)
      if (standIn !== undefined)
        console.log(`Its Arabic title stands in for one of yours: write it into ${standIn}.`)
    })
}
