import {
  callApi,
  Card,
  ConfirmChange,
  DataTable,
  EmptyState,
  FileUpload,
  IconButton,
  Page,
  PageHeader,
  Time,
  toast,
  useFormat,
  usePermission,
  type Column,
} from '@wasla/sdk/admin'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useModuleName } from '../modules/use-module-name.ts'
import { FileUsage } from './file-usage.tsx'

interface StoredFile {
  readonly id: string
  readonly name: string
  readonly contentType: string
  readonly size: number
  readonly plugin: string
  readonly createdAt: string
  readonly expiresAt: string | null
}

/** What modules keep for the organization, and how much room it takes. */
export function FilesPage() {
  const { t } = useTranslation('wasla')
  const format = useFormat()
  const moduleName = useModuleName()
  const mayWrite = usePermission('platform.files.write')
  const [removing, setRemoving] = useState<StoredFile>()
  const columns: Column<StoredFile>[] = [
    {
      id: 'name',
      header: t('files.name'),
      narrow: 'title',
      cell: ({ name }) => name,
      csv: 'name',
    },
    {
      id: 'size',
      header: t('files.size'),
      numeric: true,
      narrow: 'detail',
      cell: ({ size }) => <bdi>{format.bytes(size)}</bdi>,
      csv: 'size',
    },
    {
      id: 'contentType',
      header: t('files.type'),
      cell: ({ contentType }) => <bdi className="font-mono text-sm">{contentType}</bdi>,
      csv: 'contentType',
    },
    {
      id: 'plugin',
      header: t('audit.module'),
      narrow: 'detail',
      cell: ({ plugin }) => moduleName(plugin),
      csv: 'plugin',
    },
    {
      id: 'createdAt',
      header: t('files.since'),
      narrow: 'detail',
      cell: ({ createdAt }) => <Time value={createdAt} />,
      csv: 'createdAt',
    },
    {
      id: 'expiresAt',
      header: t('files.until'),
      optional: true,
      cell: ({ expiresAt }) => (expiresAt === null ? t('api-keys.never') : <Time value={expiresAt} />),
    },
  ]
  const download = async ({ id }: StoredFile): Promise<void> => {
    try {
      const { url } = await callApi<{ url: string }>('POST', `/files/${id}/link`, { body: {} })
      location.assign(url)
    } catch (error) {
      toast.error(error)
    }
  }
  return (
    <Page>
      <PageHeader title={t('files.title')} description={t('files.hint')} />
      <FileUsage />
      {mayWrite && (
        <Card title={t('files.upload')}>
          <FileUpload<StoredFile>
            path="/files"
            part="file"
            hint={t('files.upload-hint')}
            onUploaded={({ name }) => {
              toast.success(t('files.uploaded', { name: `\u2068${name}\u2069` }))
            }}
          />
        </Card>
      )}
      <DataTable<StoredFile>
        id="platform.files"
        label={t('files.title')}
        endpoint="/files"
        columns={columns}
        rowKey={({ id }) => id}
        rowActions={(file) => (
          <>
            <IconButton
              icon="download"
              label={t('files.download', { name: file.name })}
              onClick={() => void download(file)}
            />
            {mayWrite && (
              <IconButton
                icon="trash"
                label={t('files.remove', { name: file.name })}
                onClick={() => setRemoving(file)}
              />
            )}
          </>
        )}
        empty={<EmptyState icon="files" title={t('files.empty')} description={t('files.empty-hint')} />}
      />
      {removing !== undefined && (
        <ConfirmChange
          title={t('files.remove-title', { name: removing.name })}
          description={t('files.remove-hint')}
          action={t('account.remove')}
          dangerous
          change={{ method: 'DELETE', path: `/files/${removing.id}` }}
          refresh={['/files']}
          said={() => t('files.removed', { name: `\u2068${removing.name}\u2069` })}
          onClose={() => setRemoving(undefined)}
        />
      )}
    </Page>
  )
}
