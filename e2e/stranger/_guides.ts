import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { commandsOf } from '../../.ci/docs/samples.ts'
import type { Deployment, RunningHost } from './_deployment.ts'

/** In the order in which a reader would go through them: later pages go on with what earlier ones made. */
const pages = ['first-plugin', 'publishing', 'production']

/** Declares the tests that run the commands of the guides. */
export function describeGuides(deployment: () => Deployment): void {
  let host: RunningHost | undefined

  describe.each(pages)('the commands of docs/guide/%s.md', (page) => {
    const commands = commandsOf(
      readFileSync(new URL(`../../docs/guide/${page}.md`, import.meta.url), 'utf8'),
    ).filter(({ where }) => where !== 'repository')

    test.each(commands)('$text', { timeout: 900_000 }, async ({ where, text }) => {
      if (where === 'start') {
        host = await deployment().start()
        return
      }
      // Each line of its own starts in the deployment's folder, as the page shows it.
      const script = text
        .replaceAll('http://localhost:3000', host?.url ?? '')
        .replaceAll(/^cd (\S+) && (.*)$/gm, '(cd $1 && $2)')
      const { code, output } = deployment().run('bash', ['-euo', 'pipefail', '-c', script])
      expect(code, output).toBe(0)
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
