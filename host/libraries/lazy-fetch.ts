import http from 'node:http'
import type { Plugin } from 'rolldown'

const PARTS_OF_FETCH = new Set(['WebSocket', 'CloseEvent', 'MessageEvent'])
const ID = 'lazy-fetch:http'

/**
 * An ECMAScript import of `node:http` reads all that it exports, and with `WebSocket` Node loads what `fetch` is made of: thirty
 * milliseconds of a start, for what may never be asked for. Here it gives what is imported by name from everywhere else.
 */
export const lazyFetch: Plugin = {
  name: 'lazy-fetch',
  resolveId: (id) => (/^(node:)?http$/.test(id) ? ID : undefined),
  load: (id) => (id === ID ? { code: httpCode(), moduleType: 'js' } : undefined),
}

function httpCode(): string {
  const names = Object.keys(http).filter((name) => !PARTS_OF_FETCH.has(name))
  return [
    "const http = process.getBuiltinModule('node:http')",
    'export default http',
    `export const { ${names.join(', ')} } = http`,
  ].join('\n')
}
