import { expect, test } from 'vitest'
import { MessageSplitter } from './message-splitter.ts'

const message = (type: string, body: string) => {
  const length = Buffer.alloc(4)
  length.writeInt32BE(4 + Buffer.byteLength(body))
  return Buffer.concat([Buffer.from(type), length, Buffer.from(body)])
}
const answer = Buffer.concat([
  message('2', ''),
  message('D', 'one'),
  message('D', `two ${'long '.repeat(20)}`),
  message('C', 'SELECT 2'),
  message('Z', 'I'),
])

/** What is heard of the answer when it comes in pieces of this size; rows by their first three letters. */
function heard(size: number, takesRows: boolean): string {
  let said = ''
  const taker = {
    takeRow: (bytes: Buffer, place: number) =>
      void (said += `row ${bytes.toString('latin1', place, place + 3)};`),
  }
  const splitter = new MessageSplitter(
    () => (takesRows ? taker : undefined),
    (messages) => void (said += messages.toString('latin1')),
  )
  for (let at = 0; at < answer.length; at += size) splitter.read(answer.subarray(at, at + size))
  return said
}

test.each([1, 2, 5, 7, 20, 120, 1_000])(
  'in pieces of %i bytes messages arrive whole and in order',
  (size) => {
    expect(heard(size, false)).toBe(answer.toString('latin1'))
    const others = [message('2', ''), message('C', 'SELECT 2'), message('Z', 'I')].map(String)
    expect(heard(size, true)).toBe(`${others[0]}row one;row two;${others[1]}${others[2]}`)
  },
)
