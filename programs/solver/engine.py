"""Running CP-SAT: a clock, a stop button, incumbents as they come. ortools may be absent."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

try:
    from ortools.sat.python import cp_model

    from programs.solver.choice import Choice
    from programs.solver.model import Model
except ImportError:  # the greedy choice and its improvement answer alone
    cp_model = None  # type: ignore[assignment]
    Choice = None  # type: ignore[assignment,misc]
    Model = None  # type: ignore[assignment,misc]

AVAILABLE = cp_model is not None
POLL = 0.02  # seconds between looks at the stop button


class Clock:
    """How long there is still, and whether anybody asked to stop.

    Parameters
    ----------
    seconds : wall time from now.
    stop : answers true when the caller wants the best so far at once.
    """

    def __init__(self, seconds: float, stop: Callable[[], bool] | None = None):
        self.begun = time.monotonic()
        self.seconds = seconds
        self.stop = stop or (lambda: False)

    @property
    def left(self) -> float:
        """Seconds left, 0 when stopped."""
        return 0.0 if self.stop() else max(0.0, self.begun + self.seconds - time.monotonic())

    @property
    def spent(self) -> float:
        """Seconds since the beginning."""
        return time.monotonic() - self.begun

    def running(self) -> bool:
        """Whether there is time."""
        return self.left > 0

    def part(self, seconds: float) -> "Clock":
        """A clock for a part of the work that ends with the whole at the latest."""
        return Clock(min(seconds, self.left), self.stop)


@dataclass(frozen=True)
class Result:
    """What a run found. `status` is optimal, feasible, infeasible or unknown.

    value : literal -> bool of the last solution, or None.  bound : what the objective cannot pass.
    """

    status: str
    objective: int
    bound: int
    value: Callable[[Any], bool] | None
    number: Callable[[Any], int] | None = None


def run(
    cp: Any,
    clock: Clock,
    *,
    seed: int = 0,
    workers: int = 1,
    effort: float = 0.0,
    on_solution: Callable[[Callable[[Any], bool], float], None] | None = None,
) -> Result:
    """Solve a CP-SAT model within the clock.

    Parameters
    ----------
    cp : the model, with its objective.
    effort : limit in CP-SAT's deterministic time; with it and one worker, a run that is not cut
        short by the clock gives the same answer again.
    on_solution : called with every better solution and the bound at that time.
    """
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = workers
    parameters.random_seed = seed
    parameters.max_time_in_seconds = max(clock.left, 0.001)
    parameters.linearization_level = 2
    parameters.cp_model_probing_level = 0  # costs a fifth of the time and gains nothing here
    if effort:
        parameters.max_deterministic_time = effort
    watch = _Watch(solver, clock)
    watch.start()
    try:
        status = solver.solve(cp, _Told(on_solution) if on_solution else None)
    finally:
        watch.done.set()
        watch.join()
    return _result(solver, status)


def _result(solver: Any, status: Any) -> Result:
    name = solver.status_name(status).lower()
    if name == "model_invalid":
        raise ValueError("the model is not valid")
    if name in ("unknown", "infeasible"):
        bound = 0 if name == "infeasible" else round(solver.best_objective_bound)
        return Result(name, 0, bound, None)
    return Result(
        name,
        round(solver.objective_value),
        round(solver.best_objective_bound),
        solver.boolean_value,
        solver.value,
    )


class _Watch(threading.Thread):
    """Stops a solver when the caller says so; the clock itself is the solver's own limit."""

    def __init__(self, solver: Any, clock: Clock):
        super().__init__(daemon=True)
        self.solver, self.clock = solver, clock
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(POLL):
            if self.clock.stop():
                self.solver.stop_search()


_Base: Any = cp_model.CpSolverSolutionCallback if cp_model else object


class _Told(_Base):
    """Hands every better solution on."""

    def __init__(self, tell: Callable[[Callable[[Any], bool], float], None]):
        super().__init__()
        self.tell = tell

    def on_solution_callback(self) -> None:
        self.tell(self.boolean_value, self.best_objective_bound)
