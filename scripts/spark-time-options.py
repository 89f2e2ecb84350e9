"""spark-time-options.py: asks Apache Spark 4 the cases of test/files/spark-time-options.json and writes its answers beside them.

A case reads `text` or writes the one row of `sql`; the answer is types and rows as text, the text written, or the word "error".
Needs `pip install pyspark==4.0.1` and a JDK 17. Run from the root of the repository: python scripts/spark-time-options.py
"""
import glob
import json
import os
import tempfile

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

CASES = 'test/files/spark-time-options.json'


def read(spark, case, folder):
    path = os.path.join(folder, 'in.txt')
    with open(path, 'w', encoding='utf-8') as file:
        file.write(case['text'])
    reader = spark.read.format(case['format']).options(**case['options'])
    frame = (reader.schema(case['schema']) if 'schema' in case else reader).load(path)
    rows = frame.selectExpr(*[f'CAST(`{name}` AS STRING)' for name in frame.columns]).collect()
    return {'types': [kind for _, kind in frame.dtypes], 'rows': [list(row) for row in rows]}


def write(spark, case, folder):
    target = os.path.join(folder, 'out')
    spark.sql(case['sql']).write.format(case['format']).options(**case['options']).save(target)
    return {'written': ''.join(open(part, encoding='utf-8').read() for part in glob.glob(f'{target}/part-*'))}


def main():
    spark = SparkSession.builder.master('local[1]').config('spark.ui.enabled', 'false').getOrCreate()
    spark.sparkContext.setLogLevel('OFF')
    cases = json.load(open(CASES, encoding='utf-8'))
    for case in cases:
        spark.conf.set('spark.sql.session.timeZone', case['zone'])
        with tempfile.TemporaryDirectory() as folder:
            try:
                case['spark'] = (write if 'sql' in case else read)(spark, case, folder)
            except (PySparkException, Py4JJavaError):
                case['spark'] = 'error'
    with open(CASES, 'w', encoding='utf-8') as file:
        file.write('[\n' + ',\n'.join(json.dumps(case, ensure_ascii=False) for case in cases) + '\n]\n')


main()
