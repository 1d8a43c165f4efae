"""Score returns where they lie, on any Spark 4:

spark-submit score_on_spark.py s3://lake/returns managing-cost-of-care s3://lake/scorecards
"""

import sys

from pyspark.sql import SparkSession

from auditkit.frames import score_frame

returns, question_set, scorecards = sys.argv[1:]
spark = SparkSession.builder.getOrCreate()
frame = spark.read.parquet(returns)
scored = score_frame(frame, question_set)
scored.write.partitionBy("period").parquet(scorecards)
