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
  themeConfig: {
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
              { text: 'Decisions', link: '/adr/' },
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
