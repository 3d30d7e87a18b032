import { useId, type ReactNode } from 'react'

export interface FieldControl {
  readonly id: string
  readonly 'aria-invalid': boolean | undefined
  readonly 'aria-describedby': string | undefined
}

export interface FieldProps {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly error?: string
  readonly required?: boolean
  /** Renders the control with what ties it to its label and messages. */
  readonly children: (control: FieldControl) => ReactNode
}

/** A label, its control, and what is to be said about it. */
export function Field({ label, hint, error, required = false, children }: FieldProps) {
  const id = useId()
  const message = error ?? hint
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
        {required && (
          <span aria-hidden className="ms-0.5 text-danger">
            *
          </span>
        )}
      </label>
      {children({
        id,
        'aria-invalid': error === undefined ? undefined : true,
        'aria-describedby': message === undefined ? undefined : `${id}-message`,
      })}
      {message !== undefined && (
        <p
          id={`${id}-message`}
          dir="auto"
          className={`text-start text-sm ${error === undefined ? 'text-ink-faint' : 'text-danger-strong'}`}
        >
          {message}
        </p>
      )}
    </div>
  )
}
