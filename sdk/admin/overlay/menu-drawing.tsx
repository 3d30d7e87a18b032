import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { Icon } from '../controls/icon.tsx'
import type { MenuProps } from './menu.tsx'
import { PortalScope } from './portal-scope.tsx'

const ITEM =
  'flex cursor-pointer select-none items-center gap-2 rounded-md px-2 py-1.5 text-sm outline-none data-[highlighted]:bg-sunken data-[disabled]:opacity-55'

/** The menu from its first opening on. */
export function Menu({ trigger, children, align = 'end' }: MenuProps) {
  return (
    <DropdownMenu.Root defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <PortalScope>
          <DropdownMenu.Content
            align={align}
            sideOffset={6}
            collisionPadding={8}
            className="z-50 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 animate-appear overflow-y-auto rounded-lg border border-line bg-raised p-1 shadow-float"
          >
            {children}
          </DropdownMenu.Content>
        </PortalScope>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

export function MenuItem({
  icon,
  danger = false,
  onSelect,
  disabled,
  children,
}: {
  icon?: string
  danger?: boolean
  disabled?: boolean
  onSelect: () => void
  children: ReactNode
}) {
  return (
    <DropdownMenu.Item
      className={`${ITEM} ${danger ? 'text-danger-strong' : ''}`}
      disabled={disabled}
      onSelect={onSelect}
    >
      {icon !== undefined && <Icon name={icon} className={danger ? '' : 'text-ink-faint'} />}
      {children}
    </DropdownMenu.Item>
  )
}

/** An item that is on or off; the menu stays open. */
export function MenuCheck({
  checked,
  onChange,
  children,
}: {
  checked: boolean
  onChange: (checked: boolean) => void
  children: ReactNode
}) {
  return (
    <DropdownMenu.CheckboxItem
      className={ITEM}
      checked={checked}
      onCheckedChange={onChange}
      onSelect={(event) => event.preventDefault()}
    >
      <span className="grid size-4 place-items-center">
        {checked && <Icon name="check" className="text-accent-strong" />}
      </span>
      {children}
    </DropdownMenu.CheckboxItem>
  )
}

/** One of several; `value` of the group is the chosen one. */
export function MenuChoice({
  value,
  options,
  onChange,
}: {
  value: string
  options: readonly { readonly value: string; readonly label: ReactNode }[]
  onChange: (value: string) => void
}) {
  return (
    <DropdownMenu.RadioGroup value={value} onValueChange={onChange}>
      {options.map((option) => (
        <DropdownMenu.RadioItem
          key={option.value}
          value={option.value}
          className={ITEM}
          onSelect={(event) => event.preventDefault()}
        >
          <span className="grid size-4 place-items-center">
            {option.value === value && <Icon name="check" className="text-accent-strong" />}
          </span>
          {option.label}
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  )
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="px-2 pt-2 pb-1 text-xs font-medium text-ink-faint">
      {children}
    </DropdownMenu.Label>
  )
}

export function MenuSeparator() {
  return <DropdownMenu.Separator className="my-1 h-px bg-line" />
}
