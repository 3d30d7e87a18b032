import { Badge, useTexts, type Tone } from '@wasla/sdk/admin'
import type { TicketPriority, TicketStatus } from '../../contract/ticket.schema.ts'

/** A ticket as the API answers it. */
export interface Ticket {
  readonly id: string
  readonly version: number
  readonly number: number
  readonly subject: string
  readonly description: string | null
  readonly status: TicketStatus
  readonly priority: TicketPriority
  readonly customerId: string | null
  readonly assigneeId: string | null
  readonly createdAt: string
  readonly updatedAt: string
}

const STATUS_TONES: Record<TicketStatus, Tone> = {
  open: 'info',
  pending: 'warning',
  resolved: 'success',
  closed: 'neutral',
}
const PRIORITY_TONES: Record<TicketPriority, Tone> = {
  low: 'neutral',
  normal: 'neutral',
  high: 'warning',
  urgent: 'danger',
}

export function StatusBadge({ status }: { status: TicketStatus }) {
  const t = useTexts()
  return <Badge tone={STATUS_TONES[status]}>{t(`status.${status}`)}</Badge>
}

export function PriorityBadge({ priority }: { priority: TicketPriority }) {
  const t = useTexts()
  return <Badge tone={PRIORITY_TONES[priority]}>{t(`priority.${priority}`)}</Badge>
}
