"""Chinese names and words: sorted by pinyin, found by initials, masked, spelt in Latin letters."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from pypinyin import Style, lazy_pinyin

# Readings a character has as a surname and nowhere, or hardly anywhere, else.
SURNAMES = {
    "曾": "zeng1", "单": "shan4", "仇": "qiu2", "查": "zha1", "区": "ou1", "解": "xie4",
    "朴": "piao2", "任": "ren2", "盖": "ge3", "尉": "wei4", "翟": "zhai2", "华": "hua4",
    "冼": "xian3", "缪": "miao4", "乐": "yue4", "召": "shao4", "黑": "he4", "秘": "bi4",
    "繁": "po2", "员": "yun4", "覃": "qin2", "燕": "yan1", "葛": "ge3", "宁": "ning4",
    "纪": "ji3", "种": "chong2", "晟": "cheng2", "逄": "pang2", "折": "she2", "洗": "xian3",
    "那": "na1", "哈": "ha3", "曲": "qu1", "应": "ying1", "牟": "mou4", "费": "fei4",
    "万": "wan4", "车": "che1", "訾": "zi1", "晁": "chao2", "令": "ling4", "柏": "bai3",
    "卜": "bu3", "谌": "chen2", "郇": "xun2", "隗": "wei3", "阚": "kan4", "於": "yu1",
    "長": "zhang3", "單": "shan4", "區": "ou1", "蓋": "ge3", "華": "hua4", "樂": "yue4",
    "過": "guo1", "过": "guo1", "撒": "sa3", "洪": "hong2", "贾": "jia3", "幺": "yao1",
    "沈": "shen3", "石": "shi2", "冯": "feng2", "祭": "zhai4", "僧": "seng1", "肖": "xiao1",
}  # fmt: skip
COMPOUND_SURNAMES = {
    "尉迟": "yu4 chi2", "万俟": "mo4 qi2", "令狐": "ling2 hu2", "长孙": "zhang3 sun1",
    "澹台": "tan2 tai2", "单于": "chan2 yu2", "宰父": "zai3 fu3", "欧阳": "ou1 yang2",
    "司马": "si1 ma3", "上官": "shang4 guan1", "诸葛": "zhu1 ge3", "东方": "dong1 fang1",
    "皇甫": "huang2 fu3", "公孙": "gong1 sun1", "慕容": "mu4 rong2", "司徒": "si1 tu2",
    "司空": "si1 kong1", "夏侯": "xia4 hou2", "轩辕": "xuan1 yuan2", "端木": "duan1 mu4",
    "独孤": "du2 gu1", "南宫": "nan2 gong1", "百里": "bai3 li3", "呼延": "hu1 yan2",
    "闻人": "wen2 ren2", "钟离": "zhong1 li2", "宇文": "yu3 wen2", "濮阳": "pu2 yang2",
    "淳于": "chun2 yu2", "申屠": "shen1 tu2", "赫连": "he4 lian2", "太史": "tai4 shi3",
    "公冶": "gong1 ye3", "仲孙": "zhong4 sun1", "鲜于": "xian1 yu2", "拓跋": "tuo4 ba2",
    "歐陽": "ou1 yang2", "司馬": "si1 ma3", "諸葛": "zhu1 ge3", "東方": "dong1 fang1",
    "尉遲": "yu4 chi2", "長孫": "zhang3 sun1", "夏侯氏": "xia4 hou2 shi4",
}  # fmt: skip
HANZI = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
RUNS = re.compile(f"{HANZI.pattern}+|[^{HANZI.pattern[1:]}+")
PLAIN_NAME = re.compile("[\u3400-\u9fff]{2,3}")  # a person's, with nothing to normalise
LONGEST_NAME = 4
LONGEST_SPELT = 40
VOWELS = "aoe"


def _normal(text: object) -> str:
    return unicodedata.normalize("NFKC", "" if text is None else str(text)).strip()


def _is_person(text: str) -> bool:
    """Take two or three Chinese characters, or four with a double surname, for a person's name."""
    if len(HANZI.findall(text)) < len(text) or not 1 < len(text) <= LONGEST_NAME:
        return False
    return len(text) < LONGEST_NAME or text[:2] in COMPOUND_SURNAMES


def surname_of(name: str) -> str:
    """Return the surname of a Chinese name: its first character, or two of a compound one."""
    return name[:2] if len(name) > 2 and name[:2] in COMPOUND_SURNAMES else name[:1]


@lru_cache(maxsize=20_000)
def _read(text: str) -> tuple[str, ...]:
    """Read Chinese characters, a whole word at a time as the reading depends on the word."""
    return tuple(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True))


def _read_name(name: str) -> list[str]:
    """Read a person's name: surnames have readings of their own, given names are no words."""
    surname = surname_of(name)
    known = COMPOUND_SURNAMES.get(surname) or SURNAMES.get(surname)
    head = known.split() if known else [_read(char)[0] for char in surname]
    return head + [_read(char)[0] for char in name[len(surname) :]]


def _pieces(text: str, *, person: bool | None = None, tones: bool = False) -> list[str]:
    """Spell the Chinese characters; what stands between them stays as one piece each."""
    is_person = _is_person(text) if person is None else person
    pieces: list[str] = []
    for run in RUNS.findall(text):
        if not HANZI.match(run):
            pieces.append(run)
            continue
        sounds = _read_name(run) if is_person and not pieces else _read(run)
        pieces += sounds if tones else [sound.rstrip("12345") for sound in sounds]
    return pieces


def sort_key(name: object, *, person: bool | None = None) -> str:
    """Return a text that sorts as a Chinese register does: by sound, tone, then character.

    Surnames are read as surnames (曾 zeng, 单 shan) in what looks like a person's name; say
    `person` where that is known.
    """
    text = _normal(name).casefold()
    if not HANZI.search(text):
        return text
    pieces = _pieces(text, person=person, tones=True)
    if len(pieces) == len(text):
        # the character after its sound keeps 张 and 章 apart all through the list
        return " ".join(f"{sound}{char}" for sound, char in zip(pieces, text, strict=True))
    return f"{' '.join(pieces)} {text}"


def initials(name: object, *, person: bool | None = None) -> str:
    """Return the first letters: 仲晓妮 is found by zxn, John Smith by js."""
    words = " ".join(_pieces(_normal(name).casefold(), person=person)).split()
    return "".join(word[0] for word in words if word[0].isalnum())


def search_text(*parts: object) -> str:
    """Return one line to search in: the parts, and for names their initials and full pinyin."""
    found: list[str] = []
    for part in parts:
        text = _normal(part).casefold()
        if text:
            found.append(text)
        if HANZI.search(text) and len(text) <= LONGEST_SPELT:
            found += [initials(text), "".join(filter(str.isalnum, "".join(_pieces(text))))]
    return " ".join(found)


class Spelling(NamedTuple):
    """A name in every way it is sorted and looked for."""

    latin: str
    sort: str
    search: str
    initials: str


class _Part(NamedTuple):
    """A surname or a given name: as in a passport, for sorting, plain, its initials."""

    latin: str
    sort: str
    plain: str
    first: str


@lru_cache(maxsize=50_000)
def part(name: str, *, is_surname: bool) -> _Part:
    """Spell one part; there are far fewer of them than of names."""
    known = COMPOUND_SURNAMES.get(name) or SURNAMES.get(name) if is_surname else None
    sounds = known.split() if known else [_read(char)[0] for char in name]
    plain = [sound.rstrip("12345") for sound in sounds]
    return _Part(
        _spelt(plain),
        " ".join(f"{sound}{char}" for sound, char in zip(sounds, name, strict=True)),
        "".join(plain),
        "".join(sound[0] for sound in plain),
    )


def _parts(name: str) -> tuple[_Part, _Part]:
    surname = surname_of(name)
    return part(surname, is_surname=True), part(name[len(surname) :], is_surname=False)


def spelling(name: str) -> Spelling:
    """Return `latin`, `sort_key`, `search_text` and `initials` of a name, read only once."""
    plain = PLAIN_NAME.fullmatch(name)
    text = name if plain else _normal(name)
    if not plain and not _is_person(text):
        return Spelling(latin(name), sort_key(name), search_text(name), initials(name))
    one, two = _parts(text)
    first = one.first + two.first
    return Spelling(
        f"{one.latin} {two.latin}".strip(),
        f"{one.sort} {two.sort}".strip(),
        f"{text} {first} {one.plain}{two.plain}",
        first,
    )


def latin(name: object) -> str:
    """Return the name in Latin letters as in a passport: 仲晓妮 is Zhong Xiaoni, 吕安 Lyu An."""
    if isinstance(name, str) and PLAIN_NAME.fullmatch(name):
        one, two = _parts(name)
        return f"{one.latin} {two.latin}"
    text = _normal(name)
    characters = len(HANZI.findall(text))
    if not characters:
        return text
    if any(mark in text for mark in "·•"):
        words = re.split("[·•]", text)
        return " ".join(_spelt(_pieces(word, person=False)) for word in words)
    if characters < len(text) or len(text) > LONGEST_NAME:
        return " ".join(_spelt([piece]) for piece in " ".join(_pieces(text)).split())
    one, two = _parts(text)
    return f"{one.latin} {two.latin}".strip()


def _spelt(sounds: list[str]) -> str:
    """Join syllables to one word; an apostrophe keeps Xi'an from being read as one."""
    written = ""
    for sound in sounds:
        sound = sound.replace("lv", "lyu").replace("nv", "nyu").replace("ü", "yu")
        written += f"'{sound}" if written and sound[:1] in VOWELS else sound
    return written[:1].upper() + written[1:]


def mask_name(name: object) -> str:
    """Hide the middle of a name: 仲晓妮 becomes 仲*妮, 仲妮 becomes 仲*, J. Smith J* S****."""
    text = _normal(name)
    if not HANZI.search(text):
        return " ".join(word[:1] + "*" * (len(word) - 1) for word in text.split())
    if len(text) < 3:
        return text[:1] + "*" if len(text) == 2 else "*" * len(text)
    return text[0] + "*" * (len(text) - 2) + text[-1]


def mask_phone(phone: object) -> str:
    """Hide the middle of a number: 18612341402 becomes 186****1402."""
    return _mask(_normal(phone), 3, 4)


def mask_id(number: object) -> str:
    """Hide all of an identity number but its first three and last four characters."""
    return _mask(_normal(number), 3, 4)


def _mask(text: str, head: int, tail: int) -> str:
    hidden = len(text) - head - tail
    if hidden < 3:
        return text[:1] + "*" * (len(text) - 1)
    return text[:head] + "*" * hidden + text[-tail:]
