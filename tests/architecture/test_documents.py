import pytest

from tools.documents import DOCUMENTS, FOLDER


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_generated_document_says_what_the_code_says(name):
    assert (FOLDER / name).read_text("utf-8") == DOCUMENTS[name](), "run `make docs`"
