// samples.ts: the data one click away and questions to ask of it. The published package ships the small Arrow file only.

export interface Sample {
  readonly label: string;
  /** Small files first: they are there while the large one loads. */
  readonly files: readonly string[];
  readonly questions: readonly Question[];
}
export interface Question {
  readonly title: string;
  readonly about: string;
  readonly sql: string;
}

const FLIGHTS: Sample = {
  label: '3,000,000 flights',
  files: ['airports.csv', 'flights-3m.parquet'],
  questions: [
    {
      title: 'Busiest cities',
      about: 'Join Parquet with CSV, group, sort',
      sql: `SELECT a.city, a.state, count(*) AS flights, round(avg(f.delay), 1) AS mean_delay
FROM 'flights-3m.parquet' f
JOIN 'airports.csv' a ON f.origin = a.iata
GROUP BY a.city, a.state
ORDER BY flights DESC`,
    },
    {
      title: 'Delay by hour of the day',
      about: 'Date functions and percentiles',
      sql: `SELECT hour(date) AS hour, count(*) AS flights, round(avg(delay), 1) AS mean_delay,
  percentile_approx(delay, 0.9) AS worst_tenth
FROM 'flights-3m.parquet'
GROUP BY ALL
ORDER BY hour`,
    },
    {
      title: 'Every flight, latest first',
      about: 'Sort and scroll 3,000,000 rows',
      sql: `SELECT *
FROM 'flights-3m.parquet'
ORDER BY date DESC`,
    },
  ],
};
const PACKAGED: Sample = {
  label: '200,000 flights',
  files: ['flights-200k.arrow'],
  questions: [
    {
      title: 'Delay by hour of the day',
      about: 'Group and sort an Arrow file',
      sql: `SELECT floor(time) AS hour, count(*) AS flights, round(avg(delay), 1) AS mean_delay, max(delay) AS worst
FROM 'flights-200k.arrow'
GROUP BY ALL
ORDER BY hour`,
    },
    {
      title: 'Long flights that were late',
      about: 'Filter, top ten of each bucket',
      sql: `SELECT floor(distance / 500) * 500 AS miles, delay, time
FROM 'flights-200k.arrow'
WHERE delay > 60
QUALIFY row_number() OVER (PARTITION BY floor(distance / 500) ORDER BY delay DESC) <= 10
ORDER BY miles, delay DESC`,
    },
    {
      title: 'Every flight',
      about: 'Scroll 200,000 rows',
      sql: `SELECT *
FROM 'flights-200k.arrow'
ORDER BY distance DESC`,
    },
  ],
};
export const sample: Sample = import.meta.env.MODE === 'package' ? PACKAGED : FLIGHTS;
