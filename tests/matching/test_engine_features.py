"""Reading of records, the leak guard, codes and pairs."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from matching.engine.encoding import Encoder, coder, joint
from matching.engine.features import Field, Leak, Record, Schema, refuse_leaks, table
from matching.engine.folds import last_part, time_folds
from tests.matching.leaders import SCHEMA, leaders

DAY = date(2024, 5, 6)
SMALL = Schema((Field("level"), Field("age", "number"), Field("tags", "multi")))


def known(**values):
    return Record.known(values, DAY, assigned_on=DAY)


def test_a_feature_dated_after_the_assignment_is_refused_with_field_and_count():
    schema = Schema((Field("level"), Field("final_result", "number")))
    late = Record(
        {"level": "L1", "final_result": 90}, {"level": DAY, "final_result": DAY + timedelta(1)}, DAY
    )
    fine = Record.known({"level": "L1", "final_result": 70}, DAY, assigned_on=DAY)
    with pytest.raises(Leak) as caught:
        refuse_leaks(schema, [late, fine, late])
    assert caught.value.late == {"final_result": 2}
    assert caught.value.undated == {}
    assert str(caught.value) == "final_result: 2 known only after the assignment"


def test_a_value_without_a_date_is_refused_but_a_missing_value_needs_none():
    schema = Schema((Field("level"), Field("age", "number")))
    refuse_leaks(schema, [Record({"level": "", "age": None}, {}, DAY)])
    with pytest.raises(Leak) as caught:
        refuse_leaks(schema, [Record({"level": "L1"}, {}, DAY)])
    assert caught.value.undated == {"level": 1}


def test_sensitive_fields_are_left_out_unless_allowed_by_name():
    assert "gender" not in SCHEMA.names
    assert "gender" in Schema(SCHEMA.fields, allowed=("gender",)).names
    assert "gender" not in table(SCHEMA, leaders(5).records).columns


def test_schema_survives_json_and_its_digest_tells_changes():
    schema = Schema((Field("age", "number", bins=(30.0, 40.0)), Field("level", label="职级")))
    assert Schema.from_dict(schema.to_dict()) == schema
    assert Schema.from_dict(schema.to_dict()).digest() == schema.digest()
    assert Schema(schema.fields[:1]).digest() != schema.digest()


def test_odd_values_are_read_as_missing_or_text():
    rows = [
        known(level=None, age="abc", tags=None),
        known(level=" L1 ", age="41", tags="a"),
        known(level=float("nan"), age=float("inf"), tags=["b", "a", "b", ""]),
    ]
    x = table(SMALL, rows)
    assert x.columns["level"].tolist() == ["", "L1", ""]
    assert x.columns["tags"].tolist() == [(), ("a",), ("a", "b")]
    np.testing.assert_array_equal(x.columns["age"], [np.nan, 41.0, np.nan])


def test_pandas_arrow_strings_and_missing_are_read_like_python_text():
    frame = pd.DataFrame({"level": pd.array(["L1", None], dtype="str")})
    x = table(Schema((Field("level"),)), [known(level=v) for v in frame["level"]])
    assert x.columns["level"].tolist() == ["L1", ""]


def test_rare_and_unseen_values_are_other_and_missing_is_its_own_code():
    column = np.array(["a"] * 5 + ["b"] * 4 + ["rare"], dtype=object)
    c = coder(Field("level"), column, 3)
    assert c.words == ["a", "b"]
    codes = c.codes(np.array(["a", "b", "rare", "never seen", ""], dtype=object))
    assert codes[:, 0].tolist() == [0, 1, 2, 2, 3]


def test_joint_codes_of_a_multi_field_cover_every_combination_and_keep_padding():
    a = np.array([[0, 2], [1, -1]])
    b = np.array([[1], [0]])
    assert joint(a, b, 3).tolist() == [[1, 7], [3, -1]]


def test_matrix_has_one_column_per_single_code_and_pairs_where_they_tell():
    people = leaders(800, skill=0)
    x = table(SCHEMA, people.records)
    encoder = Encoder.fit(x, people.fit.argmax(1), crosses=True)
    matrix = encoder.matrix(x)
    assert matrix.shape == (800, len(encoder.owners))
    assert matrix.dtype == np.float32
    names = [c.name for c in encoder.coders]
    first = encoder.pairs[0]
    assert {names[first[0]], names[first[1]]} == {"department", "preference"}


def test_restored_encoder_gives_the_same_matrix():
    people = leaders(400)
    x = table(SCHEMA, people.records)
    encoder = Encoder.fit(x, people.taken, crosses=True)
    again = Encoder.restore(*encoder.state())
    assert (encoder.matrix(x) != again.matrix(x)).nnz == 0


def test_splits_never_put_a_day_or_a_person_on_both_sides():
    rng = np.random.default_rng(0)
    when, group = rng.integers(0, 40, 500), rng.integers(0, 200, 500)
    for earlier, later in [last_part(when, group, 0.2), *time_folds(when, group)]:
        assert len(earlier)
        assert len(later)
        assert when[earlier].max() < when[later].min()
        assert set(group[earlier]).isdisjoint(group[later])


def test_a_single_day_is_split_by_person():
    group = np.repeat(np.arange(50), 2)
    earlier, later = last_part(np.zeros(100, int), group, 0.2)
    assert len(later) == 20
    assert set(group[earlier]).isdisjoint(group[later])
