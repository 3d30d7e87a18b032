import type { Browser } from 'playwright-core'

/** What somebody who is signed in sees of a page of the admin UI. */
export interface SeenPage {
  readonly heading: string
  readonly direction: string
  /** What its script could not do. */
  readonly complaints: readonly string[]
}

/** @param contains a text that the page shows once its data has come */
export async function lookAtPage(
  browser: Browser,
  { url, token, path, contains }: { url: string; token: string; path: string; contains: string },
  language: 'ar' | 'en',
): Promise<SeenPage> {
  const context = await browser.newContext({ baseURL: url, locale: language, reducedMotion: 'reduce' })
  try {
    await context.addInitScript(([key, value]) => localStorage.setItem(key, value), [
      'wasla.preferences',
      JSON.stringify({ language, theme: 'light' }),
    ] as const)
    await context.addCookies([{ name: 'wasla', value: token, url }])
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('pageerror', ({ message }) => complaints.push(message))
    await page.goto(`/admin/${path}`)
    await page.locator('main').getByText(contains).first().waitFor()
    return {
      heading: await page.locator('main h1').first().innerText(),
      direction: await page.evaluate(() => document.documentElement.dir),
      complaints,
    }
  } finally {
    await context.close()
  }
}
