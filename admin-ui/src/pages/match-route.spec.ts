import { expect, test } from 'vitest'
import { matchRoute } from './match-route.ts'

const load = async () => () => null
const routes = ['', 'customers', 'customers/$id', 'customers/new', 'customers/$id/edit'].map((path) => ({
  path,
  load,
}))

test.each([
  ['', '', {}],
  ['customers', 'customers', {}],
  ['customers/', 'customers', {}],
  ['customers/42', 'customers/$id', { id: '42' }],
  ['customers/new', 'customers/new', {}],
  ['customers/42/edit', 'customers/$id/edit', { id: '42' }],
])('%s leads to "%s"', (path, expected, parameters) => {
  const match = matchRoute(routes, path)
  expect(match?.route.path).toBe(expected)
  expect(match?.parameters).toEqual(parameters)
})

test('a path that nobody has leads nowhere', () => {
  expect(matchRoute(routes, 'customers/42/delete')).toBeUndefined()
})
