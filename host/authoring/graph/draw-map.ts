import type { MapEdge, MapNode, PluginMap } from './plugin-map.ts'

const WIDTH = 200
const HEIGHT = 56
const GAP_X = 60
const GAP_Y = 120
const MARGIN = 40

const styles: Readonly<Record<MapEdge['kind'], { colour: string; dash: string; says: string }>> = {
  requires: { colour: '#1f2937', dash: '', says: 'requires' },
  optional: { colour: '#9ca3af', dash: '6 4', says: 'works with' },
  event: { colour: '#2563eb', dash: '', says: 'event' },
  hook: { colour: '#b45309', dash: '2 3', says: 'hook' },
  extension: { colour: '#7c3aed', dash: '2 3', says: 'extension' },
  slot: { colour: '#047857', dash: '2 3', says: 'slot' },
}

interface Placed extends MapNode {
  readonly x: number
  readonly y: number
}

/** Draws the map as an SVG: what others build on lies at the bottom. */
export function drawMap({ nodes, edges }: PluginMap): string {
  const platform = edges.some(({ from, to }) => from === 'platform' || to === 'platform')
  const all: MapNode[] = platform
    ? [{ id: 'platform', title: 'Platform', level: 0, quarantined: false }, ...nodes]
    : [...nodes]
  const placed = place(all)
  const byId = new Map(placed.map((node) => [node.id, node]))
  const width = Math.max(...placed.map(({ x }) => x + WIDTH), 480) + MARGIN
  const height = Math.max(...placed.map(({ y }) => y + HEIGHT), 0) + MARGIN + 40
  const lines = group(edges).flatMap(({ edge, labels, turn }) => line(edge, labels, turn, byId))
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" role="img" aria-label="Modules and what connects them">
<rect width="100%" height="100%" fill="#ffffff"/>
<defs>${Object.entries(styles)
    .map(
      ([kind, { colour }]) =>
        `<marker id="${kind}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0L8 4L0 8z" fill="${colour}"/></marker>`,
    )
    .join('')}</defs>
${lines.join('\n')}
${placed.map(box).join('\n')}
${legend(height)}
</svg>
`
}

function place(nodes: readonly MapNode[]): Placed[] {
  const highest = Math.max(0, ...nodes.map(({ level }) => level))
  const rows = Map.groupBy(nodes, ({ level }) => level)
  const widest = Math.max(...[...rows.values()].map((row) => row.length))
  return [...rows].flatMap(([level, row]) =>
    [...row]
      .sort((one, other) => one.id.localeCompare(other.id))
      .map((node, index) => ({
        ...node,
        x: MARGIN + ((widest - row.length) * (WIDTH + GAP_X)) / 2 + index * (WIDTH + GAP_X),
        y: MARGIN + (highest - level) * (HEIGHT + GAP_Y),
      })),
  )
}

/** One line for all of a kind between two modules, each kind beside the others. */
function group(edges: readonly MapEdge[]): { edge: MapEdge; labels: string[]; turn: number }[] {
  const turns = new Map<string, number>()
  return [...Map.groupBy(edges, ({ from, to, kind }) => `${from} ${to} ${kind}`).values()].flatMap((same) => {
    const [edge] = same
    if (edge === undefined) return []
    const pair = [edge.from, edge.to].sort().join(' ')
    const turn = turns.get(pair) ?? 0
    turns.set(pair, turn + 1)
    return [{ edge, labels: same.map(({ label }) => label), turn }]
  })
}

function line(
  { from, to, kind }: MapEdge,
  labels: readonly string[],
  turn: number,
  nodes: ReadonlyMap<string, Placed>,
): string[] {
  const [start, end] = [nodes.get(from), nodes.get(to)]
  if (start === undefined || end === undefined) return []
  const { colour, dash, says } = styles[kind]
  const shift = (turn - 1) * 34
  const down = end.y >= start.y
  const [x1, y1, x2, y2] = [
    start.x + WIDTH / 2 + shift,
    down ? start.y + HEIGHT : start.y,
    end.x + WIDTH / 2 + shift,
    down ? end.y : end.y + HEIGHT,
  ]
  const middle = (y1 + y2) / 2
  return [
    `<path d="M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}" fill="none" stroke="${colour}" stroke-width="1.5"${dash && ` stroke-dasharray="${dash}"`} marker-end="url(#${kind})"><title>${escaped(`${from} → ${to}, ${says}: ${labels.join(', ')}`)}</title></path>`,
  ]
}

function box({ id, title, x, y, quarantined }: Placed): string {
  const colours = quarantined ? 'fill="#fef2f2" stroke="#b91c1c"' : 'fill="#f9fafb" stroke="#374151"'
  return `<g><rect x="${x}" y="${y}" width="${WIDTH}" height="${HEIGHT}" rx="8" ${colours}/><text x="${x + WIDTH / 2}" y="${y + 24}" text-anchor="middle" font-size="15" font-weight="600" fill="#111827">${escaped(id)}</text><text x="${x + WIDTH / 2}" y="${y + 43}" text-anchor="middle" font-size="12" fill="#4b5563">${escaped(quarantined ? `${title}, quarantined` : title)}</text></g>`
}

function legend(height: number): string {
  return Object.values(styles)
    .map(({ colour, dash, says }, index) => {
      const x = MARGIN + index * 95
      return `<path d="M${x} ${height - 24}h20" stroke="${colour}" stroke-width="1.5"${dash && ` stroke-dasharray="${dash}"`}/><text x="${x + 26}" y="${height - 20}" font-size="12" fill="#374151">${says}</text>`
    })
    .join('')
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
