"""Both languages are complete, and agree on their parameters."""

import re

import pytest
from django.conf import settings

from tools import messages

HOLES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}")


@pytest.mark.parametrize("app", settings.OUR_APPS)
def test_every_text_has_a_chinese_one(app):
    assert messages.missing(app) == []


@pytest.mark.parametrize("app", settings.OUR_APPS)
def test_both_languages_fill_the_same_holes(app):
    def holes(texts):
        return {
            h
            for t in (texts if isinstance(texts, list | tuple) else [texts])
            for h in HOLES.findall(t)
        }

    bad = [
        m.id for m in messages.stored(app) if m.id and m.string and holes(m.id) != holes(m.string)
    ]
    assert bad == []


def test_one_english_text_has_one_chinese_text_in_the_whole_portal():
    seen = {}
    for app in settings.OUR_APPS:
        for message in messages.stored(app):
            if message.id and message.string:
                seen.setdefault((str(message.id), message.context), set()).add(str(message.string))
    assert {k: v for k, v in seen.items() if len(v) > 1} == {}
