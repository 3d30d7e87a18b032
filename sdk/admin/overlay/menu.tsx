import {
  cloneElement,
  createElement,
  lazy,
  Suspense,
  useState,
  type ButtonHTMLAttributes,
  type ComponentType,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from 'react'
import type * as MenuDrawing from './menu-drawing.tsx'

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>
  readonly children: ReactNode
  readonly align?: 'start' | 'end'
}

// Menus are drawn by a part of Radix that no first screen needs; it comes when a pointer or the focus nears one.
type Drawing = typeof MenuDrawing
let drawn: Drawing | undefined
const drawing = async (): Promise<Drawing> => (drawn ??= await import('./menu-drawing.tsx'))
const load = (): void => void drawing()

const OpenMenu = lazy(async () => ({ default: (await drawing()).Menu }))

/** What is only shown in an open menu, and so is there: were it waited for again, the menu would open as an empty strip. */
function part<Props extends object>(choose: (drawing: Drawing) => ComponentType<Props>) {
  return (props: Props): ReactNode => drawn && createElement(choose(drawn), props)
}

export const MenuItem = part((parts) => parts.MenuItem)
export const MenuCheck = part((parts) => parts.MenuCheck)
export const MenuChoice = part((parts) => parts.MenuChoice)
export const MenuHeading = part((parts) => parts.MenuHeading)
export const MenuSeparator = part((parts) => parts.MenuSeparator)

/** A menu that opens from a button. */
export function Menu(props: MenuProps) {
  const [wanted, setWanted] = useState(false)
  const closed = cloneElement(props.trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: load,
    onFocus: load,
    onClick: () => setWanted(true),
    onKeyDown: ({ key }: KeyboardEvent) => key === 'ArrowDown' && setWanted(true),
  })
  if (!wanted) return closed
  return (
    <Suspense fallback={closed}>
      <OpenMenu {...props} />
    </Suspense>
  )
}
