"""spark-golden.py: what Apache Spark 4 answers: to test/functions/spark-expressions.sql as spark-golden.json, to expressions drawn with
a seed (scripts/lib/spark_expressions.py) as spark-random.json.

In the first, one expression a line; a line `-- zone: Europe/Zurich` sets the session's time zone for those after it. Needs
`pip install pyspark==4.0.1` and a JDK 17. Run from the root of the repository: python scripts/spark-golden.py [written|random]
"""
import json
import os
import re
import sys

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

sys.path.insert(0, os.path.join(os.path.dirname(__file__), 'lib'))
from spark_expressions import expressions

FOLDER = 'test/functions/'
# Time zone, seed and number of the drawn ones.
DRAWS = (('UTC', 1, 2000), ('America/New_York', 2, 1000))


def answer(spark, sql):
    """Type and text of the result, or the error condition."""
    try:
        # The optimizer folds what it can: without a row it would fold errors away.
        [[kind, text]] = spark.sql(f'SELECT typeof(v), CAST(v AS STRING) FROM (SELECT {sql} AS v)').collect()
        return {'type': kind, 'text': text}
    except PySparkException as error:
        match = re.search(r'\[([A-Z_0-9.]+)\]', str(error))
        return {'error': error.getCondition() or (match.group(1) if match else type(error).__name__)}
    except Exception as error:  # Java's own, which Spark does not name
        return {'error': type(error).__name__}


def written():
    zone = 'UTC'
    for line in open(FOLDER + 'spark-expressions.sql', encoding='utf-8'):
        sql = line.strip()
        if sql.startswith('-- zone: '):
            zone = sql.removeprefix('-- zone: ')
        elif sql and not sql.startswith('--'):
            yield zone, sql


def drawn():
    for zone, seed, count in DRAWS:
        for sql in expressions(seed, count):
            yield zone, sql


def main():
    spark = SparkSession.builder.master('local[1]').config('spark.ui.enabled', 'false').getOrCreate()
    spark.sparkContext.setLogLevel('OFF')
    sets = {'written': (written, 'spark-golden.json'), 'random': (drawn, 'spark-random.json')}
    for name in sys.argv[1:] or sets:
        make, target = sets[name]
        answers = []
        for zone, sql in make():
            spark.conf.set('spark.sql.session.timeZone', zone)
            answers.append({'sql': sql, 'zone': zone, **answer(spark, sql)})
        with open(FOLDER + target, 'w', encoding='utf-8') as file:
            file.write('[\n' + ',\n'.join(json.dumps(a, ensure_ascii=False) for a in answers) + '\n]\n')
        print(f'{name}: {len(answers)} answers of Spark {spark.version}', file=sys.stderr)


main()
