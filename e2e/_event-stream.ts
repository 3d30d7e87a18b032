import type { Json } from '../host/testing/test-client.ts'

export interface StreamMessage {
  readonly id?: string
  readonly event: string
  readonly data: Json
}

/** Server-sent events, collected as they come. */
export interface Stream {
  readonly status: number
  readonly messages: readonly StreamMessage[]
  readonly ended: Promise<void>
  close(): void
}

/** @param body sent by POST, as a GraphQL subscription is */
export async function openStream(url: string, token: string | undefined, body?: object): Promise<Stream> {
  const controller = new AbortController()
  const response = await fetch(url, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: {
      accept: 'text/event-stream',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    signal: controller.signal,
  })
  const messages: StreamMessage[] = []
  const read = async (): Promise<void> => {
    let text = ''
    const decoder = new TextDecoder()
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk as Uint8Array, { stream: true })
      const parts = text.split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) messages.push(...parse(part))
    }
  }
  const ended = read().catch(() => {})
  return { status: response.status, messages, ended, close: () => controller.abort() }
}

function parse(part: string): StreamMessage[] {
  const fields = new Map(
    part.split('\n').map((line) => [line.split(': ')[0], line.slice(line.indexOf(': ') + 2)]),
  )
  const data = fields.get('data')
  if (data === undefined) return []
  return [{ id: fields.get('id'), event: fields.get('event') ?? 'message', data: JSON.parse(data) }]
}
