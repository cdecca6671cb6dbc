"""Rows that are probably somebody who is there already wait for a person: nothing merges itself."""

from functools import lru_cache

from django.utils.translation import gettext_lazy as _

from core.errors import Refusal
from core.text import latin
from intake.choices import Do, Fate
from intake.engine.duplicates import NEAR, OTHER, SAME, Index, Match, Person, person
from intake.engine.packing import pack, unpack
from intake.models import Batch, ReceivedRow
from intake.operations.converting import Converted, Converter
from intake.operations.packs import Packs

SIZE = 2_000
spell = lru_cache(maxsize=20_000)(latin)


class PartnerMissing(Refusal):
    """The row that this one was to be merged with has not been imported."""

    code = "partner_missing"
    message = _("Row {row}, with which this one is to be merged, was not imported.")


class Sifter:
    """Finds probable duplicates inside a file and among those who are there already.

    The index is made once; a row costs what its blocks hold. `known` are read when the first
    row is sifted, the rows that an earlier attempt has decided as well.
    """

    def __init__(self, target, converter: Converter, packs: Packs):
        self.target, self.converter, self.packs = target, converter, packs
        self.batch, self.kind = converter.batch, converter.kind
        self.identity = self.kind.identity
        self.index: Index | None = None
        self.keys: dict = {}

    def sift(self, converted: list[Converted]) -> None:
        """Mark new rows that probably double somebody, unless a person has decided already."""
        if self.identity is None:
            return
        if self.index is None:
            self.index = Index()
            self._learn()
        good = [one for one in converted if not one.reasons]
        for number, values in self.packs.like([one.values for one in good]):
            if ("row", number) not in self.keys:
                self._add(("row", number), values)
        for one in good:
            self._sift(one)

    def _learn(self) -> None:
        for known in self.identity.known(self.converter.actor, self.target):
            self._add(("pk", known["pk"]), known)
        decided = self.batch.rows.filter(chunk=None, fate__in=(Fate.NEW, Fate.PROBABLE))
        for row in decided.prefetch_related("file__batch").order_by("number").iterator(SIZE):
            self._add(("row", row.number), self.converter.convert(row).values)

    def _add(self, ref: tuple, values: dict, one: Person | None = None) -> None:
        self.index.add(ref, one or person(values, self.identity.columns, spell))
        self.keys[ref] = tuple(values.get(name) for name in self.kind.natural_key)

    def _sift(self, one: Converted) -> None:
        row = one.row
        if row.choice.get("do") == Do.SKIP:
            row.fate = Fate.SKIPPED
        if row.fate != Fate.NEW:
            return  # it speaks of somebody by his number, or a person has said of whom
        me = person(one.values, self.identity.columns, spell)
        if not row.choice:
            row.candidates = [self._told(*pair) for pair in self.index.find(me)]
            row.fate = Fate.PROBABLE if row.candidates else Fate.NEW
        self._add(("row", row.number), one.values, me)

    def _told(self, ref: tuple, match: Match) -> dict:
        """Say of a candidate who it is, how sure that is, and which columns agree."""
        columns, fields = self.identity.columns, match.fields
        other = self.index.people[ref]
        return {
            ref[0]: ref[1],
            "score": match.score,
            "key": pack(dict(zip(self.kind.natural_key, self.keys[ref], strict=True))),
            "values": {columns[field]: getattr(other, field) for field in columns},
            **{
                verdict: [columns[field] for field, said in fields.items() if said == verdict]
                for verdict in (SAME, NEAR, OTHER)
            },
        }


class Partners:
    """Rows merged with others of their file, when they are written: each follows its partner."""

    def __init__(self, batch: Batch):
        self.batch, self.packs = batch, Packs(batch)

    def find(self, converted: list[Converted]) -> None:
        """Let rows go where their partners went; refuse those whose partner is not written."""
        here = {one.row.number for one in converted if not one.reasons}
        for one in converted:
            if not one.awaits_partner or one.reasons:
                continue
            number = one.row.choice["row"]
            partner = self._partner(number)
            if partner is None and self.packs.is_written(number):
                continue
            if partner is None or not (partner.chunk_id or number in here):
                one.refuse(PartnerMissing(row=number))
            elif partner.choice.get("do") == Do.MERGE:
                one.values |= unpack(partner.choice["key"])

    def _partner(self, number: int) -> ReceivedRow | None:
        rows = self.batch.rows.exclude(fate__in=(Fate.REPLACED, Fate.SKIPPED))
        return rows.filter(number=number).first()
