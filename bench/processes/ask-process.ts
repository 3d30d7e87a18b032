import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** Runs a module in a process of its own, where nothing else has warmed or filled anything, and returns what it found. */
export async function askProcess<Answer>(
  module: URL,
  environment: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const child = fork(fileURLToPath(module), {
    execArgv: [...process.execArgv, '--expose-gc'],
    env: { ...process.env, ...environment },
  })
  const ended = once(child, 'exit')
  const [answer] = (await Promise.race([
    once(child, 'message'),
    ended.then(([code]) =>
      Promise.reject(new Error(`${module.pathname} ended with ${code} before it answered.`)),
    ),
  ])) as [Answer]
  child.disconnect()
  await ended
  return answer
}
