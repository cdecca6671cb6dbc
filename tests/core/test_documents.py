"""What a file is, and which words are in it; whatever it is, it does no harm."""

import pytest

from core import documents
from tests.core import documents as made
from tests.core import spreadsheet_files as files

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
KEPT = {
    "方案.docx": (made.docx("培训方案", "安全管理"), "docx", "培训方案 安全管理"),
    "课件.pptx": (made.pptx("第一讲", "第二讲"), "pptx", "第一讲 第二讲"),
    "名册.xlsx": (files.raw(f'<row r="1">{files.text_cell("A1", "姓名")}</row>'), "xlsx", "姓名"),
    "plan.pdf": (made.pdf("Training Plan"), "pdf", "Training Plan"),
    "说明.txt": ("二〇二六年\n培训".encode("gb18030"), "text", "二〇二六年 培训"),
    "照片.png": (PNG, "picture", ""),
    "录音.mp3": (b"ID3\x04" + bytes(60), "sound", ""),
    "录像.mp4": (b"\0\0\0\x18ftypmp42" + bytes(60), "film", ""),
    "旧.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "office", ""),
    "表.ods": (files.ods([["甲"]]), "odf", ""),
}
REFUSED = {
    "a.html": (b"<html><script>alert(1)</script>", "not_kept"),
    "a.txt": (b"<html><script>alert(1)</script>", "not_kept"),
    "b.txt": (b"  <SVG onload=alert(1)>", "not_kept"),
    "a.svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "not_kept"),
    "a.png": (b"<script>alert(1)</script>", "not_kept"),
    "b.png": (b"\xff\xd8\xff\xe0" + bytes(60), ""),
    "a.jpg": (b"GIF89a" + bytes(60), ""),
    "a.pdf": (PNG, "other_content"),
    "a.docx": (files.zipped({"a.txt": "1"}), "not_kept"),
    "b.docx": (made.docx("甲", extra={"word/vbaProject.bin": "x"}), "macros"),
    "a.exe": (b"MZ\x90\0" + bytes(60), "not_kept"),
    "a.sh": (b"#!/bin/sh\nrm -rf /\n", "not_kept"),
    "a.zip": (files.zipped({"a.txt": "1"}), "not_kept"),
    "c.txt": (b"", "empty_file"),
    "d.txt": (b"a\0b", "not_kept"),
    "plan.pdf.exe": (made.pdf("x"), "other_content"),
}


@pytest.mark.parametrize("name", KEPT)
def test_a_document_is_known_by_its_content_and_its_words_are_found(tmp_path, name):
    content, key, text = KEPT[name]
    path = tmp_path / "stored"
    path.write_bytes(content)
    assert documents.type_of(path, name).key == key
    assert documents.text_of(path, key) == text


@pytest.mark.parametrize("name", REFUSED)
def test_what_could_do_harm_or_lies_is_refused_with_a_sentence(tmp_path, name):
    content, code = REFUSED[name]
    path = tmp_path / "stored"
    path.write_bytes(content)
    if not code:  # pictures may be called like each other
        assert documents.type_of(path, name).key == "picture"
        return
    with pytest.raises(documents.BadDocument) as refused:
        documents.type_of(path, name)
    assert (refused.value.code, "{" in str(refused.value)) == (code, False)


@pytest.mark.parametrize(
    ("key", "content"),
    [
        ("docx", made.docx("甲")[:200]),
        ("docx", files.zipped({"word/document.xml": "<a>" * 100_000})),
        ("docx", files.zipped({"word/document.xml": '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'})),
        ("pptx", files.zipped({"ppt/slides/slide1.xml": b"\0" * 201 * 2**20})),
        ("pdf", b"%PDF-1.7\n" + bytes(2_000)),
        ("pdf", made.pdf("x")[:150]),
    ],
)
def test_a_broken_document_has_no_words_and_breaks_nothing(tmp_path, key, content):
    path = tmp_path / "stored"
    path.write_bytes(content)
    assert documents.text_of(path, key) == ""


def test_words_end_somewhere(tmp_path):
    path = tmp_path / "stored"
    path.write_bytes(made.docx(*["甲" * 1_000] * 300))
    assert len(documents.text_of(path, "docx")) == 100_000
