"""Score returns where they lie, with Dask:

python score_on_dask.py s3://lake/returns managing-cost-of-care s3://lake/scorecards
"""

import sys

from dask import dataframe

from auditkit.frames import score_frame

if __name__ == "__main__":
    returns, question_set, scorecards = sys.argv[1:]
    frame = dataframe.read_parquet(returns)
    scored = score_frame(frame, question_set)
    scored.to_parquet(scorecards, partition_on="period", write_index=False)
