import type { TestMember } from '@wasla/sdk/testing'
import { asSelection, innermost, schemaOf, type SchemaField, type SchemaType } from './graphql-fields.ts'
import type { Check, Subject } from './subject.ts'

const ROOTS = new Set(['Query', 'Mutation', 'Subscription'])

interface ForeignField {
  readonly type: string
  readonly field: SchemaField
}

export const foreignFields: Check = {
  name: 'GraphQL: what it adds to types of other modules asks who one is and what one may',
  async look(subject) {
    const [types, without] = [await schemaOf(subject.ours), await schemaOf(subject.without)]
    const fields = added(types, without)
    if (fields.length === 0) return { looked: 0, findings: [] }
    const outsider = await memberOfEverythingElse(subject)
    const findings: string[] = []
    for (const field of fields) findings.push(...(await ask(subject, field, types, outsider)))
    return { looked: fields.length, findings }
  },
}

/** Fields that object types of others have only where the module is on. */
function added(
  types: ReadonlyMap<string, SchemaType>,
  without: ReadonlyMap<string, SchemaType>,
): ForeignField[] {
  return [...without.values()]
    .filter(({ kind, name }) => kind === 'OBJECT' && !ROOTS.has(name))
    .flatMap(({ name, fields }) => {
      const known = new Set(fields?.map((field) => field.name))
      return (types.get(name)?.fields ?? [])
        .filter((field) => !known.has(field.name))
        .map((field): ForeignField => ({ type: name, field }))
    })
}

async function ask(
  { ours, theirs, host }: Subject,
  { type, field }: ForeignField,
  types: ReadonlyMap<string, SchemaType>,
  outsider: TestMember,
): Promise<string[]> {
  const named = `${type}.${field.name}`
  const list = types.get('Query')?.fields?.find((candidate) => listsNodes(candidate, type, types))
  if (list === undefined) return [`${named} cannot be asked for, since no query lists ${type}.`]
  const selection = asSelection(field, types)
  const document = `{ ${asSelection(list, types, `nodes { id ${selection} }`)} }`
  const { data, errors } = await ours.owner.graphql(document)
  if (errors !== undefined) return [`${named} failed for the owner: ${errors[0]?.message}`]
  const ids: string[] = data[list.name].nodes.map(({ id }: { id: string }) => id)
  if (ids.length === 0) return [`${named} needs a ${type} to be asked for; let \`seed\` make one.`]

  const findings: string[] = []
  const stranger = await host.visitor.call('POST', '//graphql', { body: { query: document } })
  if (stranger.status !== 401 && stranger.body.errors?.[0]?.extensions?.code !== 'unauthenticated')
    findings.push(`${named} answers who is not signed in.`)
  const refused = (await outsider.graphql(document)).errors?.[0]?.extensions['code']
  if (refused !== 'permission_denied')
    findings.push(
      `${named} answered ${String(refused ?? 'data')} to a member without any permission of the module; guard it by one of its own.`,
    )
  const foreign = await theirs.owner.graphql(
    `query($id: ID!) { node(id: $id) { ... on ${type} { ${selection} } } }`,
    { id: ids[0] },
  )
  if (foreign.data?.node) findings.push(`${named} answers another organization.`)
  return findings
}

function listsNodes(query: SchemaField, type: string, types: ReadonlyMap<string, SchemaType>): boolean {
  const nodes = types.get(innermost(query.type).name ?? '')?.fields?.find(({ name }) => name === 'nodes')
  return nodes !== undefined && innermost(nodes.type).name === type
}

/** Somebody who may do all there is, in every other module. */
async function memberOfEverythingElse({ ours, manifest }: Subject): Promise<TestMember> {
  const { body: grid } = await ours.owner.call<{
    modules: { id: string; resources: { resource: string; actions: string[] }[] }[]
  }>('GET', '/permissions')
  const permissions = grid.modules
    .filter(({ id }) => id !== manifest.id)
    .flatMap(({ resources }) =>
      resources.flatMap(({ resource, actions }) => actions.map((action) => `${resource}.${action}`)),
    )
  const key = 'everything-else'
  const { status, body } = await ours.owner.call('POST', '/roles', {
    body: { key, name: 'Everything else', permissions },
  })
  if (status !== 201) throw new Error(`The role could not be made: ${JSON.stringify(body)}`)
  return ours.member(key)
}
