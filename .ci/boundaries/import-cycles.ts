/** Finds the circular imports of a module graph: each strongly connected group of two or more, or a self-import. */
export function importCycles(graph: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const stack: string[] = []
  const cycles: string[][] = []

  // Tarjan's algorithm, https://doi.org/10.1137/0201010
  const visit = (module: string) => {
    order.set(module, order.size)
    lowest.set(module, order.size - 1)
    stack.push(module)
    for (const next of graph.get(module) ?? []) {
      if (!order.has(next)) visit(next)
      const reached = stack.includes(next) ? lowest.get(next) : undefined
      if (reached !== undefined) lowest.set(module, Math.min(lowest.get(module) ?? reached, reached))
    }
    if (lowest.get(module) !== order.get(module)) return
    const group = stack.splice(stack.indexOf(module))
    if (group.length > 1 || graph.get(module)?.has(module)) cycles.push(group)
  }

  for (const module of graph.keys()) if (!order.has(module)) visit(module)
  return cycles
}
