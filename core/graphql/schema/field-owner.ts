/** Under which key of a field's extensions its plugin stands. */
export const FIELD_OWNER = 'waslaPlugin'
