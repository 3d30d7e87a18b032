import {
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { useFormat } from '../format/use-format.ts'
import { usePreferences } from '../session/use-preferences.ts'
import type { ChartProps } from './chart.tsx'

const COLOURS = ['var(--accent)', 'var(--ink-faint)', 'var(--warning-strong)', 'var(--info-strong)']

export function ChartDrawing({ data, category, series, kind = 'bar' }: Omit<ChartProps, 'height' | 'label'>) {
  const format = useFormat()
  const rtl = usePreferences().language === 'ar'
  const Frame = kind === 'bar' ? BarChart : LineChart
  return (
    <ResponsiveContainer>
      <Frame data={[...data]} margin={{ top: 8, bottom: 0 }}>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey={category}
          reversed={rtl}
          tickLine={false}
          axisLine={false}
          tick={{ fill: 'var(--ink-muted)', fontSize: 12 }}
        />
        <YAxis
          orientation={rtl ? 'right' : 'left'}
          width={40}
          tickLine={false}
          axisLine={false}
          tick={{ fill: 'var(--ink-muted)', fontSize: 12 }}
          tickFormatter={(value: number) => format.number(value)}
        />
        <Tooltip
          cursor={{ fill: 'var(--sunken)' }}
          contentStyle={{
            background: 'var(--raised)',
            border: '1px solid var(--line)',
            borderRadius: 6,
            color: 'var(--ink)',
          }}
        />
        {series.map(({ property, label }, index) =>
          kind === 'bar' ? (
            <Bar
              key={property}
              dataKey={property}
              name={label}
              fill={COLOURS[index % COLOURS.length]}
              radius={[3, 3, 0, 0]}
              maxBarSize={36}
              isAnimationActive={false}
            />
          ) : (
            <Line
              key={property}
              dataKey={property}
              name={label}
              stroke={COLOURS[index % COLOURS.length]}
              strokeWidth={2}
              dot={false}
              isAnimationActive={false}
            />
          ),
        )}
      </Frame>
    </ResponsiveContainer>
  )
}
