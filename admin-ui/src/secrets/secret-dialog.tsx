import { Button, Dialog, Input, toast } from '@wasla/sdk/admin'
import { useTranslation } from 'react-i18next'

/** A secret that is shown this once. */
export function SecretDialog({
  title,
  hint,
  label,
  secret,
  onClose,
}: {
  title: string
  hint: string
  label: string
  secret: string
  onClose: () => void
}) {
  const { t } = useTranslation('wasla')
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret)
    toast.success(t('copied'))
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={hint}
      actions={
        <>
          <Button icon="copy" onClick={() => void copy()}>
            {t('copy')}
          </Button>
          <Button variant="primary" onClick={onClose}>
            {t('second-factor.kept')}
          </Button>
        </>
      }
    >
      <Input
        readOnly
        dir="ltr"
        className="font-mono text-sm"
        aria-label={label}
        value={secret}
        onFocus={({ target }) => target.select()}
      />
    </Dialog>
  )
}
