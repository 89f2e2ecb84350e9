"""spark-golden.py: what Apache Spark 4 answers to test/functions/spark-expressions.sql, as test/functions/spark-golden.json.

One expression a line; a line `-- zone: Europe/Zurich` sets the session's time zone for those after it. Needs `pip install pyspark==4.0.1`
and a JDK 17. Run from the root of the repository: python scripts/spark-golden.py
"""
import json
import re
import sys

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

SOURCE = 'test/functions/spark-expressions.sql'
TARGET = 'test/functions/spark-golden.json'


def answer(spark, sql):
    """Type and text of the result as a string, or the error condition."""
    try:
        frame = spark.sql(f'SELECT {sql} AS v')
        kind = frame.schema[0].dataType.simpleString()
        # The optimizer folds what it can: without a row it would fold errors away.
        [[text]] = spark.sql(f'SELECT CAST(v AS STRING) FROM (SELECT {sql} AS v)').collect()
        return {'type': kind, 'text': text}
    except PySparkException as error:
        found = error.getCondition() if hasattr(error, 'getCondition') else error.getErrorClass()
        match = re.search(r'\[([A-Z_0-9.]+)\]', str(error))
        return {'error': found or (match.group(1) if match else type(error).__name__)}


def main():
    spark = SparkSession.builder.master('local[1]').config('spark.ui.enabled', 'false').getOrCreate()
    spark.sparkContext.setLogLevel('OFF')
    spark.conf.set('spark.sql.session.timeZone', 'UTC')
    zone = 'UTC'
    answers = []
    for line in open(SOURCE, encoding='utf-8'):
        sql = line.strip()
        if sql.startswith('-- zone: '):
            zone = sql.removeprefix('-- zone: ')
            spark.conf.set('spark.sql.session.timeZone', zone)
        elif sql and not sql.startswith('--'):
            answers.append({'sql': sql, 'zone': zone, **answer(spark, sql)})
    with open(TARGET, 'w', encoding='utf-8') as target:
        target.write('[\n' + ',\n'.join(json.dumps(a, ensure_ascii=False) for a in answers) + '\n]\n')
    print(f'{len(answers)} answers of Spark {spark.version}', file=sys.stderr)


main()
