import type { Page } from 'playwright-core'
import { PAGE_TOOLS, startPageTools, type PageTools } from '../pages/browser.ts'
import type { Check, Subject } from './subject.ts'

const LANGUAGES = [
  { language: 'en', locale: 'en-GB', direction: 'ltr' },
  { language: 'ar', locale: 'ar-SA', direction: 'rtl' },
] as const

type Look = (typeof LANGUAGES)[number]

interface Violation {
  readonly id: string
  readonly impact: string
  readonly help: string
  readonly nodes: readonly { readonly html: string }[]
}

interface Axe {
  run(options: object): Promise<{ violations: Violation[] }>
}

export const pages: Check = {
  name: 'every page opens in Arabic and English, and axe finds nothing serious on it',
  async look(subject) {
    if (!subject.hasPages) return { looked: 0, findings: [] }
    const tools = await startPageTools()
    if (tools === undefined) return { looked: 0, findings: [], skipped: `It takes a browser; ${PAGE_TOOLS}.` }
    try {
      const findings: string[] = []
      let looked = 0
      for (const look of LANGUAGES) {
        const found = await lookAtAll(subject, tools, look)
        looked += found.looked
        findings.push(...found.findings)
      }
      return { looked, findings }
    } finally {
      await tools.browser.close()
    }
  },
}

async function lookAtAll(
  subject: Subject,
  { browser, axe }: PageTools,
  { language, locale, direction }: Look,
): Promise<{ looked: number; findings: string[] }> {
  const { host, ours, manifest, seeded = {} } = subject
  const context = await browser.newContext({ baseURL: host.url, locale, reducedMotion: 'reduce' })
  await context.addInitScript(([key, value]) => localStorage.setItem(key, value), [
    'wasla.preferences',
    JSON.stringify({ language, theme: 'light' }),
  ] as const)
  await context.addCookies([{ name: 'wasla', value: ours.owner.token ?? '', url: host.url }])
  const page = await context.newPage()
  const findings: string[] = []
  let where = ''
  page.on('pageerror', (error) => findings.push(`${where} in ${language} throws: ${error.message}`))
  const paths = await pathsOf(subject, page)
  for (const path of paths) {
    where = `The page "${path}"`
    const unknown: string[] = []
    const filled = path.replaceAll(/\$(\w+)/g, (_match, name: string) => {
      const id = seeded[name]
      if (typeof id !== 'string') unknown.push(name)
      return encodeURIComponent(String(id))
    })
    if (unknown.length > 0) {
      findings.push(`${where} needs a row to be shown; let \`seed\` answer ${unknown.join(', ')}.`)
      continue
    }
    await page.goto(`/admin/${manifest.id}/${filled}`)
    try {
      await page.locator('main h1').first().waitFor({ timeout: 30_000 })
    } catch {
      findings.push(`${where} in ${language} shows no heading (h1), so nobody hears where they are.`)
      continue
    }
    await page.waitForLoadState('networkidle')
    if ((await page.evaluate(() => document.documentElement.dir)) !== direction)
      findings.push(`${where} in ${language} does not run ${direction}.`)
    findings.push(
      ...(await seriousFindings(page, axe)).map((finding) => `${where} in ${language}: ${finding}`),
    )
  }
  await context.close()
  return { looked: paths.length, findings }
}

/** The paths of `defineAdmin`, which only a browser can load. */
async function pathsOf({ host, ours, manifest }: Subject, page: Page): Promise<string[]> {
  const { body } = await ours.owner.call('GET', '/ui/bootstrap')
  const module = body.session.modules.find(({ id }: { id: string }) => id === manifest.id)
  if (!module?.entry)
    throw new Error('The host does not serve its pages; see the log for dist-admin/manifest.json.')
  await page.goto('/admin')
  await page.locator('main h1').first().waitFor({ timeout: 30_000 })
  // As text, so that no tool rewrites the import on its way into the browser.
  return page.evaluate<string[]>(
    `import(${JSON.stringify(new URL(module.entry, host.url).href)})
       .then(({ admin }) => (admin.routes ?? []).map(({ path }) => path))`,
  )
}

async function seriousFindings(page: Page, axe: string): Promise<string[]> {
  await page.evaluate(axe)
  const violations = await page.evaluate(async () => {
    const { axe: tool } = globalThis as unknown as { axe: Axe }
    // Only what is wrong is gathered, and style sheets are not fetched again for a rule that is off.
    return (await tool.run({ resultTypes: ['violations'], preload: false })).violations
  })
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => `${help} (${id}): ${nodes.map(({ html }) => html).join(' | ')}`)
}
