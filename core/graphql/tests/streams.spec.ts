import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { crm, ticketing } from './_crm-and-ticketing.ts'
import { graphqlServer, limits, modules, type TestServer } from './_graphql-server.ts'

/** A source that speaks when it is told to, and knows whether it is still listened to. */
function source() {
  const queue: { id: string }[] = []
  let wake = () => {}
  const state: { open: number; failure?: Error } = { open: 0 }
  const events = async function* () {
    state.open += 1
    try {
      for (;;) {
        while (queue.length === 0 && state.failure === undefined)
          await new Promise<void>((resolve) => (wake = resolve))
        if (state.failure !== undefined) throw state.failure
        yield queue.shift()!
      }
    } finally {
      state.open -= 1
    }
  }
  const fail = (error: Error) => {
    state.failure = error
    wake()
  }
  return { state, events, emit: (id: string) => (queue.push({ id }), wake()), fail }
}

const servers: TestServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.app.close()
})

async function start(options: Parameters<typeof graphqlServer>[1] = {}) {
  const calls = { list: [] as string[] }
  const feed = source()
  const server = graphqlServer([crm(calls, feed.events), ticketing(calls)], options)
  servers.push(server)
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.app.server.address() as AddressInfo
  return { server, calls, feed, port }
}

const SUBSCRIPTION = 'subscription { customerChanged { name tickets { subject customer { name } } } }'

/** Subscribes over a real connection and collects what arrives. */
async function subscribe(port: number, query = SUBSCRIPTION, headers: Record<string, string> = {}) {
  const controller = new AbortController()
  const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
    method: 'POST',
    headers: {
      authorization: 'Bearer t',
      'content-type': 'application/json',
      accept: 'text/event-stream',
      ...headers,
    },
    body: JSON.stringify({ query }),
    signal: controller.signal,
  })
  let text = ''
  const ended = (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of response.body!) text += decoder.decode(chunk as Uint8Array, { stream: true })
  })().catch(() => {})
  const answers = () => [...text.matchAll(/event: next\ndata: (.*)\n/g)].map(([, data]) => JSON.parse(data!))
  const until = async (count: number) => {
    for (let tries = 0; answers().length < count && tries < 400; tries += 1)
      await new Promise((resolve) => setTimeout(resolve, 5))
    return answers()
  }
  return { response, answers, until, ended, text: () => text, leave: () => controller.abort() }
}

const eventually = async (check: () => boolean) => {
  for (let tries = 0; !check() && tries < 400; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 5))
  expect(check()).toBe(true)
}

describe('a subscription', () => {
  it('streams events, each resolved anew', async () => {
    const { feed, port, calls } = await start()
    const stream = await subscribe(port)
    expect(stream.response.headers.get('content-type')).toContain('text/event-stream')
    feed.emit('c1')
    feed.emit('c1')
    const answers = await stream.until(2)
    expect(answers[0].data.customerChanged).toMatchObject({
      name: 'Customer 1',
      tickets: [{ customer: { name: 'Customer 1' } }, {}, {}],
    })
    expect(answers[1]).toEqual(answers[0])
    // A loader that outlived its event would have answered the second from its cache.
    expect(calls.list).toEqual(['ticketing asks for customers c1', 'ticketing asks for customers c1'])
    expect(stream.text().startsWith('retry: ')).toBe(true)
    stream.leave()
  })

  it('leaves its source when the client leaves, also while nothing happens', async () => {
    const { feed, port } = await start()
    const stream = await subscribe(port)
    await eventually(() => feed.state.open === 1)
    stream.leave()
    // A generator notices when it is woken; what counts is that nothing keeps it open then.
    await eventually(() => {
      feed.emit('c1')
      return feed.state.open === 0
    })
    expect(stream.answers()).toEqual([])
  })

  it('ends with its session: before the next event, and soon when nothing happens', async () => {
    const { server, feed, port } = await start()
    const spoken = await subscribe(port)
    await eventually(() => feed.state.open === 1)
    server.signOut()
    feed.emit('c1')
    const [answer] = await spoken.until(1)
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'session_revoked' } }] })
    await spoken.ended
    const idle = await subscribe(port)
    await idle.ended
    expect(idle.answers()).toMatchObject([
      { errors: [{ extensions: { code: 'session_revoked', retryAfterMs: expect.any(Number) } }] },
    ])
  })

  it('ends with a hint when a module it selects goes off, and not for another one', async () => {
    const { server, port } = await start()
    const withTickets = await subscribe(port)
    const without = await subscribe(port, 'subscription { customerChanged { name } }')
    server.switchTo(modules('crm'))
    await withTickets.ended
    expect(withTickets.answers()).toMatchObject([
      { errors: [{ extensions: { code: 'module_inactive', retryAfterMs: expect.any(Number) } }] },
    ])
    expect(withTickets.text()).toContain('event: complete')
    expect(without.answers()).toEqual([])
    without.leave()
  })

  it('ends before an event of a module that is off, when nobody told it', async () => {
    let active = modules('crm', 'ticketing')
    const { feed, port } = await start({
      gate: { activeModules: async () => active },
      onModulesChanged: undefined,
    })
    const stream = await subscribe(port)
    active = modules('crm')
    feed.emit('c1')
    await stream.ended
    expect(stream.answers()).toMatchObject([{ errors: [{ extensions: { code: 'module_inactive' } }] }])
  })

  it('ends with a hint when the server closes, which does not wait for it', async () => {
    const { server, port } = await start()
    const stream = await subscribe(port)
    const begin = performance.now()
    await server.app.close()
    await stream.ended
    expect(performance.now() - begin).toBeLessThan(10_000)
    expect(stream.answers()).toMatchObject([
      { errors: [{ extensions: { code: 'host_draining', retryAfterMs: expect.any(Number) } }] },
    ])
  })

  it('tells that its source failed, without what callers may not see', async () => {
    const { server, feed, port } = await start()
    const stream = await subscribe(port)
    feed.fail(new Error('a secret of the database'))
    await stream.ended
    expect(stream.answers()).toMatchObject([{ errors: [{ extensions: { code: 'internal_error' } }] }])
    expect(stream.text()).not.toContain('secret')
    expect(stream.text()).toContain('event: complete')
    expect(server.logged).toHaveLength(1)
  })

  it('has its time, after which the client has to be authenticated anew', async () => {
    const { port } = await start({ config: { ...limits, maxStreamMs: 50 } })
    const stream = await subscribe(port)
    await stream.ended
    expect(stream.answers()).toMatchObject([{ errors: [{ extensions: { code: 'stream_expired' } }] }])
  })

  it('is refused without permission, and not acceptable without a stream', async () => {
    const { server, port, feed } = await start()
    server.hold(() => false)
    const denied = await subscribe(port)
    await denied.ended
    expect(denied.answers()).toMatchObject([{ errors: [{ extensions: { code: 'permission_denied' } }] }])
    server.hold(() => true)
    const plain = await subscribe(port, SUBSCRIPTION, { accept: 'application/json' })
    expect(plain.response.status).toBe(406)
    await plain.ended
    await eventually(() => feed.state.open === 0)
  })
})
