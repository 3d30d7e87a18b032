import { Icon } from '@wasla/sdk/admin'

/** Why it did not work. */
export function Refusal({ children }: { children: string }) {
  return (
    <p
      role="alert"
      dir="auto"
      className="flex items-start gap-2 rounded-md bg-danger-soft px-3 py-2 text-start text-danger-strong"
    >
      <Icon name="alert" className="mt-0.5" />
      {children}
    </p>
  )
}
