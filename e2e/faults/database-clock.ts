import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The clock of a database server, which can be set while it runs. */
export interface DatabaseClock {
  /** Sets it to so many milliseconds past the real time. What counts from a start, such as timers, goes on as before. */
  set(ahead: number): void
  remove(): void
}

/** Debian's `libfaketime`, and the same where it was built by hand. */
const LIBRARIES = [
  `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu/faketime/libfaketime.so.1`,
  '/usr/local/lib/faketime/libfaketime.so.1',
]

/**
 * Starts a server whose clock can be set.
 * @returns undefined where libfaketime is not installed
 */
export async function withClock<Server>(
  start: () => Promise<Server>,
): Promise<{ readonly server: Server; readonly clock: DatabaseClock } | undefined> {
  const library = LIBRARIES.find(existsSync)
  if (library === undefined) return undefined
  const directory = mkdtempSync(join(tmpdir(), 'wasla-clock-'))
  const file = join(directory, 'clock')
  // The server runs as a user of its own.
  chmodSync(directory, 0o755)
  const clock: DatabaseClock = {
    set(ahead) {
      // The server reads it at every look at the clock, and never half.
      writeFileSync(`${file}.new`, `${ahead < 0 ? '-' : '+'}${Math.abs(ahead / 1000)}\n`)
      renameSync(`${file}.new`, file)
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
  clock.set(0)
  const environment = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  }
  // The server inherits it; what is started later does not.
  Object.assign(process.env, environment)
  try {
    return { server: await start(), clock }
  } finally {
    for (const name of Object.keys(environment)) delete process.env[name]
  }
}
