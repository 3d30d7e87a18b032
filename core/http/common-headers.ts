import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'

declare module 'node:http' {
  interface ServerResponse {
    /** Writes the head of the response; not documented by Node. */
    _storeHeader?(statusLine: string, own: OwnHeaders): void
  }
}

/** A response's own headers, as any of Node's ways to set them leaves them. */
type OwnHeaders = object | readonly unknown[] | null | undefined

export type CommonHeaders = Readonly<Record<string, string>>

interface PreparedResponse extends ServerResponse {
  /** Sent as `x-request-id`. */
  requestId: string
}

/** Responses that carry headers which were put into text once, unless they have one of the same name themselves. */
export type PreparedResponseClass = new (request: IncomingMessage) => PreparedResponse

/**
 * The headers that every response carries are always the same, and setting, checking and joining them one by one costs
 * more than authenticating the request. Node has no public way to add them as one text, so this relies on a method that is
 * not documented, and looks whether it does what it should.
 * @returns undefined where it does not, so that they have to be set one by one
 */
export function prepareHeaders(common: CommonHeaders): PreparedResponseClass | undefined {
  const names = new Set(Object.keys(common))
  const all = join(Object.entries(common))
  /** By the names of those that responses have themselves. */
  const remaining = new Map<string, string>()

  class Prepared extends ServerResponse {
    requestId = ''

    override _storeHeader(statusLine: string, own: OwnHeaders): void {
      // An answer that was refused before anything knew of the request has no id.
      const id = this.requestId === '' ? '' : `x-request-id: ${this.requestId}\r\n`
      const head = statusLine + id + withoutOwn(own)
      super._storeHeader?.(head, own)
    }
  }

  function withoutOwn(own: OwnHeaders): string {
    if (Array.isArray(own)) return without(own.flat().map(String))
    let overridden = false
    for (const name in own) overridden ||= names.has(name.toLowerCase())
    return overridden ? without(Object.keys(own ?? {})) : all
  }

  function without(ownNames: readonly string[]): string {
    const own = new Set(ownNames.map((name) => name.toLowerCase()))
    const rest = Object.entries(common).filter(([name]) => !own.has(name))
    const key = rest.map(([name]) => name).join()
    const known = remaining.get(key) ?? join(rest)
    remaining.set(key, known)
    return known
  }

  return sends(Prepared, all) ? Prepared : undefined
}

const join = (headers: readonly (readonly [name: string, value: string])[]): string =>
  headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')

/** Whether such a response begins with its status line, its id and all of these. */
function sends(Response: PreparedResponseClass, all: string): boolean {
  const socket = new Socket()
  let sent = ''
  socket.write = (data) => {
    sent += String(data)
    return true
  }
  const response = new Response(new IncomingMessage(socket))
  response.requestId = 'probe'
  response.assignSocket(socket)
  response.writeHead(200, { 'content-length': '0' })
  response.flushHeaders()
  response.detachSocket(socket)
  return sent.startsWith(`HTTP/1.1 200 OK\r\nx-request-id: probe\r\n${all}content-length: 0\r\n`)
}
