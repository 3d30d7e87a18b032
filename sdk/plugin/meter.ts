import type { LocalizedText } from './manifest.ts'

/** Something that is counted per organization, for limits and bills. */
export interface MeterDefinition {
  /** `plugin.what-is-counted`: `whatsapp.messages-sent`. */
  readonly name: string
  readonly title: LocalizedText
}

/** @example export const messagesSent = defineMeter({ name: 'whatsapp.messages-sent', title: { en: 'Messages sent', ar: 'رسائل مرسلة' } }) */
export function defineMeter(meter: MeterDefinition): MeterDefinition {
  return meter
}
