import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isTestFile, sourceFiles } from './error-files.ts'
import { collectErrors, type ErrorInCode } from './collect-errors.ts'

interface Group {
  readonly title: string
  readonly says: string
  readonly belongs: (file: string) => boolean
}

const groups: readonly Group[] = [
  {
    title: 'A plugin is kept out',
    says: 'The host serves the rest without it. Log, `/readyz`, `GET /api/v1/modules` and `wasla plugins list` tell the sentence.',
    belongs: (file) =>
      /^core\/(kernel|graphql\/schema|platform)\/|^core\/http\/(route-|public-address|mount)/.test(file) &&
      !file.includes('retire-module'),
  },
  {
    title: 'Migrations',
    says: 'Told by `wasla migration create`, `wasla migration lint`, and at the start of a host, which then keeps the plugin out.',
    belongs: (file) => file.startsWith('migrations/'),
  },
  {
    title: 'The command line and the start of a host',
    says: 'Printed as one sentence, with exit code 1.',
    belongs: (file) => file.startsWith('host/'),
  },
  {
    title: 'While code of a plugin runs',
    says: 'Thrown where the mistake is made: data path, hooks, events, jobs, services.',
    belongs: (file) =>
      !file.endsWith('routes.ts') &&
      (/^(sdk|core\/(database|events|jobs|links|contexts|services|tenancy\/(data|settings)))\//.test(file) ||
        file.includes('retire-module')),
  },
  {
    title: 'Answers of the API',
    says: 'Problem documents (RFC 9457) with `code`, and GraphQL errors with `extensions.code`.',
    belongs: () => true,
  },
]

/** Races that take two hosts, a database or a client to fall silent at one moment, each with what would have to coincide. */
export const hardToProvoke: ReadonlyMap<string, string> = new Map([
  ['file_upload_expired', 'the clean-up removes a row while its upload still runs, which has a day'],
  ['modules_changed', 'five switches in a row, each overtaken by another one'],
  ['hosts_behind', 'a host that lives and yet hears no switch'],
  ['job_key_taken', 'a job of the same key comes and goes between two statements'],
  ['storage_driver_missing', 'a file of an installed package is not there'],
  ['too_many_streams', 'more open streams than a test may open on a machine that is shared'],
])

/** An error, and the test that produces it. */
export interface CataloguedError extends ErrorInCode {
  readonly group: string
  readonly test: string | undefined
}

export function catalogueErrors(root: string): CataloguedError[] {
  const files = sourceFiles(root)
  const tests = files
    .filter(isTestFile)
    .map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }))
  const errors = collectErrors(
    root,
    files.filter((file) => !isTestFile(file) && /^(sdk|core|migrations|host)\//.test(file)),
  )
  return errors.map((error) => ({
    ...error,
    group: groups.find(({ belongs }) => belongs(error.file))?.title ?? '',
    test: tests.find(({ text }) => mentions(text, error.code))?.file,
  }))
}

function mentions(text: string, code: string): boolean {
  const name = code.split('.').at(-1) ?? code
  return new RegExp(String.raw`(?<![\w-])${name}(?![\w-])`).test(text)
}

/** docs/errors.md */
export function writeCatalogue(errors: readonly CataloguedError[]): string {
  const parts = groups.map(({ title, says }) => {
    const own = errors.filter(({ group }) => group === title)
    return [`## ${title}`, says, ...own.map(entry)].join('\n\n')
  })
  return [
    '# Errors',
    'Generated from the code by `node --conditions=wasla-source .ci/errors/main.ts --write`; a test compares it. Each sentence tells what happened, what it means and what to do; names in braces stand for what was found.',
    ...parts,
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n')
}

function entry({ code, message, file, test }: CataloguedError): string {
  const shown = test === undefined ? '' : `, produced by [${test}](../${test})`
  const anchor = code.replace(/\{(\w+)\}/, '<$1>')
  return `### \`${anchor}\`\n\n> ${message.replaceAll('<', '&lt;')}\n\nMade in [${file}](../${file})${shown}.`
}
