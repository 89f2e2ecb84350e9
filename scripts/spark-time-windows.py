"""spark-time-windows.py: what Apache Spark 4 makes of windows of time over generated rows, as test/sql/time-windows/spark.slt.

Rows have negative times, times at bounds of windows and next to them, NULLs. Needs `pip install pyspark==4.0.1` and a JDK 17.
Run from the root of the repository: python scripts/spark-time-windows.py
"""
import random

from pyspark.sql import SparkSession

TARGET = 'test/sql/time-windows/spark.slt'
LETTERS = {'bigint': 'I', 'int': 'I', 'string': 'T'}
GAPS = ['5 seconds', '1 minute', '0 seconds', '-10 seconds', '1 minute 30 seconds', '250 milliseconds', 'none', None]


def rows():
    random.seed(4)
    bounds = [at * 60_000_000 + by for at in (-3, -1, 0, 1, 2) for by in (-1, 0, 1)]
    times = bounds + [random.randrange(-300_000_000, 300_000_000) for _ in range(40)] + [None, None]
    random.shuffle(times)
    return [(t, random.choice(['a', 'b', 'c', None]), i, random.choice(GAPS)) for i, t in enumerate(times)]


def literal(value):
    return 'NULL' if value is None else f"'{value}'" if isinstance(value, str) else str(value)


def queries():
    edges = 'unix_micros({0}.start) AS s, unix_micros({0}.end) AS e'
    for call in ["'1 minute'", "'1 minute', '1 minute', '13 seconds'", "'1 minute', '1 minute', '-13 seconds'", "'1 minute', '25 seconds'",
                 "'1 minute', '20 seconds'", "'7 seconds', '3 seconds', '1 second'", "'1 minute', '45 seconds', '-44 seconds'",
                 "'90 seconds', '89 seconds 999 milliseconds'", '1000, 300']:
        window = f'window(t, {call})'
        yield f'SELECT {edges.format("window")}, count(*), sum(v) FROM w GROUP BY {window}'
        yield f'SELECT v, {edges.format("x")} FROM (SELECT v, {window} AS x FROM w WHERE v % 3 = 0)'
        yield f'SELECT {edges.format("window")}, k, min(v), unix_micros(max(window_time(window))) FROM w GROUP BY k, {window}'
    for gap in ["'5 seconds'", "'1 minute'", "'0 seconds'", 'gap', "CASE k WHEN 'a' THEN '10 seconds' WHEN 'b' THEN '-1 second' ELSE '40 seconds' END"]:
        window = f'session_window(t, {gap})'
        yield f'SELECT {edges.format("session_window")}, count(*), sum(v) FROM w GROUP BY {window}'
        yield f'SELECT k, {edges.format("session_window")}, count(*), max(v) FROM w GROUP BY k, {window}'
        yield f'SELECT v, {edges.format("x")} FROM (SELECT v, {window} AS x FROM w)'
        yield f'SELECT k, {edges.format("x")}, count(*) FROM (SELECT k, {window} AS x FROM w) GROUP BY x, k'
        yield f'SELECT v % 2 AS odd, {edges.format("session_window")}, count(*) FROM w GROUP BY {window}, v % 2 HAVING count(*) > 1'
    inner = "SELECT window(t, '10 seconds') AS x, count(*) AS n FROM w GROUP BY window(t, '10 seconds')"
    yield f"SELECT {edges.format('window')}, sum(n) FROM ({inner}) GROUP BY window(x, '1 minute')"
    yield f"SELECT {edges.format('y')}, sum(n) FROM (SELECT window(x, '1 minute', '30 seconds') AS y, n FROM ({inner})) GROUP BY y"
    yield f'SELECT unix_micros(window_time(x)), n FROM ({inner})'
    yield "SELECT unix_micros(window(window(t, '10 seconds'), '1 minute').end), count(*) FROM w GROUP BY window(window(t, '10 seconds'), '1 minute')"
    yield ("SELECT unix_micros(a.x.start), count(*) FROM (SELECT window(t, '1 minute') AS x, v FROM w) AS a JOIN (SELECT window(t, '1 minute') AS x, v FROM w) AS b "
           'ON a.x = b.x AND a.v < b.v GROUP BY a.x.start')
    yield ("SELECT count(*), sum(a.v), sum(b.v) FROM (SELECT window(t, '1 minute') AS x, v FROM w WHERE v < 30) AS a FULL JOIN "
           "(SELECT window(t, '1 minute') AS x, v FROM w WHERE v > 20) AS b USING (x)")


def main():
    spark = SparkSession.builder.master('local[1]').config('spark.ui.enabled', 'false').config('spark.sql.shuffle.partitions', '1').getOrCreate()
    spark.sparkContext.setLogLevel('OFF')
    spark.conf.set('spark.sql.session.timeZone', 'UTC')
    values = ', '.join(f'({", ".join(map(literal, row))})' for row in rows())
    table = f'SELECT timestamp_micros(us) AS t, k, v, gap FROM VALUES {values} AS r(us, k, v, gap)'
    spark.sql(f'CREATE OR REPLACE TEMP VIEW w AS {table}')
    blocks = ['# Windows of time over generated rows: the answers of Spark 4.0.1. Written by scripts/spark-time-windows.py.',
              f'statement ok\nCREATE OR REPLACE TEMP VIEW w AS {table}']
    for sql in queries():
        frame = spark.sql(sql)
        letters = ''.join(LETTERS[kind] for _, kind in frame.dtypes)
        lines = sorted(' | '.join('NULL' if x is None else str(x) for x in row) for row in frame.collect())
        blocks.append('\n'.join([f'query {letters} rowsort', sql, '----', *lines]))
    with open(TARGET, 'w', encoding='utf-8') as file:
        file.write('\n\n'.join(blocks) + '\n')
    print(f'{len(blocks) - 2} queries -> {TARGET}')


if __name__ == '__main__':
    main()
