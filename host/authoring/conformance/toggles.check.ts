import type { TestHost } from '@wasla/sdk/testing'
import { operationsOf } from './operations.ts'
import { schemaOf } from './graphql-fields.ts'
import type { Check, Subject } from './subject.ts'

/** Beyond so many optional modules, each is tried alone and all together. */
const ALL_COMBINATIONS = 4

export const dependencies: Check = {
  name: 'it works with every combination of the modules it knows',
  async look({ host, manifest }) {
    const required = Object.keys(manifest.requires)
    const optional = Object.keys(manifest.optional).filter((id) => !host.quarantines.has(id))
    const findings: string[] = []
    let looked = 0
    for (const chosen of combinations(optional)) {
      looked++
      const organization = await host.organization(`With ${chosen.join(' and ') || 'nothing else'}`, [
        ...chosen,
        manifest.id,
      ])
      await schemaOf(organization).catch((error: unknown) =>
        findings.push(`With ${chosen.join(', ') || 'no optional module'}: ${String(error)}`),
      )
      for (const id of required) {
        const { status, body } = await organization.owner.call('PUT', `/modules/${id}`, {
          body: { active: false },
        })
        if (status !== 409 || !JSON.stringify(body).includes(manifest.id))
          findings.push(
            `Switching "${id}" off under it answered ${status}, and must be refused naming "${manifest.id}".`,
          )
      }
    }
    return { looked, findings }
  },
}

function combinations(ids: readonly string[]): string[][] {
  if (ids.length > ALL_COMBINATIONS) return [[], ...ids.map((id) => [id]), [...ids]]
  return ids.reduce<string[][]>((sets, id) => [...sets, ...sets.map((set) => [...set, id])], [[]])
}

export const offAndOn: Check = {
  name: 'off and on again, and every row is still there',
  async look(subject) {
    const { ours, manifest } = subject
    const before = await rowCounts(subject)
    await ours.switch(manifest.id, false)
    const off = await rowCounts(subject)
    await ours.switch(manifest.id, true)
    const after = await rowCounts(subject)
    const findings = [...before].flatMap(([table, rows]) => {
      if ((off.get(table) ?? 0) < rows)
        return [`Switching off took rows of ${table}: ${rows} before, ${off.get(table) ?? 0} after.`]
      return (after.get(table) ?? 0) < rows
        ? [`Switching on again took rows of ${table}: ${rows} before, ${after.get(table) ?? 0} after.`]
        : []
    })
    return { looked: before.size, findings }
  },
}

async function rowCounts({ host, schema, ours }: Subject): Promise<Map<string, number>> {
  const tables = await host.query<{ name: string }>(
    `select table_name as name from information_schema.columns where table_schema = $1 and column_name = 'organization_id' order by 1`,
    [schema],
  )
  const counts = new Map<string, number>()
  for (const { name } of tables) {
    const [row] = await host.query<{ rows: number }>(
      `select count(*)::int as rows from "${schema}"."${name}" where organization_id = $1`,
      [ours.id],
    )
    counts.set(name, row?.rows ?? 0)
  }
  return counts
}

export const twoHosts: Check = {
  name: 'a second host follows the switch before the first one answers',
  async look(subject) {
    const { host, ours, manifest } = subject
    const list = (await operationsOf(subject)).find(
      ({ method, path }) => method === 'GET' && !path.includes('{'),
    )
    if (list === undefined)
      return { looked: 0, findings: [], skipped: 'It has no route that lists something.' }
    const second = await host.another()
    try {
      const findings: string[] = []
      const status = () => statusOn(second, list.path, ours.owner.token)
      for (const active of [false, true]) {
        await ours.switch(manifest.id, active)
        const answered = await status()
        if ((answered === 404) === active)
          findings.push(
            `Switched ${active ? 'on' : 'off'}, the second host answered ${answered} to GET ${list.path}.`,
          )
      }
      return { looked: 2, findings }
    } finally {
      await second.stop()
    }
  },
}

async function statusOn({ url }: TestHost, path: string, token: string | undefined): Promise<number> {
  const response = await fetch(`${url}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } })
  await response.text()
  return response.status
}
