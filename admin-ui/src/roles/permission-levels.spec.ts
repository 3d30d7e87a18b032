import { expect, test } from 'vitest'
import { levelOf, levelsOf, withLevel } from './permission-levels.ts'

const permissions = ['crm.customers.read', 'crm.customers.write', 'ticketing.tickets.write:own']

test('the highest grant counts, and a grant on another resource does not', () => {
  expect(levelOf(permissions, 'crm.customers')).toBe('write')
  expect(levelOf(permissions, 'ticketing.tickets')).toBe('write:own')
  expect(levelOf(permissions, 'crm')).toBe('none')
})

test('a new level takes the place of the old ones', () => {
  expect(withLevel(permissions, 'crm.customers', 'read')).toEqual([
    'ticketing.tickets.write:own',
    'crm.customers.read',
  ])
  expect(withLevel(permissions, 'crm.customers', 'none')).toEqual(['ticketing.tickets.write:own'])
})

test('a limit to what is one’s own is offered where it can be kept', () => {
  expect(levelsOf({ actions: ['read', 'write'], own: true }, true)).toEqual([
    'none',
    'read:own',
    'read',
    'write:own',
    'write',
  ])
  expect(levelsOf({ actions: ['read'], own: true }, false)).toEqual(['none', 'read'])
})
