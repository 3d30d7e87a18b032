import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { pagePolicy } from './page-policy.ts'

test('the import map is the only inline script that runs', () => {
  const map = '{"imports":{"react":"/admin/assets/react.js"}}'
  const policy = pagePolicy(`<head><script type="importmap">${map}</script><script>alert(1)</script></head>`)
  const hash = createHash('sha256').update(map).digest('base64')
  expect(policy).toContain(`script-src 'self' 'sha256-${hash}';`)
  expect(policy.match(/sha256-/g)).toHaveLength(1)
  expect(policy).not.toMatch(/script-src[^;]*unsafe/)
})

test('a page without an import map runs no inline script', () => {
  expect(pagePolicy('<html></html>')).toContain("script-src 'self';")
})
