import type { Answer } from '@wasla/sdk/testing'
import { type Operation, operationsOf, pathOf, seededIds } from './operations.ts'
import type { Check } from './subject.ts'

const named = ({ method, path }: Operation): string => `${method} ${path}`
const got = ({ status, body }: Answer): string => `${status}${body?.code ? ` ${body.code}` : ''}`

export const strangers: Check = {
  name: 'who is not signed in gets 401 on every route that is not public',
  async look(subject) {
    const operations = (await operationsOf(subject)).filter((operation) => operation.protected)
    const findings: string[] = []
    for (const operation of operations) {
      const answer = await subject.host.visitor.call(operation.method, pathOf(subject, operation).path, {
        body: operation.body,
      })
      if (answer.status !== 401) findings.push(`${named(operation)} answered ${got(answer)}.`)
    }
    return { looked: operations.length, findings }
  },
}

export const withoutPermission: Check = {
  name: 'who lacks the permission gets 403, and hears which one',
  async look(subject) {
    const operations = (await operationsOf(subject)).filter(({ permission }) => permission !== undefined)
    const nobody = await subject.ours.member('nobody')
    const findings: string[] = []
    for (const operation of operations) {
      const answer = await nobody.call(operation.method, pathOf(subject, operation).path, {
        body: operation.body,
      })
      if (answer.status !== 403 || answer.body.permission !== operation.permission)
        findings.push(`${named(operation)} answered ${got(answer)}.`)
    }
    return { looked: operations.length, findings }
  },
}

export const otherOrganization: Check = {
  name: 'another organization sees and changes nothing',
  async look(subject) {
    const operations = (await operationsOf(subject)).filter((operation) => operation.protected)
    const ids = seededIds(subject)
    const findings: string[] = []
    for (const operation of operations) {
      const { path, unknown } = pathOf(subject, operation)
      if (unknown.length > 0) {
        findings.push(
          `${named(operation)} needs a row of ours to be asked for; let \`seed\` answer ${unknown.join(', ')}.`,
        )
        continue
      }
      const byId = operation.path.includes('{')
      if (!byId && operation.method !== 'GET') continue
      const answer = await subject.theirs.owner.call(operation.method, path, { body: operation.body })
      if (byId && answer.status < 300)
        findings.push(
          `${named(operation)} answered ${got(answer)} for a row of another organization; it must be 404.`,
        )
      if (byId && operation.method === 'GET' && answer.status !== 404 && answer.status >= 300)
        findings.push(
          `${named(operation)} answered ${got(answer)} instead of 404, which tells that there is such a row.`,
        )
      const text = JSON.stringify(answer.body)
      if (!byId && ids.some((id) => text.includes(id)))
        findings.push(`${named(operation)} shows rows of another organization.`)
    }
    return { looked: operations.length, findings }
  },
}

export const inactiveModule: Check = {
  name: 'where the module is off, no route answers',
  async look(subject) {
    const operations = (await operationsOf(subject)).filter((operation) => operation.protected)
    const findings: string[] = []
    for (const operation of operations) {
      const answer = await subject.without.owner.call(operation.method, pathOf(subject, operation).path, {
        body: operation.body,
      })
      if (answer.status !== 404 || answer.body.code !== 'module_inactive')
        findings.push(`${named(operation)} answered ${got(answer)}.`)
    }
    return { looked: operations.length, findings }
  },
}
