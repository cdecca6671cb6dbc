"""The sheet of names: who takes part in a programme."""

from django.utils.translation import gettext_lazy as _

from core.spreadsheets.kinds import Kind, Parent, register
from programs.imports import cells
from programs.operations import sheets as operations
from programs.queries import sheets as queries
from programs.rules import enrolment as rules

ENROLMENTS = register(
    Kind(
        key="enrolments",
        label=_("Names for a programme"),
        target_label=_("an approved programme of your organisation"),
        columns=(cells.number, cells.name, cells.organisation),
        natural_key=("number",),
        parent=Parent(name="program", label=_("Programme"), choices=queries.open_to_names),
        may=rules.may_name,
        load=operations.load_names,
        undo=operations.undo_names,
        read=queries.exported_names,
        url_name="programs:program_list",
    )
)
