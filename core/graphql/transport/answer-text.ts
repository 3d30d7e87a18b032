import type { ExecutionResult } from 'graphql'
import { WrittenJson } from '../engine/written-json.ts'

/** The JSON of an answer, in whose data some values may be written already. */
export function answerText(result: ExecutionResult): string | Buffer {
  const { data, ...others } = result
  if (data == null || !Object.values(data).some(isWritten)) return JSON.stringify(result)
  const before = JSON.stringify(others).slice(0, -1)
  const parts: Buffer[] = []
  let text = `${before}${before === '{' ? '' : ','}"data":{`
  for (const [index, [key, value]] of Object.entries(data).entries()) {
    text += `${index === 0 ? '' : ','}${JSON.stringify(key)}:`
    if (isWritten(value)) {
      parts.push(Buffer.from(text), value.bytes)
      text = ''
    } else text += JSON.stringify(value)
  }
  return Buffer.concat([...parts, Buffer.from(`${text}}}`)])
}

const isWritten = (value: unknown): value is WrittenJson => value instanceof WrittenJson
