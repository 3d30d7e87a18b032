import { execFileSync } from 'node:child_process'

/** A network of its own for a host: one wire to those who use it, another to its database. */
export interface Namespace {
  /** What a command begins with to run inside. */
  readonly command: readonly string[]
  /** Where a host inside is reached. */
  readonly hostAddress: string
  /** Where what is outside is reached from inside, over the wire that can be cut. */
  readonly databaseAddress: string
  /** Everything on the wire to the database is dropped, and nobody is told. */
  cut(): void
  restore(): void
  remove(): void
}

/** Addresses of no other run's wires. */
function wire(number: number): { readonly outside: string; readonly inside: string } {
  const net = `10.231.${2 * (process.pid % 100) + number}`
  return { outside: `${net}.1`, inside: `${net}.2` }
}

const USERS = wire(0)
const DATABASE = wire(1)

/** @returns undefined where none can be made: only root may, on a Linux with `ip` */
export function createNamespace(): Namespace | undefined {
  const name = `wasla-${process.pid}`
  const [users, database] = [`wu${process.pid}`, `wd${process.pid}`]
  const wires = [
    { outer: users, inner: 'users', ...USERS },
    { outer: database, inner: 'database', ...DATABASE },
  ]
  try {
    ip('netns', 'add', name)
  } catch {
    return undefined
  }
  const remove = (): void => {
    process.off('exit', remove)
    // The wires go with it.
    ip('netns', 'delete', name)
  }
  process.once('exit', remove)
  try {
    ip('-n', name, 'link', 'set', 'lo', 'up')
    for (const { outer, inner, outside, inside } of wires) {
      ip('link', 'add', outer, 'type', 'veth', 'peer', 'name', inner, 'netns', name)
      ip('address', 'add', `${outside}/30`, 'dev', outer)
      ip('link', 'set', outer, 'up')
      ip('-n', name, 'address', 'add', `${inside}/30`, 'dev', inner)
      ip('-n', name, 'link', 'set', inner, 'up')
    }
  } catch {
    remove()
    return undefined
  }
  return {
    command: ['ip', 'netns', 'exec', name],
    hostAddress: USERS.inside,
    databaseAddress: DATABASE.outside,
    cut: () => ip('link', 'set', database, 'down'),
    restore: () => ip('link', 'set', database, 'up'),
    remove,
  }
}

function ip(...command: string[]): void {
  execFileSync('ip', command, { stdio: 'ignore' })
}
