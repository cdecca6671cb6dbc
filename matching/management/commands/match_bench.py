import csv
import json
import time
from datetime import date, timedelta
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from matching.engine.features import Field, Record, Schema
from matching.engine.labels import Outcome
from matching.engine.pipeline import train
from matching.engine.plan import Plan

NUMERIC_SHARE, FEW = 0.95, 10  # a column of numbers with more than ten values is a number
FIRST_DAY = date(2000, 1, 1)


class Command(BaseCommand):
    help = "Train the matching engine on a table of past assignments and print its back-test."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="CSV with a heading line, UTF-8")
        parser.add_argument("--label", required=True, help="the class that was taken")
        parser.add_argument("--time", help="day (ISO) or number that puts the rows in order")
        parser.add_argument("--group", help="the person: one person stays on one side of a split")
        parser.add_argument("--success", help="1 or 0, or a result of 100; without it all are good")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *, file, label, seed, **options):
        rows = self._rows(file)
        special = [options[name] for name in ("time", "group", "success") if options[name]]
        if absent := {label, *special} - rows[0].keys():
            raise CommandError(f"no such column: {', '.join(sorted(absent))}")
        names = [name for name in rows[0] if name not in {label, *special}]
        schema = Schema(tuple(self._field(name, rows) for name in names))
        days = self._days(rows, options["time"])
        records = [
            Record.known(
                {name: row[name] for name in names},
                day,
                assigned_on=day,
                person=row[options["group"]] if options["group"] else "",
            )
            for row, day in zip(rows, days, strict=True)
        ]
        outcomes = [Outcome(row[label], result=self._result(row, options)) for row in rows]
        plan = Plan(schema, tuple(sorted({row[label] for row in rows})))
        began = time.process_time()
        trained = train(records, outcomes, plan=plan, seed=seed)
        self._print(trained, time.process_time() - began, options["json"])

    def _rows(self, file):
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                rows = list(csv.DictReader(lines))
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        if not rows:
            raise CommandError(f"{file} has no rows")
        return rows

    def _field(self, name, rows):
        values = [row[name] for row in rows if row[name]]
        numbers = sum(is_number(value) for value in values)
        plenty = len(set(values)) > FEW
        numeric = values and plenty and numbers >= NUMERIC_SHARE * len(values)
        return Field(name, "number" if numeric else "category")

    def _days(self, rows, column):
        """One day for each row; numbers and words are put in order, a day apart."""
        if not column:
            return [FIRST_DAY] * len(rows)
        values = [row[column] for row in rows]
        try:
            return [date.fromisoformat(value[:10]) for value in values]
        except ValueError:
            by = float if all(map(is_number, values)) else str
            order = {value: place for place, value in enumerate(sorted(set(values), key=by))}
            return [FIRST_DAY + timedelta(days=order[value]) for value in values]

    def _result(self, row, options):
        if not options["success"]:
            return 100.0
        value = row[options["success"]]
        if not is_number(value):
            return None
        return 100.0 * float(value) if float(value) <= 1 else float(value)

    def _print(self, trained, seconds, as_json):
        report, decision = trained.report, trained.decision
        data = report.to_dict() | {"decision": decision.code, "cpu_seconds": round(seconds, 2)}
        if as_json:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
            return
        self.stdout.write(f"{report.rows} rows, best: {report.best}, {decision.code}")
        for one in report.judged:
            f = one.figures
            self.stdout.write(
                f"{one.name:20} top-1 {f['top1']:.3f}  top-3 {f['top3']:.3f}  MRR {f['mrr']:.3f}"
                f"  ECE {f['ece']:.3f}  value {one.value.value:.3f} +- {one.value.error:.3f}"
            )


def is_number(value) -> bool:
    try:
        float(value)
    except ValueError:
        return False
    return True
