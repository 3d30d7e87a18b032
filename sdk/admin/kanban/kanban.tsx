import { lazy, Suspense, type ReactNode } from 'react'
import { SkeletonLines } from '../feedback/skeleton.tsx'

export interface KanbanColumn<Card> {
  readonly id: string
  readonly title: string
  readonly cards: readonly Card[]
}

export interface KanbanProps<Card> {
  readonly columns: readonly KanbanColumn<Card>[]
  readonly cardKey: (card: Card) => string
  /** What a card is called when it is spoken. */
  readonly cardName: (card: Card) => string
  readonly renderCard: (card: Card) => ReactNode
  readonly onMove: (card: Card, toColumn: string) => void
}

// dnd-kit comes with the first board.
const Board = lazy(async () => ({ default: (await import('./kanban-board.tsx')).KanbanBoard }))

/** Cards in columns, moved by mouse, finger or keyboard (space, arrows, space). */
export function Kanban<Card>(props: KanbanProps<Card>) {
  return (
    <Suspense fallback={<SkeletonLines />}>
      <Board {...(props as unknown as KanbanProps<unknown>)} />
    </Suspense>
  )
}
