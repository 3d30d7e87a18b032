import {
  Activity, ArrowLeft, Bell, BookOpen, Box, Building2, Calendar, ChartColumn, Check, ChevronDown, ChevronLeft, ChevronRight, ChevronsUpDown, CircleAlert,
  CircleCheck, CircleHelp, Clock, Columns3, Contact, CreditCard, Database, Download, Ellipsis, FileText, Globe, GraduationCap,
  HandCoins, House, Inbox, Info, KeyRound, LayoutDashboard, Link2, ListFilter, Loader, LogOut, Mail, Megaphone, Menu,
  MessageCircle, MessageSquare, Monitor, Moon, Package, Pencil, Phone, Plus, Puzzle, Receipt, RefreshCw, ScrollText, Search,
  Settings, Shield, ShieldAlert, ShoppingCart, Star, Sun, Tag, Ticket, Trash2, TriangleAlert, Upload, User, UserPlus, Users,
  Webhook, Wrench, X, Zap, Bookmark, Handshake, Languages, StickyNote, ListTodo, GripVertical, type LucideIcon,
} from 'lucide-react'

const icons: Readonly<Record<string, LucideIcon>> = {
  activity: Activity, 'arrow-back': ArrowLeft, bell: Bell, 'book-open': BookOpen, bookmark: Bookmark, box: Box, building: Building2, calendar: Calendar,
  chart: ChartColumn, check: Check, 'chevron-down': ChevronDown, 'chevron-back': ChevronLeft, 'chevron-forward': ChevronRight,
  'chevrons-up-down': ChevronsUpDown, alert: CircleAlert, done: CircleCheck, help: CircleHelp, clock: Clock, columns: Columns3,
  contact: Contact, 'credit-card': CreditCard, database: Database, download: Download, more: Ellipsis, 'file-text': FileText,
  globe: Globe, 'graduation-cap': GraduationCap, grip: GripVertical, 'hand-coins': HandCoins, handshake: Handshake, house: House, inbox: Inbox, info: Info, key: KeyRound, languages: Languages,
  dashboard: LayoutDashboard, link: Link2, filter: ListFilter, loader: Loader, 'log-out': LogOut, mail: Mail, megaphone: Megaphone, menu: Menu,
  'message-circle': MessageCircle, 'message-square': MessageSquare, monitor: Monitor, moon: Moon, note: StickyNote, package: Package, pencil: Pencil, phone: Phone,
  plus: Plus, puzzle: Puzzle, receipt: Receipt, refresh: RefreshCw, scroll: ScrollText, search: Search, settings: Settings, shield: Shield,
  'shield-alert': ShieldAlert, 'shopping-cart': ShoppingCart, star: Star, sun: Sun, tag: Tag, task: ListTodo, ticket: Ticket, trash: Trash2, warning: TriangleAlert,
  upload: Upload, user: User, 'user-plus': UserPlus, users: Users, webhook: Webhook, wrench: Wrench, x: X, zap: Zap,
}

/** Icons whose direction has a meaning point the other way in a right-to-left page. */
const DIRECTED = new Set(['arrow-back', 'chevron-back', 'chevron-forward', 'log-out'])

/** An icon beside a text that says the same; hidden from screen readers. An unknown name shows a puzzle piece. */
export function Icon({ name, size = 16, className = '' }: { name: string; size?: number; className?: string }) {
  const Drawing = icons[name] ?? Puzzle
  return <Drawing aria-hidden size={size} strokeWidth={1.75} className={`shrink-0 ${DIRECTED.has(name) ? 'mirrored ' : ''}${className}`} />
}
