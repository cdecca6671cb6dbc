import json
import time
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from core.spreadsheets.delimited import Book
from core.spreadsheets.encodings import OFFERED
from core.spreadsheets.faults import FileFault
from core.spreadsheets.read import BadFile
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
        parser.add_argument("file", type=Path, help="CSV with a heading line, in any encoding")
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
        parser.add_argument("--encoding", default="", choices=OFFERED, help="if it is not clear")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--json", action="store_true", help="print everything as JSON")

    def handle(self, *, file, seed, encoding="", **options):
        names = ("label", "time", "group", "success", "left_out", "sensitive", "trusted")
        options["left_out"] = options.pop("leave_out")
        try:
            rows = self._rows(file, encoding)
            found = cases(rows, Roles(**{name: options[name] for name in names}))
        except BadTable as error:
            raise CommandError(str(error)) from error
        began = time.process_time()
        plan = Plan(found.schema, found.classes)
        trained = train(found.records, found.outcomes, plan=plan, seed=seed)
        self._print(trained, found.unlabelled, time.process_time() - began, options["json"])

    def _rows(self, file, encoding):
        """Read the rows under their heading; whatever is wrong with the file is said."""
        try:
            book = Book(file.read_bytes(), encoding)
            if book.text is None:
                offered = ", ".join(guess.encoding for guess in book.candidates)
                raise CommandError(f"name the encoding with --encoding: it may be {offered}")
            lines = [(number, cells) for number, cells in book.rows() if any(cells)]
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except FileFault as fault:
            with override("en"):  # as everything else that this command says
                raise CommandError(str(BadFile(fault.fault, **fault.params))) from fault
        if not lines:
            raise CommandError("the table has no rows")
        names = [name.strip() for name in lines[0][1]]
        if twice := [name for name, n in Counter(names).items() if name and n > 1]:
            raise CommandError(f"the heading has {', '.join(twice)} more than once")
        if ragged := [number for number, cells in lines if len(cells) != len(names)]:
            raise CommandError(f"line {ragged[0]} has not as many columns as the heading")
        return [dict(zip(names, cells, strict=True)) for _number, cells in lines[1:]]

    def _print(self, trained, unlabelled, seconds, as_json):
        report, decision = trained.report, trained.decision
        data = report.to_dict() | {"decision": decision.code, "cpu_seconds": round(seconds, 2)}
        data["left_out"]["no_label"] = unlabelled
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
