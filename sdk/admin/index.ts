export type { Permission, Permissions } from '../access/permission.ts'
export {
  apiUrl,
  callApi,
  onSignedOut,
  type CallOptions,
  type Method,
  type QueryValues,
} from './api/api-client.ts'
export { ApiProblem, isApiProblem } from './api/problem.ts'
export { failureText, problemText } from './api/problem-text.ts'
export { useApi, useChange, type ApiQueryOptions, type Change } from './api/use-api.ts'
export { Calendar, type CalendarProps } from './calendar/calendar.tsx'
export { type CalendarEntry, type CalendarRange } from './calendar/calendar-types.ts'
export { Chart, type ChartProps } from './charts/chart.tsx'
export { Avatar } from './controls/avatar.tsx'
export { Badge, type Tone } from './controls/badge.tsx'
export { Button, ButtonLink, IconButton, type ButtonProps } from './controls/button.tsx'
export { classNames } from './controls/class-names.ts'
export { Icon } from './controls/icon.tsx'
export { Checkbox, Input, Select, Switch, TextArea } from './controls/inputs.tsx'
export { TextLink } from './controls/text-link.tsx'
export { CutText } from './display/cut-text.tsx'
export { EmptyValue } from './display/empty-value.tsx'
export { Timeline, type TimelineItem } from './display/timeline.tsx'
export { Email, Money, Phone, Time } from './display/values.tsx'
export { EmptyState } from './feedback/empty-state.tsx'
export { ErrorPage } from './feedback/error-page.tsx'
export { ErrorState } from './feedback/error-state.tsx'
export { Notice, type NoticeTone } from './feedback/notice.tsx'
export { Progress } from './feedback/progress.tsx'
export { Skeleton, SkeletonLines } from './feedback/skeleton.tsx'
export { toast } from './feedback/toast.ts'
export { Toasts } from './feedback/toasts.tsx'
export { Field, type FieldControl, type FieldProps } from './form/field.tsx'
export {
  DateTimeField,
  FieldRow,
  NumberField,
  SelectField,
  SwitchField,
  TextAreaField,
  TextField,
  type Option,
} from './form/form-fields.tsx'
export { Form, type FormProps } from './form/form.tsx'
export { useFormat, type Format } from './format/use-format.ts'
export { Kanban, type KanbanColumn, type KanbanProps } from './kanban/kanban.tsx'
export { type LiveChange, type LiveJob, type LiveMessage } from './live/live-message.ts'
export { startLive, useLive, useLiveConnected } from './live/use-live.ts'
export { Card } from './layout/card.tsx'
export { DetailList, DetailPage } from './layout/detail-page.tsx'
export { ListCard, type ListCardProps } from './layout/list-card.tsx'
export { Page, PageHeader, type PageHeaderProps } from './layout/page.tsx'
export { ConfirmChange, type ConfirmChangeProps } from './overlay/confirm-change.tsx'
export { ConfirmDialog, type ConfirmDialogProps } from './overlay/confirm-dialog.tsx'
export { Dialog, Drawer, type DialogProps } from './overlay/dialog.tsx'
export { Menu, MenuCheck, MenuChoice, MenuHeading, MenuItem, MenuSeparator } from './overlay/menu.tsx'
export {
  defineAdmin,
  type AdminDefinition,
  type AdminRoute,
  type Command,
  type FoundRecord,
  type Language,
  type NavItem,
  type RecordSearch,
  type SlotContribution,
  type Texts,
  type TextsSource,
  type Widget,
} from './plugin/define-admin.ts'
export { lazyComponent } from './plugin/lazy-component.ts'
export { PluginBoundary, type PluginBoundaryProps } from './plugin/plugin-boundary.tsx'
export { PluginProvider, usePathParameters, usePluginId, useTexts } from './plugin/plugin-context.tsx'
export { Slot } from './plugin/slot.tsx'
export {
  SessionProvider,
  useModuleActive,
  useOrganization,
  usePermission,
  useSession,
  type ActiveModule,
  type AdminSession,
  type CurrentOrganization,
  type CurrentUser,
  type LoadedModule,
  type LocalizedText,
} from './session/admin-session.tsx'
export {
  changePreferences,
  onPreferences,
  preferencesChosen,
  readPreferences,
  type Preferences,
} from './session/preferences.ts'
export { usePreferences } from './session/use-preferences.ts'
export {
  JsonSchemaForm,
  type JsonSchemaFormProps,
  type SettingsValue,
} from './settings-form/json-schema-form.tsx'
export { type JsonSchema } from './settings-form/json-schema.ts'
export { DataTable, type DataTableProps } from './table/data-table.tsx'
export { type Column, type FieldOf, type Filter, type TableState } from './table/table-types.ts'
export { FileUpload, type FileUploadProps } from './upload/file-upload.tsx'
