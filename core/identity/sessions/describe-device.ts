const BROWSERS: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(?:Firefox|FxiOS)\//, 'Firefox'],
  [/\b(?:Chrome|CriOS)\//, 'Chrome'],
  [/\bSafari\//, 'Safari'],
]

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\bAndroid\b/, 'Android'],
  [/\b(?:iPhone|iPod)\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMac OS X\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
]

const first = (userAgent: string, known: readonly (readonly [RegExp, string])[]) =>
  known.find(([pattern]) => pattern.test(userAgent))?.[1] ?? null

/** What a person recognises of a User-Agent header. A program is named as it names itself: `curl/8.5.0`. */
export function describeDevice(userAgent: string | null): {
  readonly browser: string | null
  readonly system: string | null
} {
  if (userAgent === null || userAgent === '') return { browser: null, system: null }
  const browser = first(userAgent, BROWSERS) ?? userAgent.split(' ', 1)[0]?.slice(0, 60) ?? null
  return { browser, system: first(userAgent, SYSTEMS) }
}
