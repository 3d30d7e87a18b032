import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

/** The tokens of markdown-it, as far as they are changed here. */
interface Token {
  tag: string
  type: string
  attrs: [string, string][] | null
  children: Token[] | null
}

/** What of a page's links leads to a source of the repository, which is not on the site: shown without a link. */
function unlinkSources({ tokens, env }: { tokens: Token[]; env: { relativePath?: string } }): void {
  const page = posix.dirname(env.relativePath ?? '')
  for (const { children } of tokens) {
    let outside = false
    for (const token of children ?? []) {
      if (token.type === 'link_open') {
        const href = token.attrs?.find(([name]) => name === 'href')?.[1] ?? ''
        outside = !/^(\w+:|#|\/)/.test(href) && posix.join(page, href).startsWith('..')
        if (outside) token.attrs = null
      }
      if (outside && token.type.startsWith('link_')) token.tag = 'span'
    }
  }
}

/** Every decision, by its number and title. */
function decisions(): { text: string; link: string }[] {
  const folder = join(import.meta.dirname, '../adr')
  return readdirSync(folder)
    .filter((file) => /^\d/.test(file))
    .sort()
    .map((file) => {
      const [, title = file] = /^# (.+)$/m.exec(readFileSync(join(folder, file), 'utf8')) ?? []
      return { text: title, link: `/adr/${file.slice(0, -'.md'.length)}` }
    })
}

/** The site of the guides; `npm run docs` builds it into `docs/.vitepress/dist`. */
// oxlint-disable-next-line import/no-default-export -- VitePress reads its configuration there
export default {
  title: 'Wasla',
  description: 'A platform core for business software, in modules that each organization switches on.',
  cleanUrls: true,
  cacheDir: '../node_modules/.cache/vitepress',
  // Links into the repository's sources lead nowhere on the site; `.ci/docs` checks that they exist there.
  ignoreDeadLinks: [
    /\.\.\//,
    /^\.\/screenshots\//,
    /\/(core|host|sdk|migrations|plugins|examples|\.ci|e2e)\//,
  ],
  rewrites: { 'adr/README.md': 'adr/index.md' },
  markdown: {
    config: (markdown: { core: { ruler: { push(name: string, rule: typeof unlinkSources): void } } }) =>
      markdown.core.ruler.push('unlink-sources', unlinkSources),
  },
  themeConfig: {
    // Only the user guide is there in Arabic: from any other page its language leads to that.
    i18nRouting: false,
    search: {
      provider: 'local',
      options: {
        locales: {
          ar: {
            translations: {
              button: { buttonText: 'بحث', buttonAriaLabel: 'بحث' },
              modal: {
                displayDetails: 'عرض التفاصيل',
                resetButtonTitle: 'مسح',
                backButtonTitle: 'إغلاق',
                noResultsText: 'لا نتائج لـ',
                footer: { selectText: 'للاختيار', navigateText: 'للتنقل', closeText: 'للإغلاق' },
              },
            },
          },
        },
      },
    },
  },
  locales: {
    root: {
      label: 'English',
      lang: 'en',
      themeConfig: {
        nav: [
          { text: 'Guide', link: '/guide/tour' },
          { text: 'Errors', link: '/errors' },
          { text: 'User guide', link: '/user/en' },
        ],
        sidebar: [
          {
            text: 'For authors',
            items: [
              { text: 'Tour', link: '/guide/tour' },
              { text: 'A plugin in ten minutes', link: '/guide/first-plugin' },
              { text: 'The sections', link: '/guide/define-plugin' },
              { text: 'The data path', link: '/guide/data' },
              { text: 'Events and jobs', link: '/guide/events' },
              { text: 'Testing', link: '/guide/testing' },
              { text: 'Publishing', link: '/guide/publishing' },
              { text: 'In production', link: '/guide/production' },
              { text: 'Production at scale', link: '/guide/scale' },
              { text: 'Traps', link: '/guide/traps' },
              { text: 'Errors', link: '/errors' },
            ],
          },
          { text: 'For members', items: [{ text: 'User guide', link: '/user/en' }] },
          {
            text: 'For maintainers',
            items: [
              { text: 'Architecture', link: '/architecture' },
              { text: 'Decisions', link: '/adr/', collapsed: true, items: decisions() },
              { text: 'Bench', link: '/bench' },
              { text: 'Growth', link: '/growth' },
              { text: 'Hosts', link: '/hosts' },
              { text: 'Memory', link: '/memory' },
              { text: 'Faults', link: '/faults' },
              { text: 'Signing in and access', link: '/security/accounts' },
              { text: 'Security', link: '/security/asvs' },
            ],
          },
        ],
      },
    },
    ar: {
      label: 'العربية',
      lang: 'ar',
      dir: 'rtl',
      link: '/ar/user',
      title: 'وصلة',
      description: 'دليل مستخدمي وصلة',
      themeConfig: {
        nav: [{ text: 'دليل المستخدم', link: '/ar/user' }],
        sidebar: [{ text: 'للأعضاء', items: [{ text: 'دليل المستخدم', link: '/ar/user' }] }],
        outline: { label: 'في هذه الصفحة' },
        docFooter: { prev: 'السابق', next: 'التالي' },
        darkModeSwitchLabel: 'المظهر',
        sidebarMenuLabel: 'القائمة',
        returnToTopLabel: 'إلى الأعلى',
        langMenuLabel: 'اللغة',
      },
    },
  },
}
