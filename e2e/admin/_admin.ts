import { readFileSync } from 'node:fs'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import packaged from '@sparticuz/chromium'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { TestClient } from '@wasla/host'
import { afterEach, expect, vi } from 'vitest'
import { eachTryAnew } from '../../core/tests/_each-try-anew.ts'
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
  /** Where its database is, for what no page does. */
  readonly database: string
  /** A window of its own, as another person's computer. */
  window(options?: {
    language?: 'ar' | 'en'
    theme?: 'light' | 'dark'
    width?: number
    height?: number
    token?: string
  }): Promise<Page>
  /** Somebody whom the owner has asked in, with a role; the client speaks in their name. */
  member(
    owner: TestClient,
    person: Readonly<Record<'email' | 'fullName' | 'role', string>>,
  ): Promise<TestClient>
  /** Errors that any window has written to its console. */
  readonly complaints: string[]
  /** Closes every window, and forgets what they complained of. */
  closeWindows(): Promise<void>
  stop(): Promise<void>
}

async function openWindow(
  browser: Browser,
  url: string,
  options: Parameters<AdminHarness['window']>[0] = {},
): Promise<BrowserContext> {
  const { language = 'en', theme = 'light', width = 1280, height = 900, token } = options
  const context = await browser.newContext({
    baseURL: url,
    locale: language === 'ar' ? 'ar-SA' : 'en-GB',
    viewport: { width, height },
    reducedMotion: 'reduce',
  })
  await context.addInitScript(
    ([key, value]) => localStorage.getItem(key) ?? localStorage.setItem(key, value),
    ['wasla.preferences', JSON.stringify({ language, theme })] as const,
  )
  if (token !== undefined) await context.addCookies([{ name: 'wasla', value: token, url }])
  return context
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** People open it as localhost, since browsers refuse passkeys for an IP address. */
export async function startAdmin(environment: Readonly<Record<string, string>> = {}): Promise<AdminHarness> {
  const [database, port] = await Promise.all([createTestDatabase(), freePort()])
  const url = `http://localhost:${port}`
  const [host, browser] = await Promise.all([
    startHostProcess({
      DATABASE_URL: database.adminUrl,
      PORT: String(port),
      PUBLIC_URL: url,
      WASLA_MODE: 'development',
      WASLA_ENCRYPTION_KEYS: Buffer.alloc(32, 7).toString('base64'),
      ...environment,
    }),
    chromium.launch({
      executablePath: process.env['CHROMIUM_PATH'] ?? (await packaged.executablePath()),
      args: FLAGS,
    }),
  ])
  const complaints: string[] = []
  const windows = new Set<BrowserContext>()
  return {
    url,
    database: database.adminUrl,
    complaints,
    async window(options) {
      const context = await openWindow(browser, url, options)
      windows.add(context)
      const page = await context.newPage()
      page.setDefaultTimeout(20_000)
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
    async member(owner, { email, fullName, role }) {
      await owner.call('POST', '/users/invite', { body: { email, role } })
      const [, token] = (await mailedLink(url, email, 'accept-invitation')).split('#token=')
      const member = new TestClient(url)
      const password = 'another long one of my own'
      await member.call('POST', '/auth/accept-invitation', { body: { token, fullName, password } })
      const { status, body } = await member.call('POST', '/auth/login', { body: { email, password } })
      expect(status, JSON.stringify(body)).toBe(200)
      member.token = body.accessToken
      return member
    },
    async closeWindows() {
      await Promise.all([...windows].map((context) => context.close()))
      windows.clear()
      complaints.length = 0
    },
    async stop() {
      await browser.close()
      await host.stop()
      await database.drop()
    },
  }
}

/** What the tests of a file look at: anew for each further try of one, and without the windows of the test before. */
export function useAdmin(begin: () => Promise<AdminHarness>): void {
  let admin: AdminHarness | undefined
  eachTryAnew(
    async () => {
      admin = await begin()
    },
    async () => {
      const ended = admin
      admin = undefined
      await ended?.stop()
    },
  )
  afterEach(() => admin?.closeWindows())
}

/** Whether a page is wider than its window. */
export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)
}

interface Violation {
  readonly id: string
  readonly impact: string
  readonly nodes: readonly { readonly html: string }[]
}

interface Axe {
  run(options: object): Promise<{ violations: Violation[] }>
}

export const OWNER = {
  organizationName: 'Northwind Traders',
  fullName: 'Amal Saleh',
  email: 'amal@example.com',
  password: 'a long one of my own',
} as const

/** An owner with an organization in which these modules are on; the client speaks in their name. */
export async function registerOwner(url: string, ...modules: readonly string[]): Promise<TestClient> {
  const api = new TestClient(url)
  const { body } = await api.call('POST', '/auth/register', { body: OWNER })
  api.token = body.accessToken
  for (const module of modules)
    await api.call('PUT', `/modules/${module}?wait=acknowledged`, {
      body: { active: true, withRequirements: true },
    })
  return api
}

/**
 * Goes to a page as a link does, and waits for what it shows: the program is loaded once per window and not
 * once per page, which is most of what a visit costs.
 */
export async function visit(page: Page, path: string): Promise<void> {
  const { protocol, pathname, search } = new URL(page.url())
  if (protocol === 'about:') await page.goto(path)
  else if (pathname + search !== path)
    await page.evaluate((to) => {
      for (const heading of document.querySelectorAll('h1')) heading.dataset['left'] = ''
      history.pushState(null, '', to)
      dispatchEvent(new PopStateEvent('popstate'))
    }, path)
  await page.locator('h1:not([data-left])').waitFor()
  // A board's live region has the role, too.
  const skeletons = page.locator('main div[role=status]:not([aria-live])')
  await expect.poll(() => skeletons.count(), { message: `${path} has its data` }).toBe(0)
}

/** What axe-core finds serious or critical on a page, a line each. */
export async function seriousFindings(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axeSource)
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: Axe }
    // Only what is wrong is gathered, and style sheets are not fetched again for a rule that is off.
    return (await axe.run({ resultTypes: ['violations'], preload: false })).violations
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

/** What axe-core finds in the light and in the dark. */
export async function findingsInBothThemes(page: Page): Promise<string[]> {
  const findings: string[] = []
  for (const theme of ['light', 'dark']) {
    await page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme)
    findings.push(...(await seriousFindings(page)).map((finding) => `${theme}: ${finding}`))
  }
  return findings
}

/** The link of the newest mail to somebody. */
export async function mailedLink(url: string, email: string, page: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const mails = await (await fetch(`${url}/dev/mailbox.json?to=${encodeURIComponent(email)}`)).text()
      const link = new RegExp(`/admin/${page}#token=[\\w-]+`).exec(mails)?.[0]
      if (link === undefined) throw new Error(`No mail to ${email} leads to ${page}`)
      return link
    },
    { timeout: 20_000, interval: 50 },
  )
}
