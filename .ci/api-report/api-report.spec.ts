import { expect, test } from 'vitest'
import { declarationOf } from './api-report.ts'

const source = `
/** Something else. */
export interface Other { a: string }
/** Makes a thing. @deprecated use makeBetter */
export declare function make(a: string): string
export declare function make(a: number): number
export declare const version = 1
`

test('a declaration comes with its comment and all its overloads', () => {
  expect(declarationOf('make', source)).toBe(
    '/** Makes a thing. @deprecated use makeBetter */\nexport declare function make(a: string): string\nexport declare function make(a: number): number',
  )
  expect(declarationOf('version', source)).toBe('export declare const version = 1')
  expect(declarationOf('missing', source)).toBeUndefined()
})
