"""Matching: ranking, value, explanation, storage, places, kills; bars beside figures.

Everything goes through `matching.engine.pipeline.train` with its defaults, as
`manage.py match_bench` does; nothing is set per table. Each part is a section of its own:
`python -m bench.run match:modules`.
"""

from functools import partial

from bench import match_data, match_kill, match_known, match_places, match_runs, match_stored

NEEDS_DATA = {match_runs.modules, match_runs.small}


def bars(facts) -> str:
    """Every bar with what was measured, what is asked, and whether it is met."""
    lines = ["| bar | measured | asked | |", "|---|---|---|---|"]
    for name, (value, asked, met) in facts.items():
        shown = f"{value:.1e}" if 0 < abs(value) < 1e-3 else f"{value:,.3f}"
        shown = str(value) if isinstance(value, int) else shown
        lines.append(f"| {name} | {shown} | {asked} | {'met' if met(value) else '**not met**'} |")
    return "\n".join(lines)


def section(run) -> str:
    """Measure one part: its bars first, then the whole table."""
    if run in NEEDS_DATA and not match_data.SHARED.exists():
        return "Not measured: the data do not lie beside the checkout (`SHARED_DATA`)."
    text, facts = run()
    return f"{bars(facts)}\n\n{text}"


PARTS = {
    name: partial(section, run)
    for name, run in {
        "modules": match_runs.modules,
        "small": match_runs.small,
        "known": match_known.optimum,
        "worth": match_known.policies,
        "places": match_places.measure,
        "stored": match_stored.tampered,
        "kill": match_kill.measure,
    }.items()
}
