import icon from '../icon.svg'

/** While the first answer is on its way. */
export function Splash() {
  return (
    <div className="grid min-h-dvh place-items-center">
      <img src={icon} alt="Wasla" width={44} height={44} className="animate-pulse" />
    </div>
  )
}
