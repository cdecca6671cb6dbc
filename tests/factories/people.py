"""People as rosters hold them, and the ways in which one of them comes to be listed twice."""

import random

from core.spreadsheets.clean.people import check_character

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国志文斌宇浩然子涵欣怡晓雨晨佳"
REGIONS = ("220102", "220104", "210102", "110101", "310104", "440103", "370202", "510107")
HOMOPHONES = {
    "伟": "玮", "芳": "方", "娜": "那", "敏": "闽", "静": "净", "丽": "莉", "强": "蔷", "磊": "蕾",
    "军": "君", "洋": "阳", "勇": "永", "杰": "洁", "娟": "捐", "涛": "滔", "明": "鸣", "秀": "绣",
    "霞": "侠", "平": "萍", "刚": "钢", "英": "瑛", "华": "骅", "玉": "育", "兰": "蓝", "国": "帼",
    "志": "智", "文": "闻", "宇": "羽", "晓": "小", "雨": "语", "佳": "嘉",
}  # fmt: skip


def roster(size: int, seed: int = 7) -> list[dict]:
    """Different people: numbers, names, identity numbers, telephones, dates of birth."""
    chance = random.Random(seed)
    people, used = [], set()
    while len(people) < size:
        born = (
            f"{chance.randint(1962, 2002)}-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}"
        )
        head = chance.choice(REGIONS) + born.replace("-", "") + f"{chance.randint(1, 999):03d}"
        phone = f"1{chance.choice('3578')}{chance.randint(0, 10**9 - 1):09d}"
        if head in used or phone in used:
            continue
        used |= {head, phone}
        name = chance.choice(SURNAMES) + "".join(chance.sample(GIVEN, chance.choice((1, 2, 2))))
        people.append(
            {
                "number": f"{100000 + len(people)}",
                "name": name,
                "id_number": head + check_character(head),
                "phone": phone,
                "born_on": born,
            }
        )
    return people


def spoiled(person: dict, chance: random.Random, faults: int) -> dict:
    """The same person once more, under another number, with some fields written wrongly."""
    other = dict(person)
    for fault in chance.sample(list(FAULTS.values()), faults):
        fault(other, chance)
    return other


def _homophone(one: dict, chance) -> None:
    found = [i for i, char in enumerate(one["name"]) if i and char in HOMOPHONES]
    if found:
        i = chance.choice(found)
        one["name"] = one["name"][:i] + HOMOPHONES[one["name"][i]] + one["name"][i + 1 :]


def _wrong_character(one: dict, chance) -> None:
    i = chance.randrange(1, len(one["name"]))
    one["name"] = one["name"][:i] + chance.choice(GIVEN) + one["name"][i + 1 :]


def _swapped_phone(one: dict, chance) -> None:
    i = chance.randrange(3, 10)
    digits = list(one["phone"])
    digits[i], digits[i + 1] = digits[i + 1], digits[i]
    one["phone"] = "".join(digits)


def _new_phone(one: dict, chance) -> None:
    one["phone"] = f"1{chance.choice('3578')}{chance.randint(0, 10**9 - 1):09d}"


def _wrong_digit_in_id(one: dict, chance) -> None:
    if not one["id_number"]:
        return
    i = chance.randrange(6, 17)
    digit = str((int(one["id_number"][i]) + chance.randint(1, 9)) % 10)
    one["id_number"] = one["id_number"][:i] + digit + one["id_number"][i + 1 :]


def _no_id(one: dict, _chance) -> None:
    one["id_number"] = ""


def _wrong_birth(one: dict, chance) -> None:
    year, month, _day = one["born_on"].split("-")
    one["born_on"] = f"{year}-{month}-{chance.randint(1, 28):02d}"


FAULTS = {
    "homophone": _homophone,
    "wrong_character": _wrong_character,
    "swapped_phone": _swapped_phone,
    "new_phone": _new_phone,
    "wrong_digit_in_id": _wrong_digit_in_id,
    "no_id": _no_id,
    "wrong_birth": _wrong_birth,
}


def relatives(person: dict, chance: random.Random) -> dict:
    """Somebody else of the same family: the surname and the telephone, nothing more."""
    other = roster(1, chance.randrange(10**9))[0]
    other["name"] = person["name"][0] + other["name"][1:]
    return other | {"phone": person["phone"]}
