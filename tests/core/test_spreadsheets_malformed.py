"""Every broken or hostile file ends within the limits, in rows or in a sentence of the list."""

import time

import pytest
from django.utils.translation import override

from core.spreadsheets import child, read
from core.spreadsheets.faults import MB, Fault
from tests.core.spreadsheet_malformed import FILES

SECONDS = 30
PEAK_MB = 512


@pytest.fixture
def told(monkeypatch):
    """The last words of the children of a test."""
    words, heard = [], read._last_word

    def listening(spool, returncode):
        words.append(heard(spool, returncode))
        return words[-1]

    monkeypatch.setattr(read, "_last_word", listening)
    return words


@pytest.mark.parametrize("name", FILES)
def test_it_ends_in_rows_or_in_a_sentence_a_clerk_understands(tmp_path, told, name):
    filename, make = FILES[name]
    path = tmp_path / filename
    path.write_bytes(make())
    begun, used = time.monotonic(), time.process_time()

    refused = None
    try:
        rows = sum(1 for _row in read.rows(path))
    except read.BadFile as refusal:
        rows, refused = None, refusal

    for language in ("en", "zh-hans") if refused else ():
        with override(language):
            said = str(refused)
            assert said == str(read.SENTENCES[Fault(refused.code)]).format(**refused.params)
        assert not {"{", "Error", "Exception"} & set(said.split())
    assert time.monotonic() - begun < SECONDS
    assert time.process_time() - used < SECONDS / 3  # the work is the child's, not the portal's
    assert all(word.get("peak_mb", 0) < PEAK_MB for word in told)
    assert rows is not None or any("fault" in word for word in told)


def test_there_are_many_and_they_differ():
    made = {make() for name, (_file, make) in FILES.items() if "bomb" not in name}
    assert len(FILES) >= 150
    assert len(made) > 150


def test_the_child_is_bound_in_memory_and_time():
    assert child.MEMORY_BYTES <= 768 * MB
    assert child.CPU_SECONDS <= 60
