import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import packaged from '@sparticuz/chromium'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { createTestDatabase } from '../../core/tests/_test-database.ts'
import { startHostProcess } from '../hosts/host-process.ts'

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
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A host on a database of its own, and a browser that looks at it. */
export interface AdminHarness {
  readonly url: string
  /** A window of its own, as another person's computer. */
  window(options?: {
    language?: 'ar' | 'en'
    theme?: 'light' | 'dark'
    width?: number
    token?: string
  }): Promise<Page>
  /** Errors that any window has written to its console. */
  readonly complaints: string[]
  stop(): Promise<void>
}

async function openWindow(
  browser: Browser,
  url: string,
  options: Parameters<AdminHarness['window']>[0] = {},
): Promise<BrowserContext> {
  const { language = 'en', theme = 'light', width = 1280, token } = options
  const context = await browser.newContext({
    baseURL: url,
    locale: language === 'ar' ? 'ar-SA' : 'en-GB',
    viewport: { width, height: 900 },
    reducedMotion: 'reduce',
  })
  await context.addInitScript(
    ([key, value]) => localStorage.getItem(key) ?? localStorage.setItem(key, value),
    ['wasla.preferences', JSON.stringify({ language, theme })] as const,
  )
  if (token !== undefined) await context.addCookies([{ name: 'wasla', value: token, url }])
  return context
}

export async function startAdmin(): Promise<AdminHarness> {
  const database = await createTestDatabase()
  const [host, browser] = await Promise.all([
    startHostProcess({ DATABASE_URL: database.adminUrl }),
    chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? (await packaged.executablePath()),
      args: FLAGS,
    }),
  ])
  const complaints: string[] = []
  return {
    url: host.url,
    complaints,
    async window(options) {
      const page = await (await openWindow(browser, host.url, options)).newPage()
      page.setDefaultTimeout(10_000)
      page.on('pageerror', (error) => complaints.push(error.message))
      // A refusal by the API is part of what is tested; the browser reports it as an error of its own.
      page.on(
        'console',
        (message) =>
          message.type() === 'error' &&
          !message.text().startsWith('Failed to load resource') &&
          complaints.push(message.text()),
      )
      return page
    },
    async stop() {
      await browser.close()
      await host.stop()
      await database.drop()
    },
  }
}

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}

/** What axe-core finds serious or critical on a page, a line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(axeSource)
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: Violation[] }> } }
    return (await axe.run()).violations
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}
