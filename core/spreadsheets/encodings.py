"""Which encoding a text file is in: decided by evidence, or asked. Runs in the child."""

import codecs
from dataclasses import dataclass

from core.spreadsheets.faults import Fault, FileFault

BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
EIGHT_BIT = ("utf-8", "gb18030", "big5hkscs", "cp1252")
OFFERED = (*EIGHT_BIT, "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be")
SURE, CLEARLY_BETTER, ENOUGH = 0.6, 0.15, 2
SAMPLE = 20_000
WESTERN = 0.2
PUNCTUATION = set("，。、；：？！（）《》“”‘’【】—…·￥％　「」『』〇")
# The characters of headings and of plain prose, in both scripts: wrong decodings rarely hit them.
COMMON = set(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
    "姓名别龄出期身份证号码手话单位门职务级编称类型备注地址邮箱课程教师资培训基费用开始结束时间场室容纳校区楼层描述启周排面积桌椅"
    "省市县区镇村路街张王李赵刘陈杨黄吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "書記處長員會議題討論報告學習經營電話單區樓層課師費開關時間場積職務級編號碼類備註郵實際國際業務體育語術藝應發資訊處門張陳楊黃"
    "這個們來對說產種後進裡現點從與還變條沒結問見種華東車馬長龍風飛鳥魚齡證稱訓練禮導員歷總計統計領導幹部黨組織傳醫療護衛術"
)


@dataclass
class Guess:
    """A possible encoding: how plausible its reading is, and a bit of it to show."""

    encoding: str
    score: float
    sample: str


def decide(content: bytes) -> tuple[str | None, list[Guess]]:
    """Return (the encoding, []) or, when the bytes leave it open, (None, the candidates)."""
    for bom, encoding in BOMS.items():
        if content.startswith(bom):
            return (encoding, []) if decodes(content, encoding) is not None else (None, _unknown())
    if b"\0" in content:
        return _without_bom(content), []
    return _eight_bit(content)


def _unknown():
    raise FileFault(Fault.ENCODING_UNKNOWN)


def decodes(content: bytes, encoding: str) -> str | None:
    """Return the text, or None where a single byte does not fit."""
    try:
        return content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _without_bom(content: bytes) -> str:
    """Recognise UTF-16 without its mark: its zero bytes stand on one side, and it has lines."""
    even, odd = content[::2].count(0), content[1::2].count(0)
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = decodes(content, encoding) if min(even, odd) * 20 <= max(even, odd) else None
    if not text or "\0" in text or not any(mark in text for mark in ",\t;\n"):
        raise FileFault(Fault.NUL_BYTES)
    return encoding


def _eight_bit(content: bytes) -> tuple[str | None, list[Guess]]:
    if content.isascii():
        return "utf-8", []
    possible = [guess for encoding in EIGHT_BIT if (guess := _guess(content, encoding))]
    guesses = sorted(possible, key=lambda guess: -guess.score)
    if not guesses:
        raise FileFault(Fault.ENCODING_UNKNOWN)
    best, others = guesses[0], guesses[1:]
    if _is_certain(best, others):
        return best.encoding, []
    return None, guesses


def _is_certain(best: Guess, others: list[Guess]) -> bool:
    runner_up = others[0].score if others else 0.0
    return best.score >= SURE and best.score - runner_up >= CLEARLY_BETTER


def _guess(content: bytes, encoding: str) -> Guess | None:
    text = decodes(content, encoding)
    if text is None:
        return None
    foreign = [char for char in text if char > "\x7f"][:SAMPLE]
    if encoding == "cp1252" and len(foreign) > WESTERN * len(text):
        return None  # it can read any bytes; Western text has few accented letters
    rate = {"utf-8": _rate_utf8, "cp1252": _rate_western}.get(encoding, _rate_chinese)
    score = sum(rate(char, encoding) for char in foreign) / len(foreign)
    if encoding == "utf-8" and len(foreign) < ENOUGH:
        score /= 2
    return Guess(encoding, round(score, 3), _excerpt(text))


def _excerpt(text: str) -> str:
    """Show the first line that has something to recognise."""
    lines = text.splitlines()
    return next((line for line in lines if not line.isascii()), "")[:80]


def _rate_utf8(char: str, _encoding: str) -> float:
    # three well-formed bytes in a row hardly happen by accident, two do
    return 1.2 if char >= "\u0800" else 0.6


def _rate_western(char: str, _encoding: str) -> float:
    return 0.5 if char.isalpha() else 0.1


def _rate_chinese(char: str, encoding: str) -> float:
    if char in COMMON:
        return 1.0
    if char in PUNCTUATION:
        return 0.9
    lead = _lead_byte(char, "big5" if encoding == "big5hkscs" else "gb2312")
    # both standards list everyday characters first, rare ones after
    everyday = 0xA4 <= lead <= 0xC6 if encoding == "big5hkscs" else 0xB0 <= lead <= 0xD7
    if everyday:
        return 0.55
    return 0.2 if lead else 0.0


def _lead_byte(char: str, standard: str) -> int:
    try:
        return char.encode(standard)[0]
    except UnicodeEncodeError:
        return 0
