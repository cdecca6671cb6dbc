"""Many new rows into one table with as little work as the database allows.

MariaDB and MySQL read them from a file where both sides permit `LOAD DATA LOCAL` (setting
`DB_LOCAL_INFILE`); everything else gets inserts of many rows. No signals, no `save()`: callers
give every column a value or leave it to the default of its field.
"""

import re
import tempfile
from collections.abc import Mapping, Sequence

from django.db import DataError, connection, models

SPECIAL = re.compile(r"[\\\t\n\r\0]")
ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": "\\0"}
NULL = r"\N"


def insert(model: type[models.Model], columns: Mapping[str, Sequence]) -> None:
    """Insert rows given column by column, {attribute name: values}, all or none.

    Values are texts, numbers or None, dates as ISO texts. To be called inside `atomic`. Raises
    `IntegrityError`, and `DataError` where the database would have altered a value.
    """
    height = len(next(iter(columns.values())))
    defaults = {
        field.attname: [field.get_db_prep_save(field.get_default(), connection)] * height
        for field in model._meta.concrete_fields
        if field.attname not in columns and not field.primary_key
    }
    columns = {**columns, **defaults}
    names = [
        connection.ops.quote_name(model._meta.get_field(name).column)
        for name in (name.removesuffix("_id") if _is_key(model, name) else name for name in columns)
    ]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        if _may_load(cursor):
            _load(cursor, table, names, list(columns.values()), height)
        else:
            marks = ", ".join(["%s"] * len(names))
            statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"  # noqa: S608 - names of our own tables
            cursor.executemany(statement, list(zip(*columns.values(), strict=True)))


def update(objects: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write some fields of stored objects, one prepared statement for all.

    `bulk_update` builds an expression for each value; with many fields that costs more than the
    database does.
    """
    if not objects:
        return
    fields = [objects[0]._meta.get_field(name) for name in names]
    quote = connection.ops.quote_name
    assigned = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    table, key = objects[0]._meta.db_table, objects[0]._meta.pk.column
    rows = [
        [f.get_db_prep_save(getattr(one, f.attname), connection) for f in fields] + [one.pk]
        for one in objects
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {quote(table)} SET {assigned} WHERE {quote(key)} = %s", rows)  # noqa: S608


def _is_key(model, name: str) -> bool:
    return any(f.attname == name and f.is_relation for f in model._meta.concrete_fields)


def _may_load(cursor) -> bool:
    options = connection.settings_dict.get("OPTIONS", {})
    if connection.vendor != "mysql" or not options.get("local_infile"):
        return False
    cursor.execute("SELECT @@local_infile")
    return bool(cursor.fetchone()[0])


def _load(cursor, table: str, names: list[str], columns: list, height: int) -> None:
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="\n", suffix=".tsv") as file:
        file.write("\n".join(map("\t".join, zip(*map(_texts, columns), strict=True))))
        file.write("\n")
        file.flush()
        cursor.execute(
            f"LOAD DATA LOCAL INFILE %s INTO TABLE {table} CHARACTER SET utf8mb4 "
            rf"FIELDS TERMINATED BY '\t' ESCAPED BY '\\' LINES TERMINATED BY '\n' "
            f"({', '.join(names)})",
            [file.name],
        )
        loaded = cursor.rowcount
        cursor.execute("SELECT @@warning_count")
        # LOCAL makes errors into warnings: a doubled key is passed over, a long text is cut
        if loaded != height or cursor.fetchone()[0]:
            raise DataError(f"{loaded} of {height} rows were taken as they are")


def _texts(values: Sequence) -> list[str]:
    """Write one column; escape only where there is something to escape."""
    texts = [
        NULL if value is None else value if value.__class__ is str else _text(value)
        for value in values
    ]
    if SPECIAL.search("".join(text for text in texts if text != NULL)):
        texts = [
            SPECIAL.sub(lambda found: ESCAPES[found[0]], text) if value is not None else text
            for text, value in zip(texts, values, strict=True)
        ]
    return texts


def _text(value) -> str:
    return str(int(value)) if isinstance(value, bool) else str(value)
