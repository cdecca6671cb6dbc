"""A worker killed hard at ten points of a training: who serves, what becomes of the job."""

from pathlib import Path
from tempfile import TemporaryDirectory

from tests.matching.machine import KILLED, POINTS, Machine

WHERE = {
    "inside": "while the new model is written, before the transaction ends",
    "after": "after the new model is written, before the job says so",
}


def measure() -> tuple[str, dict]:
    """Every point on its own copy of the same department, then the control without transactions."""
    lines = [
        "| killed | the process | serving then | half-written | next worker | serving in the end |",
        "|---|---|---|---|---|---|",
    ]
    kept = resumed = 0
    with TemporaryDirectory() as folder:
        first = Machine.prepared(Path(folder) / "prepared")
        for point in POINTS:
            machine = first.copy(Path(folder) / point)
            code = machine.work(point)
            serving, half = machine.serving()
            stage = WHERE.get(point, f"at report {point} ({machine.stage()})")
            kept += code == KILLED and serving in {1, 2} and half == 0
            ended = machine.finish()
            then, _half = machine.serving()
            resumed += ended == "done" and then in {1, 2}
            lines.append(
                f"| {stage} | {'killed' if code == KILLED else f'ended with {code}'} "
                f"| no. {serving} | {half} | job {ended} | no. {then} |"
            )
        bare = first.copy(Path(folder) / "bare")
        bare.unguarded()
        nobody, _half = bare.serving()
    lines.append(f"| control: no transactions | killed | {nobody or 'nobody'} | | | |")
    return "\n".join(lines), {
        "points of 10 at which a model kept serving and none was half-written": (
            kept,
            "10",
            lambda v: v == 10,
        ),
        "points of 10 after which the next worker finished the job": (
            resumed,
            "10",
            lambda v: v == 10,
        ),
        "models serving after the same kill without transactions": (
            int(bool(nobody)),
            "0: the check would notice",
            lambda v: v == 0,
        ),
    }
