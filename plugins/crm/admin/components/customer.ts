/** A customer as the API answers it. */
export interface Customer {
  readonly id: string
  readonly version: number
  readonly externalId: string | null
  readonly companyName: string
  readonly contactName: string | null
  readonly contactTitle: string | null
  readonly email: string | null
  readonly phone: string | null
  readonly phoneRaw: string | null
  readonly address: string | null
  readonly city: string | null
  readonly region: string | null
  readonly postalCode: string | null
  readonly country: string | null
  readonly stageId: string | null
  readonly ownerId: string | null
  readonly createdAt: string
  readonly updatedAt: string
}
