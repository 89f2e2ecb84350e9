"""Streaming queries on real Spark, one micro-batch a step: what every batch sent, kept, dropped, and its watermark.

A case: views (of the events, told apart by `side`), sql over them, and optionally drop | within | select, static, mode, policy,
restarts (before which steps the query is stopped and started again from its checkpoint). Needs pyspark 4 and a JVM.
"""
import json, tempfile
from pathlib import Path
from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession

# Hundreds of small files: in memory where there is a place for them.
MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


class Spark:
    def __init__(self):
        self.spark = (
            SparkSession.builder.master("local[1]")
            .config("spark.sql.shuffle.partitions", "1").config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC").config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
            # No watermark passes a reused exchange: a stream joined with an aggregate of itself would send nothing.
            .config("spark.sql.exchange.reuse", "false")
            # Compiling code takes longer than the few rows of a batch.
            .config("spark.sql.codegen.wholeStage", "false").config("spark.sql.codegen.factoryMode", "NO_CODEGEN")
            .config("spark.sql.streaming.pollingDelay", "1ms").getOrCreate()
        )
        self.spark.sparkContext.setLogLevel("OFF")
        self.jvm = self.spark._jvm
        self.scala = self.jvm.scala.jdk.javaapi.CollectionConverters
        self.none = getattr(self.jvm, "scala.Option").empty()
        self.streaming = self.jvm.org.apache.spark.sql.execution.streaming

    def stream(self):
        encoder = self.jvm.org.apache.spark.sql.Encoders.STRING()
        return self.streaming.MemoryStream(0, self.spark._jsparkSession.sqlContext(), self.none, encoder)

    def add(self, stream, batch):
        texts = self.jvm.java.util.ArrayList()
        for row in batch:
            texts.add(json.dumps(dict(zip(["side", "k", "t", "v"], row))))
        stream.addData(self.scala.asScala(texts).toSeq())

    def query(self, case, stream):
        events = DataFrame(stream.toDF(), self.spark).selectExpr(
            "from_json(value, 'side STRING, k INT, t BIGINT, v INT') AS e").select("e.*")
        if "static" in case:
            self.spark.sql(case["static"]).createOrReplaceTempView("fixed")
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

    def start(self, case, stream, sink, checkpoint):
        """As DataStreamWriter.start does, but the memory sink outlives a restart."""
        df = self.query(case, stream)
        mode = self.jvm.org.apache.spark.sql.streaming.OutputMode
        some = getattr(self.jvm, "scala.Option").apply
        options = getattr(self.jvm, "scala.collection.immutable.Map$")
        query = self.spark._jsparkSession.sessionState().streamingQueryManager().startQuery(
            self.none, some(checkpoint), df._jdf, getattr(options, "MODULE$").empty(), sink,
            {"append": mode.Append, "update": mode.Update, "complete": mode.Complete}[case.get("mode", "append")](),
            False, True, self.jvm.org.apache.spark.sql.streaming.Trigger.ProcessingTime(0),
            self.jvm.org.apache.spark.util.SystemClock(), self.none, self.none)
        return query

    def since(self, sink, batch):
        """Rows of later batches, oldest first, as texts of lists; a NULL has no field in the JSON of a row."""
        rows = self.scala.asJava(sink.dataSinceBatch(batch))
        return [json.dumps([json.loads(row.json()).get(name) for name in row.schema().fieldNames()]) for row in rows]

    def batches(self, query, sink, told):
        """What ran since: an idle query reports too, without having run."""
        out = []
        for progress in query.recentProgress():
            p = json.loads(progress.json())
            if "addBatch" not in p["durationMs"] or p["batchId"] <= told:
                continue
            # In complete mode the sink keeps the last batch only.
            texts = self.since(sink, p["batchId"] - 1)
            texts = sorted(texts[:len(texts) - len(self.since(sink, p["batchId"]))])
            state = [[s["numRowsTotal"], s["numRowsUpdated"], s["numRowsRemoved"], s["numRowsDroppedByWatermark"]]
                     for s in p["stateOperators"]]
            out.append({"id": p["batchId"], "out": [json.loads(text) for text in texts], "state": state,
                        **{name: time for name, time in p.get("eventTime", {}).items() if name == "watermark"}})
        return out

    def run(self, case):
        stream, sink = self.stream(), self.streaming.sources.MemorySink()
        self.spark.conf.set("spark.sql.streaming.multipleWatermarkPolicy", case.get("policy", "min"))
        steps, told, query = [], -1, None
        with tempfile.TemporaryDirectory(dir=MEMORY) as checkpoint:
            try:
                for i, batch in enumerate(case["steps"]):
                    if i in case.get("restarts", []):
                        query.stop()
                        query = None
                    query = query or self.start(case, stream, sink, checkpoint)
                    self.add(stream, batch)
                    query.processAllAvailable()
                    batches = self.batches(query, sink, told)
                    told = max([told, *(b["id"] for b in batches)])
                    steps.append({"rows": batch, "batches": batches})
            except Exception as error:  # the matrix refuses it: that is the expectation
                message = str(getattr(error, "java_exception", error))
                if steps or not isinstance(error, AnalysisException) and "not supported" not in message:
                    raise
                return {**case, "refused": message.split("\n")[0].split("terminated with exception: ")[-1][:160]}
            finally:
                if query:
                    query.stop()
        return {**case, "steps": steps}
