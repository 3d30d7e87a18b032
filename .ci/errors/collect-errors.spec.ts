import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalogueErrors, hardToProvoke, writeCatalogue } from './catalogue.ts'
import { errorsIn } from './collect-errors.ts'
import { untoldInPages } from './untold-in-pages.ts'

test('errors are read from every way in which they are made', () => {
  const source = `
    throw new KernelError('load', 'code_missing', \`The code of "\${plugin.id}" is gone; put it back.\`)
    throw conflict('a_taken', 'It is taken; ' + 'choose another.')
    registry.quarantine(id, 'start', 'start_hangs', 'It hangs; do not wait.')
    const finding = { code: 'dml_as_owner', file, message: 'It changes no row; write a data file.' }
    throw invalid(\`\${plugin}.duplicate\`, 'There is one already.')
    throw new KernelError('load', code, 'Its code is not known here.')
    const other = { code: 'nothing', message: 'short' }`
  expect(errorsIn('core/x.ts', source).map(({ code, message }) => [code, message])).toEqual([
    ['code_missing', 'The code of "{id}" is gone; put it back.'],
    ['a_taken', 'It is taken; choose another.'],
    ['start_hangs', 'It hangs; do not wait.'],
    ['dml_as_owner', 'It changes no row; write a data file.'],
    ['{plugin}.duplicate', 'There is one already.'],
  ])
})

const root = join(import.meta.dirname, '../..')
const errors = catalogueErrors(root)
const ofAuthors = errors.filter(({ group }) => group !== 'Answers of the API')

test('every error is produced by a test', () => {
  expect(ofAuthors.length).toBeGreaterThan(80)
  const missing = errors.filter(
    ({ code, test: producer }) => producer === undefined && !hardToProvoke.has(code),
  )
  expect(missing.map(({ code, file }) => `${code} (${file})`)).toEqual([])
  const produced = errors.filter(
    ({ code, test: producer }) => producer !== undefined && hardToProvoke.has(code),
  )
  expect(produced.map(({ code }) => code)).toEqual([])
})

test('every sentence ends as one, and tells more than that something failed', () => {
  const short = ofAuthors.filter(({ message }) => message.split(' ').length < 5)
  expect(short.map(({ code, message }) => `${code}: ${message}`)).toEqual([])
  expect(writeCatalogue(errors)).toContain('### `dependency_cycle`')
})

interface Locale {
  readonly problem?: Readonly<Record<string, string>>
  readonly 'problem-of-record'?: Readonly<Record<string, string>>
}
const locale = (folder: string, language: string): Locale =>
  JSON.parse(readFileSync(join(root, folder, `${language}.json`), 'utf8')) as Locale

describe.each(['ar', 'en'])('in %s', (language) => {
  test('pages have a text for every code that a person meets', () => {
    const { problem = {}, 'problem-of-record': ofRecord = {} } = locale('admin-ui/locales', language)
    const met = errors.filter(({ group }) =>
      ['Answers of the API', 'While code of a plugin runs'].includes(group),
    )
    expect(met.length).toBeGreaterThan(150)
    const isTold = (code: string) => {
      const [, ofModule] = /^\{plugin\}\.(\w+)$/.exec(code) ?? []
      return ofModule === undefined ? code in problem : ofModule in ofRecord
    }
    const untold = met.filter(({ code }) => !isTold(code) && !untoldInPages.has(code))
    expect(untold.map(({ code, file }) => `${code} (${file})`)).toEqual([])
    // An excuse that is none any more.
    const codes = new Set(met.map(({ code }) => code))
    expect([...untoldInPages.keys()].filter((code) => isTold(code) || !codes.has(code))).toEqual([])
  })

  test.each(globSync('{plugins/*,examples/*,templates/*}/plugin.json', { cwd: root }).sort())(
    'so has the module of %s for its own',
    (file) => {
      const folder = join(file, '..')
      const { id } = JSON.parse(readFileSync(join(root, file), 'utf8')) as { id: string }
      const sources = globSync(`${folder}/server/**/*.ts`, { cwd: root })
        .filter((source) => !source.includes('.spec.'))
        .map((source) => readFileSync(join(root, source), 'utf8'))
      const own = [...sources.join('\n').matchAll(/\b\w+\(\s*'([a-z-]+)\.(\w+_\w+)',/g)].flatMap(
        ([, module, name]) => (module === id ? [name] : []),
      )
      expect(own.length).toBeGreaterThan(0)
      const { problem = {} } = locale(`${folder}/admin/locales`, language)
      expect(own.filter((name) => name !== undefined && !(name in problem))).toEqual([])
    },
  )
})
