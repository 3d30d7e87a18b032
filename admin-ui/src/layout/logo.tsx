import icon from '../icon.svg'

export function Logo() {
  return (
    <span className="flex items-center gap-2.5">
      <img src={icon} alt="" width={26} height={26} />
      <span className="text-lg font-semibold tracking-tight">Wasla</span>
    </span>
  )
}
