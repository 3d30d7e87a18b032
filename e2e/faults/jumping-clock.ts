let ahead = 0
const now = (): number => realNow() + ahead
const { now: realNow } = Date

/** Sets this process's clock to so many milliseconds past the real time. What counts from a start, such as timers, goes on as before. */
export function setClock(milliseconds: number): void {
  ahead = milliseconds
}

globalThis.Date = new Proxy(Date, {
  get: (date, name) => (name === 'now' ? now : Reflect.get(date, name)),
  construct: (date, given, target) => Reflect.construct(date, given.length === 0 ? [now()] : given, target),
})
