import { createRequire } from 'node:module'
import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A browser that looks at pages, and the program that finds what keeps people from using them. */
export interface PageTools {
  readonly browser: Browser
  /** The source of axe-core. */
  readonly axe: string
}

/** What an author installs, so that pages are looked at. */
export const PAGE_TOOLS =
  'npm install --save-dev playwright-core axe-core @sparticuz/chromium (or set CHROMIUM_PATH to a browser of yours)'

/** Starts a browser; none where its packages, which are optional, are not installed. */
export async function startPageTools(): Promise<PageTools | undefined> {
  const axe = await axeSource()
  const playwright = await import('playwright-core').catch(missing)
  if (axe === undefined || playwright === undefined) return undefined
  const executablePath = process.env['CHROMIUM_PATH'] ?? (await packagedBrowser())
  const place = executablePath === undefined ? { channel: 'chrome' } : { executablePath }
  const browser = await playwright.chromium.launch({ ...place, args: FLAGS }).catch((error: Error) => {
    if (executablePath === undefined) return undefined
    throw error
  })
  return browser && { browser, axe }
}

async function axeSource(): Promise<string | undefined> {
  try {
    return await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  } catch {
    return undefined
  }
}

/** A Chromium that comes as a package; there is one for Linux only. */
async function packagedBrowser(): Promise<string | undefined> {
  if (process.platform !== 'linux') return undefined
  const packaged = await import('@sparticuz/chromium').catch(missing)
  return packaged?.default.executablePath()
}

function missing(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error
}
