import { asSelection, innermost, moduleFields } from './graphql-fields.ts'
import type { Check } from './subject.ts'

export const graphqlAccess: Check = {
  name: 'GraphQL: every query and mutation asks who one is and what one may',
  async look(subject) {
    const nobody = await subject.ours.member('nobody')
    const findings: string[] = []
    let looked = 0
    for (const root of ['Query', 'Mutation'] as const) {
      const { fields, types } = await moduleFields(subject, root)
      for (const field of fields) {
        looked++
        const document = `${root.toLowerCase()} { ${asSelection(field, types)} }`
        const stranger = await subject.host.visitor.call('POST', '//graphql', { body: { query: document } })
        if (stranger.status !== 401 && stranger.body.errors?.[0]?.extensions?.code !== 'unauthenticated')
          findings.push(`${root}.${field.name} answers who is not signed in.`)
        const { errors } = await nobody.graphql(document)
        const code = errors?.[0]?.extensions['code']
        if (code !== 'permission_denied')
          findings.push(
            `${root}.${field.name} answered ${String(code ?? 'data')} to a member without any permission; give it a \`permission\`.`,
          )
      }
    }
    return { looked, findings }
  },
}

export const graphqlOrganizations: Check = {
  name: 'GraphQL: lists and node(id:) show nothing to another organization',
  async look(subject) {
    const { fields, types } = await moduleFields(subject, 'Query')
    const lists = fields.filter(({ type }) => {
      const nodes = types.get(innermost(type).name ?? '')?.fields?.find(({ name }) => name === 'nodes')
      return (
        nodes !== undefined &&
        types.get(innermost(nodes.type).name ?? '')?.fields?.some(({ name }) => name === 'id')
      )
    })
    const findings: string[] = []
    let looked = 0
    for (const field of lists) {
      const document = `{ ${asSelection(field, types, 'nodes { id }')} }`
      const ids = async (organization: typeof subject.ours): Promise<string[]> =>
        ((await organization.owner.graphql(document)).data?.[field.name]?.nodes ?? []).map(
          ({ id }: { id: string }) => id,
        )
      const ours = await ids(subject.ours)
      const theirs = await ids(subject.theirs)
      looked += ours.length + 1
      if (theirs.some((id) => ours.includes(id)))
        findings.push(`${field.name} shows rows of another organization.`)
      for (const id of ours) {
        const { data } = await subject.theirs.owner.graphql('query($id: ID!) { node(id: $id) { id } }', {
          id,
        })
        if (data?.node)
          findings.push(
            `node(id:) gives another organization what ${field.name} lists; its loader must read through ctx.`,
          )
      }
    }
    return { looked, findings }
  },
}
