"""Data intake on MariaDB: the whole product pipeline beside a bare `LOAD DATA LOCAL`.

A MariaDB server of its own is started in a temporary folder, so that its processor time is that
of these runs alone. Every contestant is a process of its own, on the same table, emptied before:
`python -m bench.intake STEP …` is one of them. Processor time is that of the process, of the
child that parses, and of the server, taken alike for all.
"""

import csv
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROWS, BAD, DOUBLED, ROUNDS, PEER_ROWS = 100_000, 1_000, 1_000, 3, 4_000
HEADS = (
    "工号", "姓名", "性别", "出生日期", "身份证号", "手机号", "部门", "职务", "级别", "学历",
    "入职日期", "政治面貌", "籍贯", "办公电话", "备注",
)  # fmt: skip
AREAS = {"production": "生产", "marketing": "营销", "finance": "财务", "people": "人力资源"}
LEVELS = {"section": "科级", "division": "处级", "bureau": "厅级"}
EDUCATIONS = {"bachelor": "本科", "master": "硕士研究生", "doctor": "博士研究生"}
PEERS = {
    "peer": "`use_bulk`",
    "paged_peer": "`use_bulk`, dry run and import as its pages do",
    "checked_peer": "`use_bulk`, `clean_model_instances`",
}
TICKS = os.sysconf("SC_CLK_TCK")


# --- the file -----------------------------------------------------------------------------------
def table(rows: int = ROWS, bad: int = BAD, doubled: int = DOUBLED) -> tuple[list, set, set]:
    """Return the rows as cells, and the numbers (in the file) of the bad and the doubled ones."""
    from tests.factories.people import roster  # noqa: PLC0415

    chance = random.Random(11)
    lines = [_line(person, chance) for person in roster(rows - doubled)]
    wrong = set(chance.sample(range(len(lines)), bad))
    for at, index in enumerate(sorted(wrong)):
        _spoil(lines[index], at)
    good = [index for index in range(len(lines)) if index not in wrong]
    lines += [list(lines[index]) for index in chance.sample(good, doubled)]
    return lines, {at + 2 for at in wrong}, {at + 2 for at in range(rows - doubled, rows)}


def _line(one: dict, chance: random.Random) -> list[str]:
    joined = f"{int(one['born_on'][:4]) + 23}-07-01"
    return [
        one["number"], one["name"], chance.choice("男女"), one["born_on"], one["id_number"],
        one["phone"], chance.choice(list(AREAS.values())), f"主管{chance.randint(1, 300)}",
        chance.choice(list(LEVELS.values())), chance.choice(list(EDUCATIONS.values())), joined,
        chance.choice(("群众", "中共党员")), chance.choice(("吉林长春", "辽宁沈阳", "北京")),
        f"0431-8516{chance.randint(0, 9999):04d}", f"第{chance.randint(1, 40)}批",
    ]  # fmt: skip


def _spoil(line: list[str], at: int) -> None:
    """Plant one error; five kinds in turn."""
    column, value = (
        (5, line[5][:8]),
        (4, line[4][:17] + ("1" if line[4][17] != "1" else "2")),
        (3, "05/06/78"),
        (8, "副省级以上"),
        (1, ""),
    )[at % 5]
    line[column] = value


def write_files(folder: Path, lines: list) -> None:
    """Write the sheet as xlsx and as csv."""
    import xlsxwriter  # noqa: PLC0415

    book = xlsxwriter.Workbook(str(folder / "roster.xlsx"))
    page = book.add_worksheet("名册")
    page.write_row(0, 0, HEADS)
    for number, line in enumerate(lines, start=1):
        for column, cell in enumerate(line):
            if cell:
                page.write_string(number, column, cell)
    book.close()
    with (folder / "roster.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        writer.writerows(lines)


# --- a database of its own ----------------------------------------------------------------------
@contextmanager
def server(folder: Path):
    """Start MariaDB on a free port; give its port and process."""
    data = folder / "data"
    install = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db"]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([*install, "--auth-root-authentication-method=normal"], check=True, **quiet)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = (
        f"--datadir={data}", f"--port={port}", f"--socket={folder / 's.sock'}",
        f"--pid-file={folder / 'pid'}", "--bind-address=127.0.0.1", "--user=root",
        "--local-infile=1", "--character-set-server=utf8mb4", "--innodb-buffer-pool-size=512M",
        "--collation-server=utf8mb4_unicode_520_ci", "--skip-log-bin",
    )  # fmt: skip
    process = subprocess.Popen([shutil.which("mariadbd"), "--no-defaults", *options], **quiet)
    try:
        for _try in range(200):
            if (folder / "pid").exists():
                break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def server_seconds(pid: int) -> float:
    """Processor time of the server so far."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def run(step: str, *words, port: int, pid: int, folder: Path, local: bool = True) -> dict:
    """Run one contestant in a process of its own; return what it said."""
    env = os.environ | {
        "DATABASE_URL": f"mysql://root@127.0.0.1:{port}/tp_bench",
        "DB_LOCAL_INFILE": "1" if local else "0",
        "VAR_DIR": str(folder / "var"),
        "DJANGO_SETTINGS_MODULE": "trainportal.settings",
        "POLARS_MAX_THREADS": "1",
        "BENCH_SERVER": str(pid),
    }
    env.pop("REDIS_URL", None)
    command = [sys.executable, "-m", "bench.intake", step, *map(str, words)]
    done = subprocess.run(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def main() -> str:
    """Measure in turns, and say how the product compares."""
    if not shutil.which("mariadbd"):
        raise SystemExit("MariaDB is not installed here.")
    with tempfile.TemporaryDirectory() as name, server(Path(name)) as (port, pid):
        folder = Path(name)
        lines, bad, doubled = table()
        write_files(folder, lines)
        (folder / "planted.json").write_text(json.dumps([sorted(bad), sorted(doubled)]), "utf-8")
        where = {"port": port, "pid": pid, "folder": folder}
        run("prepare", folder, **where)
        found: dict[str, list[dict]] = {peer: [run(peer, PEER_ROWS, **where)] for peer in PEERS}
        for _round in range(ROUNDS):
            found.setdefault("load", []).append(run("load", folder, **where))
            for kind in ("xlsx", "csv"):
                path = folder / f"roster.{kind}"
                found.setdefault(kind, []).append(run("product", path, folder, **where))
            portable = run("product", folder / "roster.xlsx", folder, local=False, **where)
            found.setdefault("portable", []).append(portable)
    return report(found)


def report(found: dict[str, list[dict]]) -> str:
    """Write the table."""

    def total(name: str) -> float:
        return statistics.median(
            one["client"] + one["child"] + one["server"] for one in found[name]
        )

    def part(name: str, key: str) -> float:
        return statistics.median(one[key] for one in found[name])

    base = total("load")
    names = {
        "load": "bare `LOAD DATA LOCAL` of the 98,000 clean rows, ready as a file",
        "xlsx": "the product, xlsx",
        "csv": "the product, csv",
        "portable": "the product, xlsx, server without `local_infile`",
    }
    lines = [
        f"{ROWS:,} rows × {len(HEADS)} columns into the trainees of one organisation; {BAD:,} rows "
        f"with an error, {DOUBLED:,} named twice. Product: the jobs *check* and *load* as a worker "
        "runs them (reading in the limited child, cleaning, probable duplicates, every row kept as "
        "received, rules, audit, ledger, fence). Median of "
        f"{ROUNDS} rounds in turns, processor seconds.",
        "",
        "| | worker | parsing child | MariaDB | all | × `LOAD` | peak memory MB (worker, child) |",
        "|---|---|---|---|---|---|---|",
    ]
    for key, label in names.items():
        lines.append(
            f"| {label} | {part(key, 'client'):.2f} | {part(key, 'child'):.2f} | "
            f"{part(key, 'server'):.2f} | {total(key):.2f} | {total(key) / base:.2f} | "
            f"{part(key, 'peak'):.0f}, {part(key, 'child_peak'):.0f} |"
        )
    peers = {key: total(key) * ROWS / PEER_ROWS for key in PEERS}
    for key, peer in peers.items():
        lines.append(
            f"| django-import-export, {PEERS[key]}, xlsx: {PEER_ROWS:,} rows measured, scaled "
            f"| | | | {peer:.0f} | {peer / base:.0f} | {part(key, 'peak'):.0f} |"
        )
    received = part("xlsx", "received"), part("csv", "received")
    unchecked, paged, checked = (peer / total("xlsx") for peer in peers.values())
    whole = (total("xlsx") + received[0]) / base, (total("csv") + received[1]) / base
    lines += [
        "",
        f"From xlsx the product is **{unchecked:.0f} times** as fast as import-export, which "
        "writes the same columns (code tables cached) but checks and keeps nothing, "
        f"**{paged:.0f} times** where import-export too shows first what would change, and "
        f"**{checked:.0f} times** where import-export checks its rows by the rules of the model. "
        "Receiving the file in the web process (type, limits, first rows) takes "
        f"{received[0]:.2f} s (xlsx), {received[1]:.2f} s (csv) more, parsing child included; with "
        f"it the product takes {whole[0]:.2f} and {whole[1]:.2f} × `LOAD`. Every planted error and "
        "every doubled row was found, none invented.",
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    from bench import intake_steps

    intake_steps.go(*sys.argv[1:])
