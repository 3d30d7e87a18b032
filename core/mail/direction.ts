/** A name or sentence that a person chose, inside a text of ours: its own direction keeps its dots and digits on its side. */
export const isolated = (text: string): string => `\u2068${text}\u2069`

/** An address, device or date inside an Arabic text: read from left to right. */
export const leftToRight = (text: string): string => `\u2066${text}\u2069`
