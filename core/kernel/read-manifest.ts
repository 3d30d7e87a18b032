import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { manifestSchema, SDK_CONTRACT, type Manifest } from '@wasla/sdk'
import { KernelError, messageOf } from './kernel-error.ts'

/** The contracts that a host of this one serves: its own, and the one before, so that plugins have a release to follow. */
function servedBy(contract: number): number[] {
  return [contract, contract - 1].filter((served) => served > 0)
}

/**
 * Reads and checks `plugin.json` without running any code of the plugin.
 * @param contract the one that this host speaks
 * @throws KernelError `manifest_missing`, `manifest_unreadable`, `manifest_invalid` or `contract_unsupported`
 */
export async function readManifest(directory: string, contract: number = SDK_CONTRACT): Promise<Manifest> {
  const path = join(directory, 'plugin.json')
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new KernelError(
      'manifest',
      'manifest_missing',
      `There is no readable ${path}, so the plugin is unknown; put its folder back, or take it off with "wasla plugins remove", which can export and purge what it holds all the same.`,
      cause,
    )
  })
  const manifest = parseManifest(text, path)
  if (!servedBy(contract).includes(manifest.sdk)) {
    throw new KernelError(
      'manifest',
      'contract_unsupported',
      `"${manifest.id}" is written against SDK contract ${manifest.sdk}, and this host serves ${servedBy(contract).join(' and ')}; install a version of the plugin for one of these.`,
    )
  }
  return manifest
}

function parseManifest(text: string, path: string): Manifest {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new KernelError(
      'manifest',
      'manifest_unreadable',
      `${path} is not JSON (${messageOf(cause)}); mend it there.`,
      cause,
    )
  }
  const parsed = manifestSchema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new KernelError(
    'manifest',
    'manifest_invalid',
    `${path} does not fit the schema of plugin.json: ${parsed.error.issues.map(inWords).join('; ')}; mend it there.`,
  )
}

function inWords(issue: z.core.$ZodIssue): string {
  const at = issue.path.join('.')
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => `${[...issue.path, key].join('.')} is not a known key`).join('; ')
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) return `${at} is missing`
  return `${at || 'the manifest'}: ${issue.message}`
}
