#!/usr/bin/env python3
"""What real Spark does with random streaming queries over random events, batch by batch.

Needs pyspark 4 and a JVM. Writes test/streams/golden/spark.json, a case a line, which test/streams/golden.test.ts runs through Caudal;
cases that stand there already are kept, so a run may be cut short and taken up again.
usage: python3 scripts/spark-stream-golden.py [share of the cases, 1]
"""
import json, sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "lib"))
from spark_stream import Spark
from stream_queries import cases

TARGET = Path(__file__).parent.parent / "test/streams/golden/spark.json"


def asked(case):
    """A case without its answers."""
    steps = [step["rows"] if isinstance(step, dict) else step for step in case["steps"]]
    return json.dumps({**{k: v for k, v in case.items() if k != "refused"}, "steps": steps}, sort_keys=True)


def main():
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    known = {asked(case): case for case in json.loads(TARGET.read_text())} if TARGET.exists() else {}
    spark, lines, wanted = None, [], list(cases(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0))
    for case in wanted:
        answer = known.get(asked(case))
        if not answer:
            spark = spark or Spark()
            answer = spark.run(case)
            print(f"{len(lines) + 1}/{len(wanted)} {case['id']}", file=sys.stderr)
        lines.append(json.dumps(answer, separators=(",", ":")))
        TARGET.write_text("[\n" + ",\n".join(lines) + "\n]\n")


main()
