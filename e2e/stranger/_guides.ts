import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { commandsOf, type Command } from '../../.ci/docs/samples.ts'
import type { Deployment, RunningHost } from './_deployment.ts'

export function guideCommands(page: string): Command[] {
  return commandsOf(readFileSync(new URL(`../../docs/guide/${page}.md`, import.meta.url), 'utf8'))
}

/** What the tests go on with after a guide's command. */
export interface GuideHooks {
  before?(text: string): void
  /** A block was run and printed this; `host` is the one that an earlier block has started. */
  ran?(text: string, output: string, host: RunningHost | undefined): void | Promise<void>
}

/** Declares the tests that run the commands of a guide; later pages go on with what earlier ones made. */
export function describeGuide(
  page: string,
  deployment: () => Deployment,
  { before, ran }: GuideHooks = {},
): void {
  let host: RunningHost | undefined

  describe(`the commands of docs/guide/${page}.md`, { timeout: 900_000 }, () => {
    const commands = guideCommands(page).filter(({ where }) => where === 'run' || where === 'start')

    test.each(commands)('$text', async ({ where, text }) => {
      before?.(text)
      if (where === 'start') {
        host = await deployment().start()
        return
      }
      // Each line of its own starts in the deployment's folder, as the page shows it.
      const script = text
        .replaceAll('http://localhost:3000', host?.url ?? '')
        .replaceAll(/^cd (\S+) && (.*)$/gm, '(cd $1 && $2)')
      const { code, output } = await deployment().shell(script)
      expect(code, output).toBe(0)
      await ran?.(text, output, host)
    })

    test('has commands to run', () => {
      expect(commands.length).toBeGreaterThan(0)
    })

    afterAll(async () => {
      await host?.stop()
      host = undefined
    })
  })
}
