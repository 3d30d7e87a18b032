/** The first letters of a name; decoration beside the name itself. */
export function Avatar({ name, size = 28 }: { name: string; size?: number }) {
  const letters = name
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => [...word][0]?.toUpperCase())
    .join('\u200c')
  return (
    <span
      aria-hidden
      className="inline-grid shrink-0 place-items-center rounded-full bg-accent-soft font-semibold text-accent-strong"
      style={{ inlineSize: size, blockSize: size, fontSize: size * 0.38 }}
    >
      {letters}
    </span>
  )
}
