import { isolated } from './direction.ts'
import { escapeHtml } from './escape-html.ts'
import type { Language, MailContent } from './mail.ts'

/** What a mail says, before it is laid out. */
export interface MailParts {
  readonly language: Language
  readonly subject: string
  /** The name of whoever reads it. */
  readonly name?: string
  readonly paragraphs: readonly string[]
  /** A code to type. */
  readonly code?: string
  /** The one thing to do. */
  readonly action?: { readonly label: string; readonly url: string }
  /** In small print: why the mail came, and what to do if it should not have. */
  readonly note?: string
}

const WORDS = {
  en: {
    hello: (name: string) => `Hello ${name},`,
    orCopy: 'If the button does not work, open this address:',
  },
  ar: { hello: (name: string) => `مرحبًا ${isolated(name)}،`, orCopy: 'إذا لم يعمل الزر، فافتح هذا العنوان:' },
} as const

const FONT = `font-family:'Segoe UI',Tahoma,Arial,sans-serif`

/** Lays a mail out as HTML that mail programs of all ages show, right to left in Arabic, and as plain text. */
export function renderMail(parts: MailParts): MailContent {
  const { subject, language } = parts
  return { subject, language, html: renderHtml(parts), text: renderText(parts) }
}

function renderText({ language, name, paragraphs, code, action, note }: MailParts): string {
  const blocks = [
    name === undefined ? [] : WORDS[language].hello(name),
    paragraphs,
    code ?? [],
    action === undefined ? [] : `${action.label}:\n${action.url}`,
    note === undefined ? [] : `--\n${note}`,
  ]
  return `${blocks.flat().join('\n\n')}\n`
}

function renderHtml({ language, subject, name, paragraphs, code, action, note }: MailParts): string {
  const rtl = language === 'ar'
  const direction = rtl ? 'rtl' : 'ltr'
  const align = `text-align:${rtl ? 'right' : 'left'}`
  const words = WORDS[language]
  const paragraph = (text: string) =>
    `<p style="margin:0 0 16px;${align}">${escapeHtml(text).replaceAll('\n', '<br>')}</p>`
  const body = [
    `<h1 style="margin:0 0 20px;font-size:20px;${align}">${escapeHtml(subject)}</h1>`,
    name === undefined ? '' : paragraph(words.hello(name)),
    ...paragraphs.map(paragraph),
    code === undefined ? '' : codeBlock(code),
    action === undefined ? '' : actionBlock(action, words.orCopy, align),
  ].join('\n')
  const footer =
    note === undefined
      ? ''
      : `<tr><td style="padding:16px 32px 28px;font-size:13px;color:#5f6b7a;${align}">${escapeHtml(note)}</td></tr>`
  return `<!doctype html>
<html lang="${language}" dir="${direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light">
<title>${escapeHtml(subject)}</title>
</head>
<body dir="${direction}" style="margin:0;background:#f3f5f7;${FONT};font-size:16px;line-height:1.6;color:#1c2733">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" dir="${direction}">
<tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border-radius:8px">
<tr><td style="padding:32px 32px 16px;${align}">
${body}
</td></tr>
${footer}
</table>
</td></tr>
</table>
</body>
</html>
`
}

// Codes read left to right in both languages.
const codeBlock = (code: string) =>
  `<p dir="ltr" style="margin:0 0 16px;padding:14px;background:#f3f5f7;border-radius:6px;text-align:center;font-size:26px;letter-spacing:4px;font-family:Consolas,monospace">${escapeHtml(code)}</p>`

function actionBlock({ label, url }: { label: string; url: string }, orCopy: string, align: string): string {
  const address = escapeHtml(url)
  return `<p style="margin:24px 0;${align}"><a href="${address}" style="display:inline-block;padding:12px 24px;background:#0b6e5f;color:#ffffff;border-radius:6px;text-decoration:none">${escapeHtml(label)}</a></p>
<p style="margin:0 0 16px;font-size:13px;color:#5f6b7a;${align}">${escapeHtml(orCopy)}<br><a dir="ltr" href="${address}" style="color:#0b6e5f;word-break:break-all">${address}</a></p>`
}
