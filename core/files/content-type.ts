import { isUtf8 } from 'node:buffer'

/** As many bytes as the types in use need to be told apart. */
export const HEAD_BYTES = 4_100

/** Formats that are containers: the bytes say which container, the uploader what is in it. */
const INSIDE: Readonly<Record<string, RegExp>> = {
  'application/zip':
    /^application\/(vnd\.openxmlformats-officedocument\.|vnd\.oasis\.opendocument\.|epub\+zip$)/,
  'application/x-cfb': /^application\/(msword$|vnd\.ms-)/,
  'application/xml': /^(image\/svg\+xml|text\/xml|application\/[\w.-]+\+xml)$/,
}

const TEXT = /^(text\/[\w.+-]+|application\/(json|x-ndjson|[\w.-]+\+json)|image\/svg\+xml)$/

const PROGRAMS =
  /^application\/(x-msdownload|vnd\.microsoft\.portable-executable|x-elf|x-mach-binary|x-ms-shortcut|x-msi|x-apple-diskimage|java-vm|vnd\.android\.package-archive)$/

/** Types that a browser only shows, and never runs. */
const SHOWN =
  /^(image\/(png|jpeg|gif|webp|avif|bmp)|audio\/[\w.-]+|video\/[\w.-]+|application\/pdf|text\/plain)$/

/** What a file is, by its first bytes; what it is said to be only chooses among what they allow. */
export async function sniffContentType(head: Uint8Array, declared = ''): Promise<string> {
  const said = declared.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const { fileTypeFromBuffer } = await import('file-type')
  const sniffed = (await fileTypeFromBuffer(head))?.mime
  if (sniffed !== undefined) return INSIDE[sniffed]?.test(said) === true ? said : sniffed
  if (!looksLikeText(head)) return 'application/octet-stream'
  return TEXT.test(said) ? said : 'text/plain'
}

/** @param accept types such as `image/*`; without it everything but programs */
export function isAccepted(contentType: string, accept?: readonly string[]): boolean {
  if (PROGRAMS.test(contentType)) return false
  return (
    accept === undefined ||
    accept.some(
      (type) => type === contentType || (type.endsWith('/*') && contentType.startsWith(type.slice(0, -1))),
    )
  )
}

/** Whether it may be shown in the browser, on the platform's own origin. */
export function mayBeShown(contentType: string): boolean {
  return SHOWN.test(contentType)
}

function looksLikeText(head: Uint8Array): boolean {
  if (head.includes(0)) return false
  // The head may end inside a character of up to four bytes.
  const cuts = head.length < HEAD_BYTES ? [0] : [0, 1, 2, 3]
  return cuts.some((cut) => isUtf8(head.subarray(0, head.length - cut)))
}
