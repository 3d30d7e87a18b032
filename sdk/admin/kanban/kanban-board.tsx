import {
  DndContext,
  KeyboardSensor,
  PointerSensor,
  pointerWithin,
  rectIntersection,
  useDraggable,
  useDroppable,
  useSensor,
  useSensors,
  type CollisionDetection,
  type DragEndEvent,
  type KeyboardCoordinateGetter,
} from '@dnd-kit/core'
import type { KeyboardEventHandler, PointerEventHandler, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../controls/icon.tsx'
import { useFormat } from '../format/use-format.ts'
import type { KanbanProps } from './kanban.tsx'

/** The arrows lead from one column to the next, as they lie on the screen. */
const toNextColumn: KeyboardCoordinateGetter = (
  event,
  { currentCoordinates, context: { active, collisionRect, droppableRects } },
) => {
  const step = event.code === 'ArrowRight' ? 1 : event.code === 'ArrowLeft' ? -1 : 0
  if (step === 0 || active === null || collisionRect === null) return undefined
  event.preventDefault()
  const middle = collisionRect.left + collisionRect.width / 2
  const columns = [...droppableRects.values()].sort((one, other) => one.left - other.left)
  const here = columns.findIndex((column) => middle >= column.left && middle <= column.left + column.width)
  const target = columns[here + step]
  return target === undefined
    ? undefined
    : { x: currentCoordinates.x + target.left - (columns[here]?.left ?? 0), y: currentCoordinates.y }
}

/** The column under the pointer, wherever a card is held; by keyboard there is none, and the one that it covers counts. */
const columnAtHand: CollisionDetection = (dragged) => {
  const under = pointerWithin(dragged)
  return under.length > 0 ? under : rectIntersection(dragged)
}

function Column({
  id,
  title,
  count,
  children,
}: {
  id: string
  title: string
  count: number
  children: ReactNode
}) {
  const { setNodeRef, isOver } = useDroppable({ id })
  const format = useFormat()
  return (
    <section
      ref={setNodeRef}
      aria-label={title}
      className={`flex min-h-40 min-w-[78%] flex-1 snap-start flex-col gap-2 rounded-lg border p-2 sm:min-w-40 transition-colors ${isOver ? 'border-accent bg-accent-soft' : 'border-line bg-surface'}`}
    >
      <h2 className="flex items-center justify-between px-1.5 py-1 text-sm font-semibold">
        <bdi>{title}</bdi>
        <span className="font-normal text-ink-muted tabular-nums">{format.number(count)}</span>
      </h2>
      {children}
    </section>
  )
}

function Card({ id, name, children }: { id: string; name: string; children: ReactNode }) {
  const { t } = useTranslation('wasla')
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, isDragging } = useDraggable({
    id,
  })
  return (
    <div
      ref={setNodeRef}
      onPointerDown={listeners?.['onPointerDown'] as PointerEventHandler | undefined}
      style={transform === null ? undefined : { transform: `translate(${transform.x}px, ${transform.y}px)` }}
      className={`flex items-start gap-1.5 rounded-md border border-line bg-raised p-3 ps-1.5 shadow-card ${isDragging ? 'relative z-10 shadow-float' : ''}`}
    >
      <button
        ref={setActivatorNodeRef}
        {...attributes}
        onKeyDown={listeners?.['onKeyDown'] as KeyboardEventHandler | undefined}
        type="button"
        aria-label={t('kanban.move', { card: name })}
        // A finger elsewhere on the card scrolls the page.
        className="-m-1 grid size-6 shrink-0 cursor-grab touch-none place-items-center rounded-sm text-ink-faint hover:text-ink"
      >
        <Icon name="grip" size={14} />
      </button>
      <div className="min-w-0 flex-1 wrap-anywhere">{children}</div>
    </div>
  )
}

export function KanbanBoard({ columns, cardKey, cardName, renderCard, onMove }: KanbanProps<unknown>) {
  const { t } = useTranslation('wasla')
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 5 } }),
    useSensor(KeyboardSensor, { coordinateGetter: toNextColumn }),
  )
  const cards = new Map(
    columns.flatMap((column) => column.cards.map((card) => [cardKey(card), { card, column: column.id }])),
  )
  const card = (id: string | number): string => cardName(cards.get(String(id))?.card)
  const column = (id: string | number | undefined): string =>
    columns.find((candidate) => candidate.id === id)?.title ?? ''
  const end = ({ active, over }: DragEndEvent): void => {
    const moved = cards.get(String(active.id))
    if (moved !== undefined && over !== null && over.id !== moved.column) onMove(moved.card, String(over.id))
  }
  return (
    <DndContext
      sensors={sensors}
      collisionDetection={columnAtHand}
      onDragEnd={end}
      accessibility={{
        screenReaderInstructions: { draggable: t('kanban.how') },
        announcements: {
          onDragStart: ({ active }) => t('kanban.picked', { card: card(active.id) }),
          onDragOver: ({ active, over }) =>
            t('kanban.over', { card: card(active.id), column: column(over?.id) }),
          onDragEnd: ({ active, over }) =>
            t('kanban.dropped', { card: card(active.id), column: column(over?.id) }),
          onDragCancel: ({ active }) => t('kanban.cancelled', { card: card(active.id) }),
        },
      }}
    >
      <div className="flex snap-x gap-3 overflow-x-auto pb-2">
        {columns.map(({ id, title, cards: inside }) => (
          <Column key={id} id={id} title={title} count={inside.length}>
            {inside.map((item) => (
              <Card key={cardKey(item)} id={cardKey(item)} name={cardName(item)}>
                {renderCard(item)}
              </Card>
            ))}
          </Column>
        ))}
      </div>
    </DndContext>
  )
}
