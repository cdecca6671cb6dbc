"""Composing in the background: watched, stoppable, safe to begin again."""

import time
from concurrent.futures import ThreadPoolExecutor, wait

from accounts.background import actor_of
from core.jobs import Cancelled, job
from programs import solver
from programs.operations import composition as operations
from programs.queries import composition as queries

LOOK_SECONDS = 0.25  # how often the job looks at what the solver has found
LEASE_SECONDS = 5
TRY_SECONDS = 2


@job("programs.compose")
def compose(run, *, composition_id: int) -> dict:
    """Compose; the first plan shows at once, every better one as it comes.

    Until the end only `answer` is written, each time a whole one, so a worker that dies leaves
    nothing half done. Whoever stops it keeps the best so far.
    """
    actor = actor_of(run)
    composition = queries.compositions(actor).get(pk=composition_id)
    work = Work(run, composition)
    try:
        answer = work.answer()
    except Cancelled:
        if work.best:
            operations.keep_answer(actor=actor, composition=composition, answer=work.best)
        raise
    with run.chunk(stage="done"):
        operations.keep_answer(actor=actor, composition=composition, answer=answer)
    return {"composition": composition.pk, "status": answer["status"]}


class Work:
    """The solver in a thread of its own; the job's thread alone speaks to the database."""

    def __init__(self, run, asked):
        self.run, self.asked = run, asked
        self.best: dict = {}
        self.stopped = False
        self.renewed = time.monotonic()

    def answer(self) -> dict:
        """The answer as JSON. Raises `Cancelled`, `LostLease`."""
        self.run.report(done=0, total=self.asked.seconds, stage="composing")
        with ThreadPoolExecutor(1) as pool:
            future = pool.submit(self._solve)
            try:
                while not wait([future], LOOK_SECONDS).done:
                    self._tell()
            finally:
                self.stopped = True
        return future.result()

    def _tell(self) -> None:
        """Show what is new; renew the lease in any case."""
        if self.best and self.best != self.asked.answer:
            with self.run.chunk(stage="improving"):
                self.asked.answer = self.best
                self.asked.save(update_fields=["answer"])
        elif time.monotonic() - self.renewed > LEASE_SECONDS:
            self.run.report()
        else:
            return
        self.renewed = time.monotonic()

    def _solve(self) -> dict:
        problem = solver.parse_any(self.asked.problem)
        if asked := self.asked.question:
            return self._why_not(problem, asked)
        if isinstance(problem, solver.Year):
            return self._year(problem)
        found = solver.solve(
            problem,
            self.asked.seconds,
            self.asked.alternatives,
            on_progress=self._better,
            stop=lambda: self.stopped,
        )
        answer = found.as_json()
        if found.status == "infeasible" and self.asked.program:
            answer["relaxations"] = [self._tried(way) for way in answer["relaxations"]]
        return answer

    def _year(self, year) -> dict:
        found = solver.solve_year(
            year,
            self.asked.seconds,
            on_progress=self._better,
            stop=lambda: self.stopped,
            workers=1,
        )
        return found.as_json()

    def _better(self, found) -> None:
        self.best = found.as_json()

    def _why_not(self, problem, asked: dict) -> dict:
        reasons = solver.why_not(
            problem,
            asked["kind"],
            asked["id"],
            seconds=self.asked.seconds,
            stop=lambda: self.stopped,
        )
        said = {"possible": reasons.possible, "used": reasons.used, "loss": reasons.loss}
        return reasons.answer.as_json() | {"why": said}

    def _tried(self, way: dict) -> dict:
        """A way out, with the best programme that it leads to, as far as a moment tells."""
        if self.stopped:
            return way
        changed = solver.applied(self.asked.problem, way)
        found = solver.solve(solver.parse(changed), TRY_SECONDS, 1, stop=lambda: self.stopped)
        if not found.programmes:
            return way
        best = found.programmes[0]
        return way | {"leads_to": {name: best[name] for name in ("score", "cost", "hours")}}
