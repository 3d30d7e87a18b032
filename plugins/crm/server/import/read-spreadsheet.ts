import { parse } from 'csv-parse/sync'
import { invalid } from '@wasla/sdk'
import { newCustomerSchema, type NewCustomer } from '../../contract/customer.schema.ts'
import type { ImportRemark } from '../data/customer-import.entity.ts'

/** Headings that are understood, in lower case without spaces and signs. */
const headings: Record<keyof NewCustomer & string, readonly string[]> = {
  externalId: ['customerid', 'externalid', 'id', 'رقمالعميل'],
  companyName: ['companyname', 'company', 'customer', 'name', 'الشركة', 'اسمالشركة'],
  contactName: ['contactname', 'contact', 'جهةالاتصال'],
  contactTitle: ['contacttitle', 'title', 'jobtitle', 'المسمىالوظيفي'],
  email: ['email', 'emailaddress', 'البريدالالكتروني', 'البريدالإلكتروني'],
  phone: ['phone', 'phonenumber', 'mobile', 'الهاتف', 'الجوال'],
  address: ['address', 'street', 'العنوان'],
  city: ['city', 'town', 'المدينة'],
  region: ['region', 'state', 'province', 'المنطقة'],
  postalCode: ['postalcode', 'zip', 'zipcode', 'postcode', 'الرمزالبريدي'],
  country: ['country', 'الدولة'],
  stageId: ['stageid'],
  ownerId: ['ownerid'],
}

export interface SpreadsheetRow {
  /** In the file, from 1, the header included. */
  readonly line: number
  readonly customer: NewCustomer
}

export interface Spreadsheet {
  readonly rows: readonly SpreadsheetRow[]
  readonly remarks: readonly ImportRemark[]
}

const plain = (heading: string) => heading.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** Which property each column fills; `undefined` for columns that are not understood and left out. */
function mapColumns(headers: readonly string[]): (keyof NewCustomer | undefined)[] {
  const taken = new Set<string>()
  return headers.map((header) => {
    const found = Object.entries(headings).find(
      ([property, names]) => !taken.has(property) && names.includes(plain(header)),
    )
    if (found !== undefined) taken.add(found[0])
    return found?.[0] as keyof NewCustomer | undefined
  })
}

/**
 * Reads comma-separated values with a header line, each row checked like a request.
 * @throws invalid `crm.import_unreadable` when it is no CSV or has no column for the company's name
 */
export function readSpreadsheet(source: string): Spreadsheet {
  const [header, ...lines] = linesOf(source)
  const columns = mapColumns(header?.cells ?? [])
  if (!columns.includes('companyName')) {
    throw unreadable('no column of it is a company name; name one "CompanyName" in the first line')
  }
  const rows: SpreadsheetRow[] = []
  const remarks: ImportRemark[] = (header?.cells ?? []).flatMap((heading, index) =>
    columns[index] === undefined && heading.trim() !== '' ? [leftOut(heading)] : [],
  )
  for (const { cells, line } of lines) {
    const values: Record<string, string> = {}
    columns.forEach((column, index) => {
      const value = cells[index]?.trim()
      if (column !== undefined && value !== undefined && value !== '') values[column] = value
    })
    const parsed = newCustomerSchema.safeParse(values)
    if (parsed.success) rows.push({ line, customer: parsed.data })
    else
      for (const issue of parsed.error.issues)
        remarks.push({
          line,
          severity: 'error',
          field: issue.path.join('.'),
          message: issue.message,
        })
  }
  return { rows, remarks }
}

/** A line of the file, the header included. */
export interface SpreadsheetLine {
  readonly line: number
  readonly cells: readonly string[]
}

/** @throws invalid `crm.import_unreadable` */
export function linesOf(source: string): SpreadsheetLine[] {
  try {
    const records: { record: string[]; info: { lines: number } }[] = parse(source, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as never
    return records.map(({ record, info }) => ({ cells: record, line: info.lines }))
  } catch (error) {
    throw unreadable(error instanceof Error ? error.message : String(error))
  }
}

function leftOut(heading: string): ImportRemark {
  const message = 'This column is not understood, or another one is taken for it; it is left out'
  return { line: 1, severity: 'warning', field: heading, message }
}

function unreadable(reason: string) {
  return invalid('crm.import_unreadable', `The file cannot be imported: ${reason}.`, {
    fields: [{ field: 'body', message: reason }],
  })
}
