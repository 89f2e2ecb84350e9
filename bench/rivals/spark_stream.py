#!/usr/bin/env python3
"""Spark Structured Streaming over the events of the stream suite: count and sum per key and tumbling window, update mode, one core, one
partition of state in memory, the source in the JVM. Prints one JSON line. Needs pyspark 4 and a JVM.
usage: spark_stream.py ROWS RUNS
"""
import json, sys, tempfile, time
from pathlib import Path
from pyspark.sql import SparkSession

ROWS, RUNS = int(sys.argv[1]), int(sys.argv[2])
BATCH = 2**20
BATCHES = max(4, -(-ROWS // BATCH))
# The events by their number, as in stream-events.ts.
EVENTS = ["timestamp_micros(value * 10) AS time",
          "CAST(((value * 2654435761) % 4294967296) div 65536 % 10000 AS INT) AS key", "CAST(value % 1000 AS INT) AS value"]

spark = (SparkSession.builder.master("local[1]")
         .config("spark.sql.shuffle.partitions", "1").config("spark.ui.enabled", "false").config("spark.driver.memory", "4g")
         .config("spark.sql.session.timeZone", "UTC").config("spark.ui.showConsoleProgress", "false")
         .config("spark.sql.streaming.pollingDelay", "1ms").getOrCreate())
spark.sparkContext.setLogLevel("OFF")
PID = spark._jvm.java.lang.ProcessHandle.current().pid()


def cpu():
    """Seconds of the whole JVM, its compiler and collector too."""
    fields = Path(f"/proc/{PID}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


def events():
    # Row by row of one source: value is the number of the event; the source's own time is not used.
    rate = spark.readStream.format("rate-micro-batch").option("rowsPerBatch", BATCH).option("numPartitions", 1)
    return rate.option("startTimestamp", 0).load().selectExpr(*EVENTS)


def counts(df):
    df.withWatermark("time", "10 seconds").createOrReplaceTempView("events")
    return spark.sql("""SELECT unix_millis(w.start) AS start, key, n, total FROM
        (SELECT window(time, '10 seconds') AS w, key, count(*) AS n, sum(value) AS total FROM events GROUP BY 1, 2)""")


def run(df, batches, sink=lambda writer: writer.format("noop")):
    """CPU and wall seconds per event over so many batches behind the first, as the JVM reported their ends."""
    with tempfile.TemporaryDirectory() as checkpoint:
        query = sink(df.writeStream).outputMode("update").option("checkpointLocation", checkpoint).start()
        first = last = None
        while last is None or last[0] < batches:
            time.sleep(0.002)
            if query.exception():
                raise query.exception()
            progress = query.lastProgress
            if progress and (last is None or progress["batchId"] > last[0]):
                last = (progress["batchId"], cpu(), time.perf_counter())
                first = first or last
        query.stop()
    events = (last[0] - first[0]) * BATCH
    return (last[1] - first[1]) / events, (last[2] - first[2]) / events


def check():
    """What the groups of two batches are at the end."""
    last = {}

    def take(batch, id):
        if id < 2:
            last.update({(row.start // 1000, row.key): (row.n, row.total) for row in batch.collect()})

    run(counts(events()), 2, lambda writer: writer.foreachBatch(take))
    return [len(last), sum(n for n, _ in last.values()), sum(total for _, total in last.values()),
            sum(key * n for (_, key), (n, _) in last.items()), sum(start * n for (start, _), (n, _) in last.items())]


digest = check()
run(counts(events()), BATCHES)
timed = [run(counts(events()), BATCHES) for _ in range(RUNS)]
alone = [run(events(), BATCHES) for _ in range(RUNS)]
print()
print(json.dumps({"digest": digest, "digestEvents": 2 * BATCH, "events": [1 / wall for _, wall in timed],
                  "wall": [wall * 1e9 for _, wall in timed], "cpu": [seconds * 1e9 for seconds, _ in timed],
                  "source": [seconds * 1e9 for seconds, _ in alone]}))
