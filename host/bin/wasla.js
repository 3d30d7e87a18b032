#!/usr/bin/env node
// Plain JavaScript, so that any Node from 20 on can read it and hand over to the pinned one.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const OLDEST_NODE = 24
const SOURCE_CONDITION = '--conditions=wasla-source'
const HANDED_OVER = 'WASLA_HANDED_OVER'

const packageDirectory = dirname(dirname(fileURLToPath(import.meta.url)))
const sourceEntry = join(packageDirectory, 'cli.ts')
const builtEntry = join(packageDirectory, 'dist', 'cli.js')
// Node refuses to strip types below node_modules, so an installed package always runs what was built.
const installed = packageDirectory.split(sep).includes('node_modules')
const entry = !installed && existsSync(sourceEntry) ? sourceEntry : builtEntry

const oldNode = Number.parseInt(process.versions.node, 10) < OLDEST_NODE
const conditionMissing = entry === sourceEntry && !conditions().includes('wasla-source')

if (process.env[HANDED_OVER]) {
  delete process.env[HANDED_OVER]
  stopWithTheProcessThatHandedOver()
  if (oldNode)
    fail(
      `Wasla needs Node ${OLDEST_NODE}, and the copy it brings along is ${process.version}; run "npm install" again.`,
    )
  else await run()
} else if (oldNode || conditionMissing) {
  const node = oldNode ? pinnedNode() : process.execPath
  if (node) handOver(node)
  else
    fail(
      `Wasla needs Node ${OLDEST_NODE}, this is ${process.version}, and the copy it brings along is missing; run "npm install --include=optional && npm rebuild node", or start it with a newer Node.`,
    )
} else {
  await run()
}

async function run() {
  // Compiling, and stripping types, is half of a start. Not in the shared temporary directory, where others could plant code.
  module.enableCompileCache?.(join(packageDirectory, 'node_modules', '.cache', 'wasla'))
  if (!existsSync(entry)) {
    fail(
      `Wasla is incomplete: neither ${sourceEntry} nor ${builtEntry} exists; build the packages or install them again.`,
    )
    return
  }
  await import(new URL(entry === sourceEntry ? '../cli.ts' : '../dist/cli.js', import.meta.url).href)
}

function conditions() {
  const options = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/)].join(' ')
  return [...options.matchAll(/(?:--conditions|-C)[= ](\S+)/g)].map(([, name]) => name)
}

function pinnedNode() {
  try {
    const directory = dirname(createRequire(import.meta.url).resolve('node/package.json'))
    const node = join(directory, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    return existsSync(node) ? node : undefined
  } catch {
    return undefined
  }
}

function handOver(node) {
  const options =
    entry === sourceEntry && conditionMissing ? [...process.execArgv, SOURCE_CONDITION] : process.execArgv
  const child = spawn(node, [...options, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, [HANDED_OVER]: '1' },
  })
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGBREAK'].filter(
    (name) => name in constants.signals,
  )
  for (const signal of signals) process.on(signal, () => child.kill(signal))
  child.once('error', (error) =>
    fail(
      `Wasla could not start ${node} (${error.message}); run "npm rebuild node" or start it with Node ${OLDEST_NODE}.`,
    ),
  )
  child.once('exit', (code, signal) => {
    for (const name of signals) process.removeAllListeners(name)
    if (signal) process.kill(process.pid, signal)
    else process.exitCode = code ?? 1
  })
}

/** A `kill -9` of the older process cannot be passed on; the closed channel tells this one to stop in order. */
function stopWithTheProcessThatHandedOver() {
  if (!process.channel) return
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel.unref()
}

function fail(sentence) {
  console.error(sentence)
  process.exitCode = 1
}
