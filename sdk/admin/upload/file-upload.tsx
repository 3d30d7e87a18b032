import { useId, useState, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { apiUrl, type QueryValues } from '../api/api-client.ts'
import { ApiProblem } from '../api/problem.ts'
import { problemText } from '../api/problem-text.ts'
import { Icon } from '../controls/icon.tsx'
import { Progress } from '../feedback/progress.tsx'

export interface FileUploadProps<Result> {
  readonly path: string
  readonly query?: QueryValues
  /** As the file dialog takes it: `.csv,text/csv`; any when it is left out. */
  readonly accept?: string
  /** Sends it as multipart/form-data, in a part of this name; as the body itself when it is left out. */
  readonly part?: string
  /** Sent as the type of the body; the file's own when it is left out. */
  readonly contentType?: string
  readonly hint?: string
  readonly onUploaded: (result: Result) => void
}

// XMLHttpRequest, since fetch does not tell how much of a body is sent.
function send<Result>(
  url: string,
  body: File | FormData,
  contentType: string | undefined,
  onProgress: (percent: number) => void,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', url)
    // The browser names the boundary of a form itself.
    if (contentType !== undefined) request.setRequestHeader('content-type', contentType)
    request.responseType = 'json'
    request.upload.addEventListener('progress', ({ loaded, total }) =>
      onProgress(total === 0 ? 100 : Math.round((loaded / total) * 100)),
    )
    request.addEventListener('error', () =>
      reject(
        new TypeError('The connection was lost while the file was sent, so nothing was stored; try again.'),
      ),
    )
    request.addEventListener('load', () =>
      request.status < 300
        ? resolve(request.response as Result)
        : reject(new ApiProblem(request.status, (request.response ?? {}) as Record<string, unknown>)),
    )
    request.send(body)
  })
}

/** A place to drop a file or choose one; sends it and shows how far it is. */
export function FileUpload<Result>({
  path,
  query,
  accept,
  part,
  contentType,
  hint,
  onUploaded,
}: FileUploadProps<Result>) {
  const { t } = useTranslation('wasla')
  const id = useId()
  const [state, setState] = useState<{ name?: string; percent?: number; error?: string; over?: boolean }>({})
  const upload = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return
    setState({ name: file.name, percent: 0 })
    try {
      const form = part === undefined ? undefined : new FormData()
      if (part !== undefined) form?.append(part, file)
      const result = await send<Result>(
        apiUrl(path, query),
        form ?? file,
        form === undefined ? (contentType ?? file.type) : undefined,
        (percent) => setState({ name: file.name, percent }),
      )
      setState({ name: file.name })
      onUploaded(result)
    } catch (error) {
      setState({ name: file.name, error: problemText(error) })
    }
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    void upload(event.dataTransfer.files[0])
  }
  return (
    <div>
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault()
          setState((before) => ({ ...before, over: true }))
        }}
        onDragLeave={() => setState((before) => ({ ...before, over: false }))}
        onDrop={drop}
        className={`flex cursor-pointer flex-col items-center rounded-lg border border-dashed px-6 py-10 text-center transition-colors focus-within:outline-2 focus-within:outline-accent ${state.over === true ? 'border-accent bg-accent-soft' : 'border-line-strong bg-surface hover:border-accent'}`}
      >
        <Icon name="upload" size={20} className="mb-3 text-ink-faint" />
        <span className="font-medium">{t('upload.prompt')}</span>
        {hint !== undefined && <span className="mt-1 text-sm text-ink-muted">{hint}</span>}
        <input
          id={id}
          type="file"
          accept={accept}
          className="sr-only"
          onChange={({ target }) => void upload(target.files?.[0])}
        />
      </label>
      <div aria-live="polite" className="mt-3 flex flex-col gap-2 text-sm empty:hidden">
        {state.name !== undefined && <bdi className="font-medium">{state.name}</bdi>}
        {state.percent !== undefined && <Progress value={state.percent} label={t('upload.progress')} />}
        {state.error !== undefined && (
          <span dir="auto" className="text-start text-danger-strong">
            {state.error}
          </span>
        )}
      </div>
    </div>
  )
}
