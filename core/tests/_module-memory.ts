import { OrganizationMemory } from '../tenancy/organization-memory.ts'

const ORGANIZATIONS = 10_000
const MODULES = Array.from({ length: 20 }, (_, number) => `module-${number}`)

/** Memory of what is on in 10,000 organizations, each with a set of its own, as the gate keeps it; and a look-up's time. */
interface ModuleMemory {
  readonly megabytes: number
  readonly microseconds: number
}

const ids = Array.from({ length: ORGANIZATIONS }, () => crypto.randomUUID())
const chosen = ids.map((_, number) =>
  MODULES.filter((_module, bit) => ((number * 2_654_435_761) >>> bit) % 2 === 0),
)
global.gc?.()
const before = process.memoryUsage().heapUsed
const memory = new OrganizationMemory({ limit: ORGANIZATIONS, serving: new Set(MODULES) })
for (const [number, id] of ids.entries()) memory.remember(id, chosen[number] ?? [], 1)
global.gc?.()
const megabytes = (process.memoryUsage().heapUsed - before) / 1024 ** 2
const begin = performance.now()
let on = 0
for (const id of ids) if (memory.get(id)?.ids.has('module-3') === true) on += 1
const microseconds = ((performance.now() - begin) * 1000) / ORGANIZATIONS
if (memory.size !== ORGANIZATIONS || on === 0)
  throw new Error('The memory does not hold what was remembered.')
process.send?.({ megabytes, microseconds } satisfies ModuleMemory)
