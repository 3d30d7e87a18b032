import { execute, parse } from 'graphql/index.js'
import { compileQuery } from 'graphql-jit'
import { createGraphql } from '../create-graphql.ts'
import { GraphqlScope } from '../graphql-scope.ts'
import { crm, ticketing } from './_crm-and-ticketing.ts'
import { registryOf } from './_fixture-plugins.ts'
import { actorOf, fakeContexts, limits, modules, silentLog } from './_graphql-server.ts'
const calls = { list: { push() {} } as unknown as string[] }
const active = modules('crm', 'ticketing')
const g = createGraphql({ registry: registryOf(crm(calls), ticketing(calls)), contexts: fakeContexts(), gate: { activeModules: () => active }, config: limits, log: silentLog })
const schema = g.schemaFor(active)
const document = parse('{ customers(first: 20) { nodes { id name createdAt creditLimit tickets { id subject customer { id name } } } pageInfo { hasNextPage endCursor } } }')
import { planQuery } from '../engine/field-plan.ts'
import { runPlan } from '../engine/run-plan.ts'
const plan = planQuery(schema, document.definitions[0] as any, {})!
const jit = compileQuery(schema, document) as any
const ways: Record<string, () => any> = {
  js: () => execute({ schema, document, contextValue: new GraphqlScope(actorOf(active), fakeContexts()) }),
  own: () => runPlan(plan, new GraphqlScope(actorOf(active), fakeContexts()), {}),
  jit: () => jit.query({}, new GraphqlScope(actorOf(active), fakeContexts()), {}),
}
const a = JSON.stringify(await ways.js!()), b = JSON.stringify(await ways.jit!())
console.log(a === JSON.stringify(await ways.own!()), a === b, a.length)
for (const round of [1, 2, 3]) for (const [n, f] of Object.entries(ways)) {
  const t = performance.now(); let k = 0
  while (performance.now() - t < 1000) { JSON.stringify(await f()); k++ }
  console.log(n, (k / ((performance.now() - t) / 1000)).toFixed(0), '/s')
}
