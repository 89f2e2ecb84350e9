#!/usr/bin/env python3
"""Joins and deduplication of streams as real Spark does them: random queries over random events, one micro-batch per step.

Needs pyspark 4 and a JVM. Writes test/streams/golden/keyed.json, which test/streams/golden.test.ts runs through Caudal.
usage: python3 scripts/spark-stream-golden.py [cases] [seed]
"""
import json, random, sys, tempfile
from pathlib import Path
from pyspark.sql import SparkSession, DataFrame

CASES = int(sys.argv[1]) if len(sys.argv) > 1 else 56
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else 1
TARGET = Path(__file__).parent.parent / "test/streams/golden/keyed.json"
# Hundreds of small files: in memory where there is a place for them.
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None
JOINS = ["INNER", "LEFT OUTER", "RIGHT OUTER", "FULL OUTER", "LEFT SEMI"]


def views(rng, window):
    """Both sides of one stream, told apart by a column: so a step is one batch for both."""
    size = rng.choice([5, 10])
    out = {}
    for side in "lr":
        columns = [f"k AS {side}k", f"timestamp_seconds(t) AS {side}t", f"v AS {side}v"]
        select = [f"{side}k", f"window({side}t, '{size} seconds') AS {side}w", f"{side}v"] if window else None
        delay = f"{rng.choice([0, 2, 5, 10])} seconds"
        out[side] = {"columns": columns, "time": f"{side}t", "delay": delay, "select": select}
    return out


def bound(rng):
    """A condition on the distance of two times."""
    a, b = rng.randint(0, 8), rng.randint(0, 8)
    return rng.choice([
        f"lt BETWEEN rt - INTERVAL {a} SECONDS AND rt + INTERVAL {b} SECONDS",
        f"lt >= rt - INTERVAL {a} SECONDS AND lt <= rt + INTERVAL {b} SECONDS",
        f"lt > rt - INTERVAL {a} SECONDS AND lt < rt + INTERVAL {b} SECONDS",
        f"rt >= lt AND rt <= lt + INTERVAL {b} SECONDS",
        f"lt < rt - INTERVAL {a} SECONDS AND lt + INTERVAL {a + 9} SECONDS > rt",
        f"rt + INTERVAL {a} SECONDS > lt AND lt + INTERVAL {b} SECONDS >= rt",
    ])


def join(rng):
    window = rng.random() < 0.4
    kind = rng.choice(JOINS)
    keys = ["lk <=> rk" if rng.random() < 0.2 else "lk = rk"]
    if window:
        keys.append("lw = rw")
    on = keys + ([] if window else [bound(rng)])
    if rng.random() < 0.35:
        # Spark moves a filter of one side below withWatermark, which then does not count the rows that fail, unless it reads event time.
        single = ["lv < rv", "lv > rv"] if window else ["(lv > 3 OR lt IS NULL)", "(rv > 3 OR rt IS NULL)"]
        on.append(rng.choice([*single, "lv <> rv", "lv + rv > 6"]))
    sides = views(rng, window)
    if window and rng.random() < 0.25:
        sides[rng.choice("lr")]["delay"] = None
    columns = ["lk", "CAST(lw.end AS BIGINT) AS le" if window else "CAST(lt AS BIGINT) AS le", "lv"]
    if kind != "LEFT SEMI":
        columns += ["rk", "CAST(rw.end AS BIGINT) AS re" if window else "CAST(rt AS BIGINT) AS re", "rv"]
    # The same goes for rows without a key, where Spark drops them before the join.
    keyless = "lr" if "<=>" in keys[0] else {"LEFT OUTER": "l", "RIGHT OUTER": "r", "FULL OUTER": "lr"}.get(kind, "")
    sql = f"SELECT {', '.join(columns)} FROM l {kind} JOIN r ON {' AND '.join(on)}"
    return {"views": sides, "sql": sql, "keyless": keyless}


def dedup(rng):
    sides = {"l": views(rng, False)["l"]}
    how = rng.choice(["drop", "within"])
    columns = rng.choice([["lk"], ["lk", "lt"], ["lk", "lv"], ["lv"]])
    # Which row of a batch is the first is not told: only the keys are selected.
    select = [f"CAST({c} AS BIGINT) AS {c}" for c in columns]
    return {"views": sides, "sql": "SELECT * FROM l", how: columns, "select": select}


def events(rng, sides, keyless):
    """Batches of [side, key, time, value]; time mostly rises."""
    now, out = 10, []
    for _ in range(rng.randint(4, 5)):
        now += rng.choice([0, 3, 6, 12])
        batch = []
        for _ in range(rng.randint(1, 6)):
            time = max(1, now + rng.randint(-12, 4)) if rng.random() > 0.04 else None
            side = rng.choice(sides)
            key = None if side in keyless and rng.random() < 0.12 else rng.choice([1, 1, 2, 3])
            batch.append([side, key, time, rng.randint(0, 7)])
        out.append(batch)
    return out


def generate():
    rng = random.Random(SEED)
    cases = []
    for i in range(CASES):
        query = dedup(rng) if i % 4 == 3 else join(rng)
        steps = events(rng, list(query["views"]), query.pop("keyless", "lr"))
        cases.append({"id": i, **query, "steps": steps})
    return cases


class Runner:
    def __init__(self):
        self.spark = (
            SparkSession.builder.master("local[1]")
            .config("spark.sql.shuffle.partitions", "1").config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            # Compiling code takes longer than the few rows of a batch.
            .config("spark.sql.codegen.wholeStage", "false").config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.streaming.pollingDelay", "1ms").getOrCreate()
        )
        self.spark.sparkContext.setLogLevel("OFF")
        self.jvm = self.spark._jvm

    def stream(self):
        encoder = self.jvm.org.apache.spark.sql.Encoders.STRING()
        none = getattr(self.jvm, "scala.Option").empty()
        context = self.spark._jsparkSession.sqlContext()
        return self.jvm.org.apache.spark.sql.execution.streaming.MemoryStream(0, context, none, encoder)

    def add(self, stream, batch):
        texts = self.jvm.java.util.ArrayList()
        for row in batch:
            texts.add(json.dumps(dict(zip(["side", "k", "t", "v"], row))))
        stream.addData(self.jvm.scala.jdk.javaapi.CollectionConverters.asScala(texts).toSeq())

    def query(self, case, stream):
        events = DataFrame(stream.toDF(), self.spark).selectExpr(
            "from_json(value, 'side STRING, k INT, t BIGINT, v INT') AS e").select("e.*")
        for side, view in case["views"].items():
            df = events.filter(f"side = '{side}'").selectExpr(*view["columns"])
            if view["delay"]:
                df = df.withWatermark(view["time"], view["delay"])
            if view["select"]:
                df = df.selectExpr(*view["select"])
            df.createOrReplaceTempView(side)
        df = self.spark.sql(case["sql"])
        if "drop" in case:
            df = df.dropDuplicates(case["drop"])
        if "within" in case:
            df = df.dropDuplicatesWithinWatermark(case["within"])
        return df.selectExpr(*case["select"]) if "select" in case else df

    def run(self, case):
        stream = self.stream()
        out = []
        with tempfile.TemporaryDirectory(dir=MEMORY) as checkpoint:
            name = f"case{case['id']}"
            try:
                df = self.query(case, stream)
                writer = df.writeStream.format("memory").queryName(name).outputMode("append")
                query = writer.option("checkpointLocation", checkpoint).start()
            except Exception as error:  # the matrix refuses it: that is the expectation
                if "not supported" not in str(error):
                    raise
                return {**case, "refused": str(error).split("\n")[0][:200]}
            seen = told = 0
            for batch in case["steps"]:
                self.add(stream, batch)
                query.processAllAvailable()
                rows = [list(row) for row in self.spark.table(name).collect()]
                new, seen = rows[seen:], len(rows)
                # An idle query reports too, without having run.
                done = [p for p in query.recentProgress if "addBatch" in p["durationMs"]]
                ran, told = done[told:], len(done)
                state = ran[-1]["stateOperators"][0] if ran else None
                dropped = sum(p["stateOperators"][0]["numRowsDroppedByWatermark"] for p in ran)
                out.append({"rows": batch, "out": sorted(new, key=json.dumps),
                            "stateRows": state["numRowsTotal"] if state else None, "dropped": dropped})
            query.stop()
        return {**case, "steps": out}


def asked(case):
    """A case without its answers: those that stand in the file need not be run again."""
    steps = [step["rows"] if isinstance(step, dict) else step for step in case["steps"]]
    return json.dumps({**{k: v for k, v in case.items() if k != "refused"}, "steps": steps}, sort_keys=True)


def main():
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    known = {asked(case): case for case in json.loads(TARGET.read_text())} if TARGET.exists() else {}
    runner, lines = Runner(), []
    for case in generate():
        lines.append(json.dumps(known.get(asked(case)) or runner.run(case)))
        TARGET.write_text("[\n" + ",\n".join(lines) + "\n]\n")
        print(f"{len(lines)}/{CASES}", file=sys.stderr)


main()
