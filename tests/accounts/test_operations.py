"""What operations leave behind: the rows, and the trail."""

import pytest

from accounts import operations, queries
from accounts.access import Denied
from accounts.choices import CodeKind, OrganisationKind, Role
from accounts.models import AuditEntry, Member, Notice, Trainee
from core.spreadsheets.kinds import Outcome
from tests.factories.accounts import (
    CodeFactory,
    OrganisationFactory,
    TraineeFactory,
    UserFactory,
    acting,
    actor,
)


def last() -> AuditEntry:
    return AuditEntry.objects.order_by("-pk").first()


def test_a_change_leaves_who_what_before_and_after(cast):
    person = TraineeFactory(organisation=cast.north, post="副主任")
    person.post = "主任"
    operations.save_trainee(actor=cast.li, trainee=person)
    entry = last()
    assert (entry.member, entry.action) == (cast.li.member, "accounts.save_trainee")
    assert (entry.before, entry.after) == ({"post": "副主任"}, {"post": "主任"})


def test_identifiers_never_reach_the_trail(cast):
    person = TraineeFactory(organisation=cast.north, phone="13800001111")
    person.phone = "13911112222"
    operations.save_trainee(actor=cast.li, trainee=person)
    text = f"{last().before}{last().after}"
    assert "13800001111" not in text
    assert "13911112222" not in text


def test_a_refused_operation_changes_nothing_and_leaves_no_entry(cast):
    person = TraineeFactory(organisation=cast.north, post="副主任")
    person.post = "主任"
    with pytest.raises(Denied):
        operations.save_trainee(actor=cast.wang, trainee=person)
    assert Trainee.objects.get().post == "副主任"
    assert not AuditEntry.objects.exists()


def test_a_staff_number_is_given_once_in_an_organisation(cast):
    TraineeFactory(organisation=cast.north, number="7")
    twin = Trainee(organisation=cast.north, number="7", name="李四")
    with pytest.raises(operations.NumberTaken):
        operations.save_trainee(actor=cast.li, trainee=twin)
    elsewhere = Trainee(organisation=cast.south, number="7", name="李四")
    operations.save_trainee(actor=cast.wang, trainee=elsewhere)


def test_looking_at_identifiers_keeps_the_reason(cast):
    person = TraineeFactory(organisation=cast.north)
    operations.reveal(actor=cast.li, trainee=person, reason="核对报名信息")
    assert (last().action, last().reason) == ("accounts.reveal", "核对报名信息")


def test_the_last_manager_stays(cast):
    with pytest.raises(operations.LastManager):
        operations.set_member_active(actor=cast.li, member=cast.li.member, active=False)
    with pytest.raises(operations.LastManager):
        operations.set_role(actor=cast.li, member=cast.li.member, role=Role.VIEWER)
    actor(cast.north, Role.MANAGER)
    operations.set_member_active(actor=cast.li, member=cast.li.member, active=False)
    assert not Member.objects.get(pk=cast.li.member.pk).active


def test_nobody_closes_his_own_organisation(cast):
    with pytest.raises(Denied):
        operations.set_organisation_active(actor=cast.li, organisation=cast.north, active=False)
    operations.set_organisation_active(actor=cast.zhou, organisation=cast.north, active=False)
    cast.north.refresh_from_db()
    assert not cast.north.active


def test_a_code_table_has_each_code_once(cast):
    held = CodeFactory(organisation=cast.city, kind=CodeKind.LEVEL, code="a")
    twin = CodeFactory.build(organisation=cast.city, kind=CodeKind.LEVEL, code="a")
    with pytest.raises(operations.CodeTaken):
        operations.save_code(actor=cast.zhou, code=twin)
    held.name = "正职"
    operations.save_code(actor=cast.zhou, code=held)


def test_what_is_hidden_is_no_choice_here_and_below_and_stays_one_elsewhere(cast):
    code = CodeFactory(organisation=cast.city, kind=CodeKind.LEVEL, code="a")
    below = actor(OrganisationFactory(parent=cast.north, kind=OrganisationKind.UNIT))
    operations.set_code_hidden(actor=cast.li, code=code, hidden=True)
    offered = {
        who: queries.codes(who, CodeKind.LEVEL).exists() for who in (cast.li, below, cast.wang)
    }
    assert offered == {cast.li: False, below: False, cast.wang: True}
    with pytest.raises(Denied):
        operations.set_code_hidden(actor=cast.viewer, code=code, hidden=True)
    operations.set_code_hidden(actor=cast.li, code=code, hidden=False)
    assert queries.codes(below, CodeKind.LEVEL).exists()


# --- many at once ---------------------------------------------------------------------------------
def rows(*numbers, **more):
    return [{"number": number, "name": f"王{number}", **more} for number in numbers]


def test_a_batch_creates_updates_and_leaves_alone(cast):
    level = CodeFactory(organisation=cast.city, kind=CodeKind.LEVEL, code="zz")
    operations.save_trainees(actor=cast.li, organisation=cast.north, rows=rows("1", "2"))
    done = operations.save_trainees(
        actor=cast.li,
        organisation=cast.north,
        rows=[*rows("1"), *rows("2", level="zz"), *rows("3")],
    )
    assert [o.action for o in done.outcomes] == ["unchanged", "updated", "created"]
    assert Trainee.objects.get(number="2").level == level
    assert last().after == {"created": 1, "unchanged": 1, "updated": 1}


def test_empty_cells_leave_alone_what_is_known(cast):
    operations.save_trainees(actor=cast.li, organisation=cast.north, rows=rows("1", post="主任"))
    operations.save_trainees(
        actor=cast.li, organisation=cast.north, rows=[{"number": "1", "name": "", "post": ""}]
    )
    assert (Trainee.objects.get().name, Trainee.objects.get().post) == ("王1", "主任")


def test_the_same_number_twice_in_a_batch_is_one_person(cast):
    operations.save_trainees(
        actor=cast.li, organisation=cast.north, rows=[*rows("1"), *rows("1", post="主任")]
    )
    assert Trainee.objects.get().post == "主任"


def test_a_batch_with_an_unknown_code_or_no_name_writes_nothing(cast):
    CodeFactory(organisation=cast.elsewhere, kind=CodeKind.LEVEL, code="theirs")
    for bad, refusal in (
        (rows("2", level="theirs"), operations.UnknownCode),
        ([{"number": "3"}], operations.MissingName),
    ):
        with pytest.raises(refusal):
            operations.save_trainees(
                actor=cast.li, organisation=cast.north, rows=[*rows("1"), *bad]
            )
    assert not Trainee.objects.exists()


def test_a_batch_takes_the_same_number_of_statements_for_any_number_of_rows(
    cast, django_assert_max_num_queries
):
    many = rows(*map(str, range(60)))
    with django_assert_max_num_queries(14):
        operations.save_trainees(actor=cast.li, organisation=cast.north, rows=many)


def test_a_batch_brings_back_somebody_who_had_left(cast):
    TraineeFactory(organisation=cast.north, number="1", name="王1", active=False)
    done = operations.save_trainees(actor=cast.li, organisation=cast.north, rows=rows("1"))
    assert (done.updated, Trainee.objects.get().active) == (1, True)


def test_undo_removes_the_new_and_restores_the_old_but_spares_what_changed_since(cast):
    operations.save_trainees(actor=cast.li, organisation=cast.north, rows=rows("1", "2"))
    loaded = operations.save_trainees(
        actor=cast.li,
        organisation=cast.north,
        rows=[*rows("1", post="主任"), *rows("2", post="所长"), *rows("3", "4")],
    )
    Trainee.objects.filter(number="2").update(post="副所长")
    Trainee.objects.filter(number="4").update(user=UserFactory())
    undone = operations.undo_trainees(
        actor=cast.li, organisation=cast.north, outcomes=loaded.outcomes
    )
    assert [o.action for o in undone.outcomes] == ["updated", "unchanged", "removed", "unchanged"]
    assert list(Trainee.objects.order_by("number").values_list("number", "post")) == [
        ("1", ""),
        ("2", "副所长"),
        ("4", ""),
    ]


def test_undo_reaches_no_other_organisation(cast):
    theirs = TraineeFactory(organisation=cast.south)
    operations.undo_trainees(
        actor=cast.li, organisation=cast.north, outcomes=[Outcome(theirs.pk, "created")]
    )
    assert Trainee.objects.filter(pk=theirs.pk).exists()


# --- accounts and erasure -------------------------------------------------------------------------
def test_an_account_is_opened_once_under_the_staff_number(cast):
    UserFactory(username="7")
    person = TraineeFactory(organisation=cast.north, number="7")
    operations.open_account(actor=cast.li, trainee=person)
    person.refresh_from_db()
    assert person.user.username == "north-7"
    assert not person.user.has_usable_password()
    assert person.user.members.get().role == Role.TRAINEE
    with pytest.raises(operations.HasAccount):
        operations.open_account(actor=cast.li, trainee=person)


def test_erasing_leaves_the_figures_and_no_trace_of_who_it_was(cast):
    secrets = {"name": "张雪莹", "number": "10283741", "phone": "13800001111", "post": "营销部主任"}
    person = TraineeFactory(organisation=cast.north, sex="female", **secrets)
    person.id_number = "330200198004270427"
    operations.save_trainee(actor=cast.li, trainee=person)
    operations.open_account(actor=cast.li, trainee=person)
    account = person.user

    operations.erase_trainee(actor=cast.li, trainee=person, reason="本人申请")

    person = Trainee.objects.get()
    assert (person.sex, person.active, person.user) == ("female", False, None)
    assert not account.members.filter(active=True).exists()
    kept = f"{Trainee.objects.values()}{list(AuditEntry.objects.values())}"
    assert [word for word in [*secrets.values(), "330200198004270427"] if word in kept] == []
    assert last().reason == "本人申请"


def test_an_announcement_reaches_each_person_below_once(cast):
    acting(cast.li.user, cast.north, Role.STEWARD)
    for _twice in range(2):
        operations.announce(
            actor=cast.zhou, organisation=cast.city, text="开始编报年度计划", key="plan-2027"
        )
    assert Notice.objects.filter(user=cast.li.user).count() == 1
    assert not Notice.objects.filter(user=cast.stranger.user).exists()


def test_my_data_are_all_mine(cast):
    TraineeFactory(organisation=cast.north, name="别人")
    mine = TraineeFactory(organisation=cast.north, user=cast.li.user, name="李强")
    data = queries.personal_data(cast.li)
    assert [row["number"] for row in data["trainee"]] == [mine.number]
    assert "别人" not in str(data)


def test_tokens_are_issued_for_known_scopes_only(cast):
    with pytest.raises(operations.UnknownScope):
        operations.issue_token(
            actor=cast.li, member=cast.li.member, name="x", key="k", scopes=["root:write"], days=1
        )


def test_a_new_organisation_hangs_below_its_superior_and_has_a_seal(cast):
    new = OrganisationFactory.build(code="new", name="城东公司")
    operations.add_organisation(actor=cast.zhou, superior=cast.city, new=new)
    assert cast.city.is_above(new)
    assert new.seal_text == "城"
