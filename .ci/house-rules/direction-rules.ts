import { parseSync, Visitor } from 'oxc-parser'
import { lineAt } from './finding.ts'
import type { Finding } from './finding.ts'

const value = String.raw`(?:-?\d|\[|\(|auto|full|px|screen|none|sm|md|lg|xl|\dxl)`
const physicalClass = new RegExp(
  String.raw`^!?(?:[^\s]+:)?!?-?(?:(?:m|p|scroll-m|scroll-p)[lr]-${value}|(?:left|right)-${value}|(?:text|float|clear)-(?:left|right)$|border-[lr](?:-|$)|rounded-(?:[lr]|tl|tr|bl|br)(?:-|$))`,
)
const physicalProperty =
  /(?:^|[\s;{])((?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[\w-]*|border-(?:top|bottom)-(?:left|right)-radius|left|right|(?:text-align|float|clear)\s*:\s*(?:left|right))\s*(?=[:;}]|$)/g
const physicalStyle =
  /^(?:(?:margin|padding|border|scrollMargin|scrollPadding)(?:Left|Right)\w*|border(?:Top|Bottom)(?:Left|Right)Radius|left|right)$/

/** Pages read right to left as well as left to right, so CSS is written with logical directions only. */
export function directionFindings(file: string, source: string): Finding[] {
  if (file.endsWith('.css')) return cssFindings(file, source)
  return file.endsWith('.tsx') ? jsxFindings(file, source) : []
}

function cssFindings(file: string, source: string): Finding[] {
  const declarations = [...source.matchAll(physicalProperty)].map((match) => ({
    file,
    line: lineAt(source, match.index + match[0].length),
    message: physical(match[1] ?? ''),
  }))
  const applied = [...source.matchAll(/@apply ([^;]+);/g)].flatMap((match) =>
    physicalClasses(match[1] ?? '').map((name) => ({
      file,
      line: lineAt(source, match.index),
      message: physical(name),
    })),
  )
  return [...declarations, ...applied]
}

function jsxFindings(file: string, source: string): Finding[] {
  const findings: Finding[] = []
  const add = (offset: number, name: string) =>
    findings.push({ file, line: lineAt(source, offset), message: physical(name) })
  new Visitor({
    Literal: (node) => {
      if (typeof node.value === 'string')
        for (const name of physicalClasses(node.value)) add(node.start, name)
    },
    TemplateElement: (node) => {
      for (const name of physicalClasses(node.value.raw)) add(node.start, name)
    },
    JSXAttribute: (node) => {
      const style = node.value?.type === 'JSXExpressionContainer' ? node.value.expression : undefined
      if (node.name.name !== 'style' || style?.type !== 'ObjectExpression') return
      for (const property of style.properties) {
        if (property.type !== 'Property' || property.key.type !== 'Identifier') continue
        if (physicalStyle.test(property.key.name)) add(property.start, property.key.name)
      }
    },
  }).visit(parseSync(file, source).program)
  return findings
}

function physicalClasses(classes: string): string[] {
  return classes.split(/\s+/).filter((name) => physicalClass.test(name))
}

function physical(name: string): string {
  return `"${name}" is a physical direction and wrong in Arabic; use start/end (ms-, pe-, text-start, inset-inline-start …)`
}
