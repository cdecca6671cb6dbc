"""Computing what a plan would lead to: watched, stoppable, safe to begin again."""

from accounts.background import actor_of
from core.jobs import Cancelled, job
from programs import solver
from programs.operations import scenario as operations
from programs.queries import scenario as queries
from programs.queries.year import year_problem
from programs.tasks.composing import Work


@job("programs.try_scenario")
def try_scenario(run, *, scenario_id: int) -> dict:
    """Plan the year; the figures of the first plan show at once, better ones as they come."""
    actor = actor_of(run)
    scenario = queries.scenarios(actor).get(pk=scenario_id)
    work = ScenarioWork(run, actor, scenario)
    try:
        answer = work.answer()
    except Cancelled:
        if work.best:
            operations.keep_figures(actor=actor, scenario=scenario, answer=work.best)
        raise
    with run.chunk(stage="done"):
        operations.keep_figures(actor=actor, scenario=scenario, answer=answer)
    return {"scenario": scenario.pk, "status": answer["status"]}


class ScenarioWork(Work):
    """A year's plan instead of one programme; what is kept of it are its figures."""

    def __init__(self, run, actor, scenario):
        super().__init__(run, scenario)
        self.actor = actor
        self.problem = year_problem(actor, scenario.plan, scenario.changes)

    def _solve(self) -> dict:
        found = solver.solve_year(
            solver.parse_year(self.problem),
            self.asked.seconds,
            on_progress=self._better,
            stop=lambda: self.stopped,
            workers=1,
        )
        return queries.figures(self.actor, self.problem, found.as_json())

    def _better(self, found) -> None:
        self.best = queries.figures(self.actor, self.problem, found.as_json())
