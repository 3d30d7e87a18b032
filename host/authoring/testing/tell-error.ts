import type { LogLine } from '../../testing/test-host.ts'

/** Prints what failed inside the host beside the test that led to it: an answer of 500 says nothing of the cause. */
export function tellError({ plugin, msg, err }: LogLine): void {
  const { message = '', stack = '' } = (err ?? {}) as { message?: string; stack?: string }
  const frames = stack.split('\n').filter((line) => /^ {4}at .*\d/.test(line) && isOfAuthor(line))
  const where = plugin === undefined ? 'The test host' : `The test host, of "${plugin}"`
  const cause = message === '' || message === msg ? '' : `: ${message}`
  // oxlint-disable-next-line no-console -- the test runner puts it beside the test
  console.error([`${where}: ${msg}${cause}`, ...frames].join('\n'))
}

const isOfAuthor = (frame: string): boolean => !/node_modules|node:/.test(frame)
