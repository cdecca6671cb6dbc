"""A quick look at real people, if the data are there."""

import os
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from matching.engine.features import Field, Record, Schema, table
from matching.engine.models import CrossLinear, ExactSvc

ROOT = Path(__file__).parents[2]
SHARED = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
PLACEMENT = SHARED / "math-placement" / "MathPlacement.csv"
NUMBERS = ("PSATM", "SATM", "ACTM", "Rank", "Size", "GPAadj", "PlcmtScore")
SCHEMA = Schema((*(Field(name, "number") for name in NUMBERS), Field("Recommends")))
DAY = date(2020, 9, 1)


@pytest.mark.skipif(not PLACEMENT.exists(), reason=f"no data at {PLACEMENT}: set SHARED_DATA")
@pytest.mark.parametrize("model", [ExactSvc(tries=9), CrossLinear()], ids=["svc", "cross_svm"])
def test_course_of_successful_people_is_found_clearly_better_than_by_majority(model):
    frame = pd.read_csv(PLACEMENT)
    frame = frame[frame["CourseSuccess"] == 1]
    frame = frame[frame.groupby("Course")["Course"].transform("size") >= 20]
    frame = frame.sample(frac=1, random_state=0)
    records = [
        Record.known(
            {n: row[n] for n in SCHEMA.names}, DAY, assigned_on=DAY, person=str(row["Student"])
        )
        for row in frame.to_dict("records")
    ]
    classes, y = np.unique(
        frame["Course"].astype(str).to_numpy(object).astype(str), return_inverse=True
    )
    x, cut = table(SCHEMA, records), round(0.8 * len(y))
    learned, judged = np.arange(cut), np.arange(cut, len(y))
    model.fit(x.take(learned), y[learned], k=len(classes), seed=0)
    right = (model.decision(x.take(judged)).argmax(1) == y[judged]).mean()
    assert right > np.bincount(y[judged]).max() / len(judged) + 0.15
