"""An independent judge of a year's plan, over the JSON alone."""

from collections import Counter, defaultdict

from programs.solver import audit


def violations(year: dict, answer: dict) -> list[str]:
    """Find every broken rule of a year's plan.

    Parameters
    ----------
    year : the problem's JSON.
    answer : its `programmes`, `unplaced`, `score` and `bound`.

    Returns
    -------
    Sentences, none if all is well. O(sessions²).
    """
    problems = {row["id"]: row for row in year["programmes"]}
    placed = answer["programmes"]
    found = []
    for one in placed:
        problem = problems[one["id"]]
        if one["window"] not in problem["windows"]:
            found.append(f"{one['id']}: in none of its windows")
            continue
        inside = audit.violations(problem, one["sessions"], one["window"])
        found += [f"{one['id']}: {text}" for text in inside]
        counted = audit.figures(problem, one["sessions"])
        if abs(counted["score"] - one["score"]) > audit.EPSILON:
            found.append(f"{one['id']}: {one['score']} points, counted {counted['score']}")
    found += _everybody(problems, placed, answer["unplaced"])
    found += _teachers(problems, placed)
    found += _bases(year, placed)
    total = sum(one["score"] for one in placed)
    if abs(total - answer["score"]) > 1e-4 or answer["bound"] < total - 1e-4:
        found.append(f"{answer['score']} points of at most {answer['bound']}, counted {total}")
    return found


def _everybody(problems: dict, placed: list[dict], unplaced: list[dict]) -> list[str]:
    ids = Counter(one["id"] for one in [*placed, *unplaced])
    return [f"{name}: {ids[name]} times" for name in problems if ids[name] != 1]


def _teachers(problems: dict, placed: list[dict]) -> list[str]:
    """One place in a slot of a date, and no more slots a day than the teacher's own limit."""
    places: Counter = Counter()
    loads: Counter = Counter()
    limits: dict[str, int] = {}
    for one in placed:
        problem = problems[one["id"]]
        length = {c["id"]: c["slots"] for c in problem["courses"]}
        for s in one["sessions"]:
            loads[s["teacher"], s["day"]] += length[s["course"]]
            for slot in range(s["slot"], s["slot"] + length[s["course"]]):
                places[s["teacher"], s["day"], slot] += 1
    for problem in problems.values():
        for teacher in problem["teachers"]:
            if teacher.get("max_slots_per_day") is not None:
                known = limits.get(teacher["id"], teacher["max_slots_per_day"])
                limits[teacher["id"]] = min(known, teacher["max_slots_per_day"])
    twice = [f"{key} in {n} places" for key, n in places.items() if n > 1]
    over = [f"{key}: {n} slots" for key, n in loads.items() if n > limits.get(key[0], n)]
    return twice + over


def _bases(year: dict, placed: list[dict]) -> list[str]:
    """A base hosts at most its concurrency on a date."""
    guests = defaultdict(set)
    for one in placed:
        for s in one["sessions"]:
            guests[s["base"], s["day"]].add(one["id"])
    most = year.get("base_concurrency") or {}
    return [
        f"{base} on {day}: {sorted(ids)}"
        for (base, day), ids in guests.items()
        if len(ids) > most.get(base, 1)
    ]
