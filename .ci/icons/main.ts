import { mkdir, readFile, writeFile } from 'node:fs/promises'
import packaged from '@sparticuz/chromium'
import { chromium } from 'playwright-core'

// `npm run icons`: the pictures that telephones and desktops show of the installed program, drawn from its own icon.svg.
const PUBLIC = new URL('../../admin-ui/public/', import.meta.url)
const ACCENT = '#0f766e'

interface Picture {
  readonly name: string
  readonly size: number
  /** How much of the side the icon takes. Where the system cuts its own shape, colour reaches the edge. */
  readonly share?: number
}

const PICTURES: readonly Picture[] = [
  { name: 'icon-192', size: 192 },
  { name: 'icon-512', size: 512 },
  // Only a circle of 0.8 of the side is certain to be seen, and the icon's drawing takes two thirds of its own side.
  { name: 'icon-maskable-512', size: 512, share: 0.85 },
  { name: 'apple-touch-icon', size: 180, share: 1 },
]

const svg = await readFile(new URL('icon.svg', PUBLIC), 'utf8')
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? (await packaged.executablePath()),
  args: ['--headless=old', '--no-sandbox', '--disable-gpu'],
})
const page = await browser.newPage()
await mkdir(new URL('icons/', PUBLIC), { recursive: true })
for (const { name, size, share } of PICTURES) {
  await page.setViewportSize({ width: size, height: size })
  await page.setContent(
    `<body style="margin:0;height:100vh;display:grid;place-items:center;background:${share === undefined ? 'transparent' : ACCENT}">
     <div style="width:${(share ?? 1) * 100}%">${svg.replace('<svg ', '<svg style="display:block" ')}</div>`,
  )
  await writeFile(
    new URL(`icons/${name}.png`, PUBLIC),
    await page.screenshot({ omitBackground: true, type: 'png' }),
  )
}
await browser.close()
