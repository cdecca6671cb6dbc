"""What the demo's tables hold, for the tests beside this file."""

import re

from trainportal.demo import content

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")


def by_key(table):
    """Rows of a table by the code in its first column."""
    return {next(iter(row.values())): row for row in content.rows(table)}


def known(target):
    """All that a reference to a table, a kind of code or a kind of organisation may hold."""
    if target in content.names():
        return set(by_key(target))
    codes = {row["code"] for row in content.rows("codes") if row["kind"] == target}
    return codes or {r["code"] for r in content.rows("organisations") if r["kind"] == target}
