import type { Grown } from '../measurements/growth.ts'

const WIDTH = 720
const HEIGHT = 360
const MARGIN = { top: 24, end: 72, bottom: 56, start: 72 }
const MOST = 2
const COLORS = ['#2563eb', '#059669', '#d97706', '#7c3aed']

/** Draws what a request costs over the number of rows, on a logarithmic scale, as an SVG. */
export function curve(points: readonly Grown[]): string {
  const rows = points.map(({ size }) => Math.log10(size.rows))
  const [least, most] = [Math.min(...rows), Math.max(...rows)]
  const x = (count: number): number =>
    MARGIN.start + ((Math.log10(count) - least) / (most - least)) * (WIDTH - MARGIN.start - MARGIN.end)
  const y = (cost: number): number =>
    HEIGHT - MARGIN.bottom - (cost / MOST) * (HEIGHT - MARGIN.top - MARGIN.bottom)
  const text = (across: number, down: number, words: string, anchor = 'middle', color = '#64748b'): string =>
    `<text x="${across.toFixed(1)}" y="${down.toFixed(1)}" text-anchor="${anchor}" fill="${color}">${words}</text>`
  const across = (cost: number, dashes: string): string =>
    `<line x1="${MARGIN.start}" x2="${WIDTH - MARGIN.end}" y1="${y(cost)}" y2="${y(cost)}" stroke="#94a3b8" stroke-dasharray="${dashes}"/>`
  const sizes = new Map(points.map(({ size }) => [size.rows, size]))
  const operations = [...new Set(points.map(({ operation }) => operation))]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    ...[0.5, 1, 1.5, 2].map((cost) => text(MARGIN.start - 8, y(cost) + 4, `${cost}×`, 'end')),
    across(1, '2 4'),
    across(1.5, '6 4'),
    text(WIDTH - MARGIN.end, y(1.5) - 6, 'the bar', 'end'),
    ...[...sizes.values()].flatMap(({ rows: count, organizations }) => [
      text(x(count), HEIGHT - MARGIN.bottom + 20, `${count.toLocaleString('en')} rows`),
      text(
        x(count),
        HEIGHT - MARGIN.bottom + 36,
        `${organizations.toLocaleString('en')} ${organizations === 1 ? 'organization' : 'organizations'}`,
      ),
    ]),
    ...operations.flatMap((operation, index) => {
      const color = COLORS[index % COLORS.length] as string
      const own = points.filter((point) => point.operation === operation)
      const path = own.map(({ size, cost }) => `${x(size.rows).toFixed(1)},${y(cost).toFixed(1)}`)
      return [
        `<polyline points="${path.join(' ')}" fill="none" stroke="${color}" stroke-width="2"/>`,
        text(MARGIN.start + 8, MARGIN.top + 16 * index, operation, 'start', color),
      ]
    }),
    '</svg>\n',
  ].join('\n')
}
