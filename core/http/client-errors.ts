import { type RequestListener, type Server, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { PROBLEM_TYPE } from './problem.ts'

const KNOWN: Record<string, { readonly status: number; readonly detail: string }> = {
  HPE_HEADER_OVERFLOW: { status: 431, detail: 'The headers are larger than this server accepts.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request did not arrive in time.' },
}
const MALFORMED = { status: 400, detail: 'This is not a well-formed HTTP request.' }

/** Answers what could not even be parsed as a request, and closes the connection. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  if (socket.writable && socket.bytesWritten === 0) {
    const { status, detail } = KNOWN[error.code ?? ''] ?? MALFORMED
    const body = malformedRequest(status, detail)
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    )
  }
  socket.destroy(error)
}

/** Node answers an unknown `Expect` itself, with a status and not a word. */
export function refuseExpectations(server: Server): void {
  const refuse: RequestListener = (_request, response) => {
    const detail = 'Nothing can be expected here but "100-continue"; send the request without Expect.'
    response
      .writeHead(417, { 'content-type': PROBLEM_TYPE, connection: 'close' })
      .end(malformedRequest(417, detail))
  }
  server.on('checkExpectation', refuse)
}

function malformedRequest(status: number, detail: string): string {
  const code = 'malformed_request'
  return JSON.stringify({
    type: `urn:wasla:problem:${code}`,
    title: STATUS_CODES[status],
    status,
    code,
    detail,
  })
}
