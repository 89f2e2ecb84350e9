#!/usr/bin/env python3
"""Flink over the events of the stream suite: count and sum per key and tumbling window, parallelism 1, state on the heap, objects reused,
the source in the JVM. Three ways: windows (the TUMBLE table function, sent when they close), groups (an aggregate by window and key
that sends every change) and groups in mini-batches. Prints one JSON line. Needs apache-flink and a JVM.
usage: flink_stream.py ROWS RUNS
"""
import json, sys, time
from pathlib import Path
from pyflink.common import Configuration, WatermarkStrategy
from pyflink.datastream import StreamExecutionEnvironment
from pyflink.datastream.connectors.number_seq import NumberSequenceSource
from pyflink.java_gateway import get_gateway
from pyflink.table import Schema, StreamTableEnvironment

ROWS, RUNS = int(sys.argv[1]), int(sys.argv[2])
EVENTS = max(2**22, ROWS)
# Every change comes back row by row through Python: few are enough.
CHECKED = 2**13
WINDOWS = """SELECT UNIX_TIMESTAMP(CAST(window_start AS STRING)) AS began, key, COUNT(*) AS n, SUM(CAST(v AS BIGINT)) AS total
  FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, key"""
GROUPS = "SELECT began, key, COUNT(*) AS n, SUM(CAST(v AS BIGINT)) AS total FROM events GROUP BY began, key"
MINI_BATCH = {"table.exec.mini-batch.enabled": "true", "table.exec.mini-batch.allow-latency": "1 s", "table.exec.mini-batch.size": "100000"}
WAYS = {"windows": (WINDOWS, {}), "groups": (GROUPS, {}), "mini-batches": (GROUPS, MINI_BATCH)}
PID = get_gateway().jvm.java.lang.ProcessHandle.current().pid()


def cpu():
    """Seconds of the whole JVM, its compiler and collector too."""
    fields = Path(f"/proc/{PID}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def tables(events, options):
    config = Configuration()
    config.set_string("state.backend.type", "hashmap")
    config.set_string("pipeline.object-reuse", "true")
    config.set_string("parallelism.default", "1")
    env = StreamExecutionEnvironment.get_execution_environment(config)
    env.set_parallelism(1)
    table = StreamTableEnvironment.create(env)
    table.get_config().set_local_timezone("UTC")
    for key, value in options.items():
        table.get_config().set(key, value)
    # The events by their number, as in stream-events.ts.
    sequence = env.from_source(NumberSequenceSource(0, events - 1), WatermarkStrategy.no_watermarks(), "numbers")
    numbers = table.from_data_stream(sequence, Schema.new_builder().column("f0", "BIGINT NOT NULL")
        .column_by_expression("key", "CAST(MOD(MOD(f0 * 2654435761, 4294967296) / 65536, 10000) AS INT)")
        .column_by_expression("v", "CAST(MOD(f0, 1000) AS INT)").column_by_expression("began", "f0 / 1000000 * 10")
        .column_by_expression("ts", "TO_TIMESTAMP_LTZ(f0 / 100, 3)").watermark("ts", "ts - INTERVAL '10' SECOND").build())
    table.create_temporary_view("events", numbers)
    return table


def run(query, options):
    """CPU and wall seconds per event."""
    table = tables(EVENTS, options)
    types = "a BIGINT, b INT, c BIGINT, d BIGINT"
    table.execute_sql(f"CREATE TEMPORARY TABLE nowhere ({types}) WITH ('connector' = 'blackhole')")
    job = table.execute_sql(f"INSERT INTO nowhere {query}")
    # Planned and submitted: what it has read until here is not counted.
    cpu_then, then = cpu(), time.perf_counter()
    job.wait()
    return (cpu() - cpu_then) / EVENTS, (time.perf_counter() - then) / EVENTS


def check(query, options):
    last = {}
    with tables(CHECKED, options).execute_sql(query).collect() as rows:
        for row in rows:
            start, key, n, total = row
            last[start, key] = (n, total)
    return [len(last), sum(n for n, _ in last.values()), sum(t for _, t in last.values()),
            sum(key * n for (_, key), (n, _) in last.items()), sum(start * n for (start, _), (n, _) in last.items())]


source = "SELECT f0, key, f0, CAST(v AS BIGINT) FROM events WHERE v >= 0"
run(source, {})
answer = {"source": [run(source, {})[0] * 1e9 for _ in range(RUNS)], "digestEvents": CHECKED, "ways": {}}
for way, (query, options) in WAYS.items():
    digest = check(query, options)
    run(query, options)
    timed = [run(query, options) for _ in range(RUNS)]
    answer["ways"][way] = {"digest": digest, "events": [1 / wall for _, wall in timed], "wall": [wall * 1e9 for _, wall in timed],
                           "cpu": [seconds * 1e9 for seconds, _ in timed]}
print()
print(json.dumps(answer))
