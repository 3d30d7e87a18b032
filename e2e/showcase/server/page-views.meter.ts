import { defineMeter } from '@wasla/sdk'

export const pageViews = defineMeter({
  name: 'showcase.page-views',
  title: { en: 'Page views', ar: 'مشاهدات الصفحة' },
})
