import {
  cloneElement,
  lazy,
  Suspense,
  useState,
  type ButtonHTMLAttributes,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from 'react'

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement<ButtonHTMLAttributes<HTMLButtonElement>>
  readonly children: ReactNode
  readonly align?: 'start' | 'end'
}

// Menus are drawn by a part of Radix that no first screen needs; it comes when a pointer or the focus nears one.
const drawing = () => import('./menu-drawing.tsx')
const load = (): void => void drawing()

const OpenMenu = lazy(async () => ({ default: (await drawing()).Menu }))
export const MenuItem = lazy(async () => ({ default: (await drawing()).MenuItem }))
export const MenuCheck = lazy(async () => ({ default: (await drawing()).MenuCheck }))
export const MenuChoice = lazy(async () => ({ default: (await drawing()).MenuChoice }))
export const MenuHeading = lazy(async () => ({ default: (await drawing()).MenuHeading }))
export const MenuSeparator = lazy(async () => ({ default: (await drawing()).MenuSeparator }))

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
