import { expect, test } from 'vitest'
import type { Page } from 'playwright-core'
import { OWNER, registerOwner, startAdmin, useAdmin, type AdminHarness } from './_admin.ts'

const ROWS = 10_000
/** More than are asked for at once: the browser is measured, not how often it asks. */
const ANSWERED = 1_000
const KILOBYTE = 1_000

let admin: AdminHarness
let token: string

useAdmin(async () => {
  admin = await startAdmin()
  const api = await registerOwner(admin.url)
  token = api.token ?? ''
  return admin
})

/** Bytes of compressed script that a page has loaded, and from how many files. */
async function weighScripts(page: Page): Promise<{ bytes: number; files: number }> {
  return page.evaluate(() => {
    const scripts = (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).filter(
      ({ name }) => new URL(name).pathname.endsWith('.js'),
    )
    return {
      bytes: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0),
      files: scripts.length,
    }
  })
}

async function framesPerSecond(page: Page): Promise<number> {
  return page.getByRole('group', { name: 'Customers' }).evaluate(
    (frame) =>
      new Promise<number>((resolve) => {
        const begun = performance.now()
        let frames = 0
        const step = (now: number): void => {
          frames += 1
          frame.scrollTop += 120
          if (now - begun < 3_000) requestAnimationFrame(step)
          else resolve((frames * 1_000) / (now - begun))
        }
        requestAnimationFrame(step)
      }),
  )
}

test('the first load of a signed-in person before any module is at most 200 kB of compressed script', async () => {
  const page = await admin.window({ token })
  await page.goto('/admin')
  await page.getByRole('heading', { name: 'Hello' }).waitFor()
  await page.waitForTimeout(500)
  const { bytes, files } = await weighScripts(page)
  console.info(`First load: ${(bytes / KILOBYTE).toFixed(1)} kB of compressed script in ${files} files.`)
  expect(bytes).toBeGreaterThan(50 * KILOBYTE)
  expect(bytes).toBeLessThanOrEqual(200 * KILOBYTE)
  expect(files).toBeLessThanOrEqual(10)

  const slow = await admin.window({ token })
  await slow.addInitScript(() => {
    const ready = new Promise<number>((resolve) => {
      const look = (): void =>
        document.querySelector('h1') === null ? void requestAnimationFrame(look) : resolve(performance.now())
      requestAnimationFrame(look)
    })
    Object.assign(globalThis, { ready })
  })
  const slowed = await slow.context().newCDPSession(slow)
  await slowed.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await slow.goto('/admin', { waitUntil: 'commit' })
  // The tool's own way to wait would put its scripts into the page while that loads.
  const { result } = await slowed.send('Runtime.evaluate', { expression: 'ready', awaitPromise: true })
  await slow.getByRole('heading', { name: 'Hello' }).waitFor()
  console.info(`Interactive at 4x CPU slowdown after ${Number(result.value).toFixed(0)} ms.`)
})

test('a warm page of a module and a long list are told', async () => {
  const headers = { authorization: `Bearer ${token}` }
  await fetch(`${admin.url}/api/v1/modules/crm?wait=acknowledged`, {
    method: 'PUT',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ active: true }),
  })
  const page = await admin.window({ token })
  // Long lists are answered here: what is measured is the browser.
  await page.route('**/api/v1/crm/customers?**', (route) => {
    const { searchParams } = new URL(route.request().url())
    const [limit, from] = [Number(searchParams.get('limit')), Number(searchParams.get('cursor') ?? 0)]
    const items = Array.from(
      { length: Math.min(from === 0 ? limit : ANSWERED, ROWS - from) },
      (_, index) => ({
        id: String(from + index),
        version: 1,
        companyName: `Company ${from + index}`,
        contactName: OWNER.fullName,
        email: null,
        phone: '+966501234567',
        phoneRaw: null,
        city: 'Riyadh',
        country: 'Saudi Arabia',
        stageId: null,
        createdAt: new Date().toISOString(),
      }),
    )
    const next = from + items.length
    return route.fulfill({ json: { items, nextCursor: next < ROWS ? String(next) : null } })
  })
  await page.goto('/admin/crm/customers')
  await page.getByText('Company 0', { exact: true }).waitFor()
  await page.getByRole('link', { name: 'Home' }).click()
  await page.getByRole('heading', { name: 'Hello' }).waitFor()
  const opened = await page.evaluate(async () => {
    const link = document.querySelector<HTMLElement>('nav a[href="/admin/crm/customers"]')
    const begun = performance.now()
    link?.click()
    while (document.querySelector('table[aria-label="Customers"] tbody tr') === null)
      await new Promise(requestAnimationFrame)
    return performance.now() - begun
  })
  console.info(`A warm page of a module stood ${opened.toFixed(0)} ms after the click.`)

  const list = page.getByRole('group', { name: 'Customers' })
  let rows = 0
  for (let round = 0; round < 400 && rows < ROWS; round += 1)
    rows = await list.evaluate(async (frame) => {
      frame.scrollTop = frame.scrollHeight
      await new Promise((resolve) => setTimeout(resolve, 60))
      return Math.round(frame.scrollHeight / 45)
    })
  await list.evaluate((frame) => frame.scrollTo(0, 0))
  const rate = await framesPerSecond(page)
  const drawn = await page.locator('table[aria-label="Customers"] tbody tr').count()
  console.info(
    `A list of ${rows} rows scrolled at ${rate.toFixed(0)} frames a second with ${drawn} rows drawn.`,
  )
  expect(drawn).toBeLessThan(100)
})
