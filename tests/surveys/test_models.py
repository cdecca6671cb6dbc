"""Nothing leads from an answer to a person."""

from django.apps import apps

from accounts.models import Member, Organisation, Trainee, User
from evaluation.models import BroughtIn
from programs.models import Program
from surveys.models import Answer, Sheet

PEOPLE = {User, Member, Trainee}


def forward(model):
    return {
        field.related_model
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model
    }


def reached(model):
    """Every model that the keys of a row lead to, one after the other."""
    found, open_ = set(), {model}
    while open_:
        found |= open_
        open_ = set().union(*(forward(one) for one in open_)) - found
    return found


def test_no_chain_of_keys_leads_from_an_answer_to_a_person():
    assert reached(Answer) & PEOPLE == set()


def test_no_other_model_holds_the_key_of_a_sheet_or_an_answer():
    """But the lines of lists brought in: they lead to sheets of lists alone, and to nobody.

    `tests/evaluation/test_imports.py` proves the first for every sheet that is written.
    """
    holders = {
        model
        for model in apps.get_models()
        if model is not Answer and forward(model) & {Sheet, Answer}
    }
    assert holders == {BroughtIn}
    assert forward(BroughtIn) == {Organisation, Program, Sheet}


def test_keys_of_sheets_and_answers_tell_no_order():
    assert {model._meta.pk.get_internal_type() for model in (Sheet, Answer)} == {"UUIDField"}
