import { fileURLToPath } from 'node:url'
import type { PluginUnderTest, TestHost, TestHostOptions, TestOrganization } from '@wasla/sdk/testing'
import type { PluginSource } from '../../plugins/plugin-source.ts'
import { adminDirectory } from '../../runtime/admin-directory.ts'
import { startTestHost, type TestHost as BareHost } from '../../testing/test-host.ts'
import { announce, loggedEvents } from './announced-events.ts'
import { capturedJobs, capturedMails } from './captured.ts'
import { waitUntilSettled } from './settled.ts'
import { tellError } from './tell-error.ts'
import { testClock, type ClockAhead } from './test-clock.ts'
import { testCluster } from './test-cluster.ts'

/** The test host as authors know it: what they look at is asked from the real host's own database. */
export async function startAuthorHost(options: TestHostOptions): Promise<TestHost> {
  const ahead: ClockAhead = { milliseconds: 0 }
  const bare = await startTestHost({
    cluster: await testCluster(options.cluster),
    plugins: (options.plugins ?? []).map(sourceOf),
    environment: { ...options.environment },
    startLimit: options.startLimit,
    adminDirectory: options.admin === true ? adminDirectory() : undefined,
    clockAhead: () => ahead.milliseconds,
    onError: tellError,
  })
  const organizations: Record<string, TestOrganization> = {}
  for (const name of options.organizations ?? []) {
    organizations[name] = await bare.organization(name, options.active)
  }
  return authorHost(bare, ahead, organizations)
}

export function sourceOf({ plugin, directory }: PluginUnderTest): PluginSource {
  return { directory: directoryOf(directory), load: async () => ({ plugin }) }
}

export function directoryOf(directory: URL | string): string {
  const path = typeof directory === 'string' ? directory : fileURLToPath(directory)
  return path.replace(/[\\/]$/, '')
}

function authorHost(
  bare: BareHost,
  ahead: ClockAhead,
  organizations: Readonly<Record<string, TestOrganization>>,
): TestHost {
  return {
    url: bare.url,
    database: bare.database,
    log: bare.log,
    visitor: bare.visitor,
    organizations,
    get quarantines() {
      return new Map([...bare.platform.registry.quarantines].map(([id, { reason }]) => [id, reason]))
    },
    organization: bare.organization,
    another: async () => authorHost(await bare.another(), ahead, organizations),
    query: bare.query,
    events: (name) => loggedEvents(bare, name),
    jobs: (name) => capturedJobs(bare, name),
    mails: (to) => capturedMails(bare, to),
    clock: testClock(ahead, bare),
    emit: (organization, event) => announce(bare, organization.id, event),
    settled: (timeLimit) => waitUntilSettled(bare, timeLimit),
    stop: bare.stop,
  }
}
