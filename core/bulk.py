"""Many new rows into one table with as little work as the database allows.

MariaDB and MySQL read them from a file where both sides permit `LOAD DATA LOCAL` (setting
`DB_LOCAL_INFILE`); everything else gets inserts of many rows. No signals, no `save()`: callers
give every column a value or leave it to the default of its field.
"""

import json
import tempfile
from collections.abc import Sequence

import polars as pl
from django.db import DataError, connection, models

SPECIAL = r"[\\\t\n\r\x00]"
ESCAPES = (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r"), ("\0", "\\0"))
NULL = r"\N"
PLAIN = (int, float, bool)  # what a statement can hold as it is
ROWS_AT_ONCE = 500


def insert(model: type[models.Model], table: pl.DataFrame, **constants) -> None:
    """Insert the rows of a table whose columns are attributes of the model, all or none.

    Cells are texts, numbers or null, dates as ISO texts. `constants` are attributes that are the
    same for all rows; what is in neither has the default of its field. To be called inside
    `atomic`. Raises `IntegrityError`, and `DataError` where the database would have altered a
    value.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    same = {
        name: field.get_db_prep_save(constants.get(name, field.get_default()), connection)
        for name, field in fields.items()
        if name not in table.columns and not field.primary_key
    }
    quote = connection.ops.quote_name
    names = [quote(fields[name].column) for name in table.columns]
    same = {quote(fields[name].column): value for name, value in same.items()}
    into = quote(model._meta.db_table)
    with connection.cursor() as cursor:
        write = _load if _may_load(cursor) else _insert
        write(cursor, into, names, table, same)


def update(objects: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write some fields of stored objects with one statement for some hundred of them.

    `bulk_update` builds an expression for each value; with many fields that costs more than the
    database does. MariaDB and MySQL are handed the values as a JSON table to join with.
    """
    if not objects:
        return
    model = type(objects[0])
    fields = [model._meta.pk, *(model._meta.get_field(name) for name in names)]
    rows = [
        [f.get_db_prep_save(getattr(one, f.attname), connection) for f in fields] for one in objects
    ]
    write = _update_joined if connection.vendor == "mysql" else _update_each
    with connection.cursor() as cursor:
        write(cursor, connection.ops.quote_name(model._meta.db_table), fields, rows)


def _update_each(cursor, table: str, fields: list, rows: list) -> None:
    key, *names = (connection.ops.quote_name(field.column) for field in fields)
    assigned = ", ".join(f"{name} = %s" for name in names)
    cursor.executemany(
        f"UPDATE {table} SET {assigned} WHERE {key} = %s",  # noqa: S608 - names of our own tables
        [[*values, pk] for pk, *values in rows],
    )


def _update_joined(cursor, table: str, fields: list, rows: list) -> None:
    key, *names = (connection.ops.quote_name(field.column) for field in fields)
    columns = ", ".join(
        f"v{at} {_json_type(field)} PATH '$[{at}]'" for at, field in enumerate(fields)
    )
    assigned = ", ".join(f"{name} = v{at}" for at, name in enumerate(names, 1))
    for at in range(0, len(rows), ROWS_AT_ONCE):
        cursor.execute(
            f"UPDATE {table} JOIN JSON_TABLE(%s, '$[*]' COLUMNS ({columns})) new "  # noqa: S608
            f"ON {key} = v0 SET {assigned}",
            [json.dumps(rows[at : at + ROWS_AT_ONCE], default=str, ensure_ascii=False)],
        )


def _json_type(field: models.Field) -> str:
    """Return the type of a field as a column of a JSON table: a JSON value is a text there."""
    kind = field.rel_db_type(connection) if field.primary_key else field.db_type(connection)
    return "longtext" if kind == "json" else str(kind)


def _may_load(cursor) -> bool:
    options = connection.settings_dict.get("OPTIONS", {})
    if connection.vendor != "mysql" or not options.get("local_infile"):
        return False
    cursor.execute("SELECT @@local_infile")
    return bool(cursor.fetchone()[0])


def _insert(cursor, into: str, names: list[str], table: pl.DataFrame, same: dict) -> None:
    """Write some hundred rows with each statement; what is the same for all stands in it."""
    given = [value for value in same.values() if value is not None and type(value) not in PLAIN]
    fixed = [_written(value) for value in same.values()]
    marks = f"({', '.join(['%s'] * len(names) + fixed)})"
    head = f"INSERT INTO {into} ({', '.join([*names, *same])}) VALUES "  # noqa: S608 - names of our own tables
    for part in table.iter_slices(ROWS_AT_ONCE):
        cells = [cell for row in part.rows() for cell in (*row, *given)]
        cursor.execute(head + ", ".join([marks] * part.height), cells)


def _written(value) -> str:
    if value is None:
        return "NULL"
    return str(int(value) if isinstance(value, bool) else value) if type(value) in PLAIN else "%s"


def _load(cursor, into: str, names: list[str], table: pl.DataFrame, same: dict) -> None:
    with tempfile.NamedTemporaryFile(suffix=".tsv") as file:
        _escaped(table).write_csv(
            file.name,
            include_header=False,
            separator="\t",
            line_terminator="\n",
            quote_style="never",
            null_value=NULL,
        )
        cursor.execute(
            f"LOAD DATA LOCAL INFILE %s INTO TABLE {into} CHARACTER SET utf8mb4 "
            rf"FIELDS TERMINATED BY '\t' ESCAPED BY '\\' LINES TERMINATED BY '\n' "
            f"({', '.join(names)}) SET {', '.join(f'{name} = %s' for name in same)}",
            [file.name, *same.values()],
        )
        loaded = cursor.rowcount
        cursor.execute("SELECT @@warning_count")
        # LOCAL makes errors into warnings: a doubled key is passed over, a long text is cut
        if loaded != table.height or cursor.fetchone()[0]:
            raise DataError(f"{loaded} of {table.height} rows were taken as they are")


def _escaped(table: pl.DataFrame) -> pl.DataFrame:
    """Escape what would end a cell or a line, where there is anything of that kind."""
    texts = [name for name, kind in table.schema.items() if kind == pl.String]
    marks = [pl.col(name).str.contains(SPECIAL).any() for name in texts]
    if not texts or not table.select(found=pl.any_horizontal(marks))["found"].any():
        return table
    cells = pl.col(pl.String)
    for char, written in ESCAPES:
        cells = cells.str.replace_all(char, written, literal=True)
    return table.with_columns(cells)
