import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Agent, get } from 'node:http'
import { fileURLToPath } from 'node:url'

export interface HostAnswer {
  readonly status: number
  readonly key: string
  /** Whether it asked the database instead of its memory. */
  readonly asked: boolean
}

/** A host in a process of its own, so that it can be frozen and killed. */
export interface HostProcess {
  readonly hostId: string
  readonly child: ChildProcess
  request(organizationId: string): Promise<HostAnswer>
  stop(): Promise<void>
}

export async function startHost(url: string, name: string): Promise<HostProcess> {
  const child = fork(fileURLToPath(new URL('./_gate-process.ts', import.meta.url)), {
    execArgv: ['--conditions=wasla-source'],
    env: { ...process.env, DATABASE_URL: url, HOST_NAME: name, NODE_OPTIONS: '' },
  })
  const [{ port, hostId }] = (await once(child, 'message')) as [{ port: number; hostId: string }]
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  return {
    hostId,
    child,
    request: (organizationId) =>
      new Promise((resolve, reject) => {
        get({ host: '127.0.0.1', port, path: `/${organizationId}`, agent }, (response) => {
          let key = ''
          response.setEncoding('utf8').on('data', (chunk: string) => (key += chunk))
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, key, asked: response.headers['x-asked'] === 'true' }),
          )
        }).on('error', reject)
      }),
    async stop() {
      agent.destroy()
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
