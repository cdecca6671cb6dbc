"""`manage.py match_bench` on any table: judged, or refused with a sentence."""

import json

import pytest
from django.core.management import CommandError, call_command

HEAD = ("人员", "日期", "专业", "年龄", "主题", "有效")


def table(rows=400):
    """Where field and theme agree it did good; heading and words are Chinese."""
    for number in range(rows):
        area, taken = number % 2, number // 2 % 2
        day = f"20{10 + number // (rows // 4)}-0{1 + number % 9}-15"
        yield (
            *(f"p{number}", day, f"专业{area}", str(30 + number // 4 % 17)),
            *(f"主题{taken}", str(int(area == taken))),
        )


def text(lines, separator=","):
    return "\n".join(separator.join(cells) for cells in [HEAD, *lines])


def bench(file, capsys, **options):
    options = {"label": "主题", "time": "日期", "group": "人员", "success": "有效"} | options
    call_command("match_bench", str(file), json=True, **options)
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ","), ("utf-8-sig", ";"), ("gb18030", ","), ("utf-16", "\t")],
)
def test_a_table_is_judged_however_it_was_saved(tmp_path, capsys, encoding, separator):
    file = tmp_path / "past.csv"
    file.write_text(text(table(), separator), encoding)

    found = bench(file, capsys)

    assert (found["rows"], found["decision"], found["thin"]) == (400, "first", False)
    assert found["successes"] == 200
    assert {one["name"] for one in found["judged"]} >= {"popularity", "boosting", found["best"]}
    assert {group["value"] for group in found["subgroups"]} >= {"专业0", "专业1"}


def test_rows_without_a_label_are_left_out_and_counted(tmp_path, capsys):
    rows = [
        (*cells[:4], "" if i % 10 == 0 else cells[4], cells[5]) for i, cells in enumerate(table())
    ]
    file = tmp_path / "past.csv"
    file.write_text(text(rows), "utf-8")

    found = bench(file, capsys)

    assert (found["rows"], found["left_out"]["no_label"]) == (360, 40)


def test_few_rows_are_ordered_by_rules_and_that_is_no_error(tmp_path, capsys):
    file = tmp_path / "past.csv"
    file.write_text(text(list(table(8))), "utf-8")

    found = bench(file, capsys)

    assert (found["thin"], found["best"], found["decision"]) == (True, "rules", "too_few")


@pytest.mark.parametrize(
    ("content", "options", "why"),
    [
        (b"", {}, "no rows"),
        (text([]).encode(), {}, "no rows"),
        (text(list(table(4))[:1]).encode(), {}, "every row has the same"),
        (text(table()).encode(), {"label": "课程"}, "no such column: 课程; there are: 人员, 日期"),
        (text([("a", "b")]).encode(), {}, "line 2 has not as many columns"),
        (text(table()).replace("年龄", "专业").encode(), {}, "专业 more than once"),
        (bytes(range(256)) * 9, {}, "not a text file"),
        (text([("p", "d", "a", "1", '"x', "1")]).encode(), {}, "never closed"),
        (text(table()).encode(), {"success": "人员", "group": ""}, "人员 is no number in any row"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(tmp_path, capsys, content, options, why):
    file = tmp_path / "past.csv"
    file.write_bytes(content)

    with pytest.raises(CommandError, match=why) as refused:
        bench(file, capsys, **options)

    assert refused.value.returncode == 1


def test_a_file_that_is_not_there_is_said(tmp_path, capsys):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        bench(tmp_path / "none.csv", capsys)


def test_a_planted_outcome_column_is_caught(tmp_path, capsys):
    planted = [(*cells, "通过" if cells[5] == "1" else "未通过") for cells in table()]
    file = tmp_path / "past.csv"
    file.write_text(
        "\n".join(",".join(cells) for cells in [(*HEAD, "最终结果"), *planted]), "gb18030"
    )

    with pytest.raises(CommandError, match="最终结果 foretells 有效 in 100 %"):
        bench(file, capsys)

    assert bench(file, capsys, leave_out=["最终结果"])["rows"] == 400
