import type { Histogram, MetricObjectWithValues, MetricValueWithName, Registry } from 'prom-client'

/** Upper bounds of the buckets, in seconds. */
const BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export interface RequestLabels {
  readonly method: string
  /** The route's template, so that ids make no new series. */
  readonly route: string
  /** Its plugin, or `platform`. */
  readonly module: string
}

/** Counts one answer. */
export type ObserveRequest = (status: number, seconds: number) => void

class Series {
  readonly counts = new Float64Array(BOUNDS.length + 1)
  sum = 0

  add(seconds: number): void {
    let bucket = 0
    while (bucket < BOUNDS.length && seconds > (BOUNDS[bucket] as number)) bucket += 1
    this.counts[bucket] = (this.counts[bucket] ?? 0) + 1
    this.sum += seconds
  }
}

/**
 * Durations of requests as a Prometheus histogram. Every request is observed, and prom-client's own histogram hashes
 * all labels each time; here a route looks its series up by nothing but the status.
 */
export class RequestDurations {
  readonly name = 'wasla_http_request_duration_seconds'
  readonly help = 'Time from the request line to the last byte of the response.'
  readonly type = 'histogram'
  readonly aggregator = 'sum'
  readonly #routes = new Map<
    string,
    { readonly labels: RequestLabels; readonly series: Map<number, Series> }
  >()

  register(registry: Registry): void {
    // The registry reads a metric by `name` and `get()`; its type lists prom-client's own classes only.
    registry.registerMetric(this as unknown as Histogram)
  }

  of(labels: RequestLabels): ObserveRequest {
    const key = JSON.stringify([labels.method, labels.route, labels.module])
    const { series } = this.#routes.get(key) ?? { series: new Map<number, Series>() }
    this.#routes.set(key, { labels, series })
    return (status, seconds) => {
      let found = series.get(status)
      if (found === undefined) {
        found = new Series()
        series.set(status, found)
      }
      found.add(seconds)
    }
  }

  async get(): Promise<Omit<MetricObjectWithValues<MetricValueWithName<string>>, 'collect'>> {
    const values = [...this.#routes.values()].flatMap(({ labels, series }) =>
      [...series].flatMap(([status, found]) => this.#valuesOf({ ...labels, status: String(status) }, found)),
    )
    return { name: this.name, help: this.help, type: this.type as never, aggregator: this.aggregator, values }
  }

  #valuesOf(labels: Record<string, string>, { counts, sum }: Series): MetricValueWithName<string>[] {
    let count = 0
    const buckets = [...BOUNDS, '+Inf'].map((le, index) => {
      count += counts[index] ?? 0
      return { labels: { le, ...labels }, value: count, metricName: `${this.name}_bucket` }
    })
    return [
      ...buckets,
      { labels, value: sum, metricName: `${this.name}_sum` },
      { labels, value: count, metricName: `${this.name}_count` },
    ]
  }
}
