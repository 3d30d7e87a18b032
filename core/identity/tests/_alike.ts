/**
 * How much longer one way takes than the other: the ratio of their medians, asked for in turns, so that whatever else the
 * machine does meets both.
 */
export async function timeRatio(
  one: (round: number) => Promise<unknown>,
  other: (round: number) => Promise<unknown>,
  rounds = 15,
): Promise<number> {
  const times: [number[], number[]] = [[], []]
  for (let round = -1; round < rounds; round += 1) {
    for (const [which, ask] of [one, other].entries()) {
      const started = performance.now()
      await ask(round)
      // The first of each loads what is loaded when it is used.
      if (round >= 0) times[which]?.push(performance.now() - started)
    }
  }
  const [a, b] = times.map((list) => list.toSorted((x, y) => x - y)[Math.floor(rounds / 2)] ?? 0)
  return (a ?? 0) / (b ?? 1)
}
