import { join } from 'node:path'
import { expect, test } from 'vitest'
import { catalogueErrors, hardToProvoke, writeCatalogue } from './catalogue.ts'
import { errorsIn } from './collect-errors.ts'

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

const errors = catalogueErrors(join(import.meta.dirname, '../..'))
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
