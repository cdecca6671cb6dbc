import csv
import json
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from matching.engine.pipeline import train
from matching.engine.plan import Plan
from matching.engine.tabular import BadTable, Roles, cases

LINE = "{:20} top-1 {top1:.3f}  top-3 {top3:.3f}  MRR {mrr:.3f}  F1 {macro_f1:.3f}  ECE {ece:.3f}"


class Command(BaseCommand):
    help = (
        "Train the matching engine on a table of past assignments and print its back-test: "
        "all models learn from the earlier rows and are judged by the last fifth in time."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="CSV with a heading line, UTF-8")
        parser.add_argument("--label", required=True, help="the class that was taken")
        parser.add_argument("--time", default="", help="day (ISO), number or word that orders rows")
        parser.add_argument(
            "--group", default="", help="the person: never on both sides of a split"
        )
        parser.add_argument(
            "--success", default="", help="1 or 0, or a result of 100; without it all are good"
        )
        parser.add_argument("--leave-out", nargs="*", default=(), help="columns not to be used")
        parser.add_argument("--sensitive", nargs="*", default=(), help="only to judge fairness by")
        parser.add_argument(
            "--trusted", nargs="*", default=(), help="known before, however telling"
        )
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *, file, seed, **options):
        names = ("label", "time", "group", "success", "left_out", "sensitive", "trusted")
        options["left_out"] = options.pop("leave_out")
        try:
            found = cases(self._rows(file), Roles(**{name: options[name] for name in names}))
        except BadTable as error:
            raise CommandError(str(error)) from error
        began = time.process_time()
        plan = Plan(found.schema, found.classes)
        trained = train(found.records, found.outcomes, plan=plan, seed=seed)
        self._print(trained, time.process_time() - began, options["json"])

    def _rows(self, file):
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                rows = list(csv.DictReader(lines))
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"{file} cannot be read: {error}") from error
        if ragged := [n for n, row in enumerate(rows, 2) if None in row or None in row.values()]:
            raise CommandError(f"line {ragged[0]} has not as many columns as the heading")
        return rows

    def _print(self, trained, seconds, as_json):
        report, decision = trained.report, trained.decision
        data = report.to_dict() | {"decision": decision.code, "cpu_seconds": round(seconds, 2)}
        if as_json:
            self.stdout.write(json.dumps(data, ensure_ascii=False, indent=1))
            return
        self.stdout.write(f"{report.rows} rows, best: {report.best}, {decision.code}")
        if report.thin:
            self.stdout.write("Too few good results over time to compare models: order by rules.")
        for one in report.judged:
            value = f"  value {one.value.value:.3f} +- {one.value.error:.3f}"
            self.stdout.write(LINE.format(one.name, **one.figures) + value)
        if report.logged:
            self.stdout.write(
                f"as it was done: {report.logged.value:.3f}, imitating it: {report.naive.value:.3f}"
            )
