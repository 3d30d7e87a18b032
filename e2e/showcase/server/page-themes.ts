import { defineExtensionPoint } from '@wasla/sdk'

export const pageThemes = defineExtensionPoint<{ key: string }>('showcase.page-themes')
