"""Trying everything: the best programme of a tiny problem, judged by the auditor alone."""

from programs.solver.audit import figures, violations


def best_score(problem):
    """The highest score of all programmes that keep every rule, or None if none does."""
    best = None
    for sessions in everything(problem, list(problem["courses"]), []):
        score = figures(problem, sessions)["score"]
        if (best is None or score > best + 1e-9) and not violations(problem, sessions):
            best = score
    return best


def everything(problem, courses, sessions):
    """All ways to hold some of the courses without overlap and with one base a day."""
    if not courses:
        yield list(sessions)
        return
    course, *rest = courses
    yield from everything(problem, rest, sessions)
    for offer in problem["offers"]:
        if offer["course"] != course["id"]:
            continue
        for day in range(len(problem["days"])):
            for slot in range(problem["slots_per_day"] - course["slots"] + 1):
                session = {**offer, "day": day, "slot": slot}
                if free(problem, session, course["slots"], sessions):
                    yield from everything(problem, rest, [*sessions, session])


def free(problem, session, slots, sessions):
    lengths = {c["id"]: c["slots"] for c in problem["courses"]}
    for other in sessions:
        if other["day"] != session["day"]:
            continue
        if other["base"] != session["base"]:
            return False
        if (
            other["slot"] < session["slot"] + slots
            and session["slot"] < other["slot"] + lengths[other["course"]]
        ):
            return False
    return True
