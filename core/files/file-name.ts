const LONGEST = 200

/** A name that is only a name: no path, nothing invisible, nothing that turns the direction of writing. */
export function cleanFileName(given: string): string {
  const last = given.normalize('NFC').split(/[/\\]/).at(-1) ?? ''
  // oxlint-disable-next-line no-control-regex -- control characters are what is to be removed
  const visible = last.replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim()
  if (visible === '' || /^\.+$/.test(visible)) return 'file'
  if (visible.length <= LONGEST) return visible
  const extension = /\.[^.]{1,15}$/.exec(visible)?.[0] ?? ''
  return `${visible.slice(0, LONGEST - extension.length)}${extension}`
}

/** RFC 6266: a name in ASCII for old clients, and the real one. */
export function contentDisposition(kind: 'inline' | 'attachment', name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
