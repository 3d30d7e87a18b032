import module from 'node:module'
import { setFlagsFromString } from 'node:v8'

/** V8's own were laid out for pages, which are gone after some minutes. */
const FLAGS = {
  // A request runs through some two hundred small functions, which V8 puts into one another until this is spent. Its own is a third.
  'max-inlined-bytecode-size-cumulative': 2_760,
  // How often a function is called before it is compiled in earnest, and how often again once it met what was new to it. With V8's
  // own, 3,000 and 500, the last of those functions has its turn after twenty thousand requests.
  'invocation-count-for-turbofan': 1_000,
  'minimum-invocations-after-ic-update': 200,
}

/**
 * For a host that is ready: what V8 compiled and kept on disk before is good for the flags it was compiled with, and so is what Node
 * brings along compiled, from which most of a start is.
 */
export function setV8Flags(): void {
  module.flushCompileCache()
  for (const [flag, value] of Object.entries(FLAGS)) setFlagsFromString(`--${flag}=${value}`)
}
