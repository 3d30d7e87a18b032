// Many changes at once, as of an import, are one look.
const GATHERING = 200
// An answer that does not come keeps nobody from looking elsewhere.
const LONGEST_LOOK = 3_000

/**
 * Gathers what changed and looks once; what changes while it looks is looked at afterwards, so that the last look is
 * never older than the last change, and a busy hour is no more than a look after the other.
 */
export function gatherChanges(
  look: (events: readonly string[]) => Promise<unknown>,
): (event: string) => void {
  const gathered = new Set<string>()
  let looking = false
  const begin = async (): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, GATHERING))
    const events = [...gathered]
    gathered.clear()
    await Promise.race([look(events), new Promise((resolve) => setTimeout(resolve, LONGEST_LOOK))])
    looking = gathered.size > 0
    if (looking) void begin()
  }
  return (event) => {
    gathered.add(event)
    if (looking) return
    looking = true
    void begin()
  }
}
