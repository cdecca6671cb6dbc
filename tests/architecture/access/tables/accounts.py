"""Organisations, people, what they leave behind."""

from datetime import timedelta

from django.utils import timezone

from accounts import operations
from accounts.choices import CodeKind
from accounts.models import ApiToken, AuditEntry, Invitation, Job, Notice, SavedView, WorkItem
from tests.architecture.access.words import (
    ALL_KEEPERS,
    ALL_MANAGERS,
    DEPARTMENT,
    EVERYBODY,
    KEEPERS,
    MANAGERS,
    STAFF,
    UNIT,
    UNIT_MANAGERS,
    api,
    page,
    post,
    public,
    read,
    who,
)
from tests.factories.accounts import CodeFactory, TraineeFactory


def furnish(side):
    li = side.li
    north = {"organisation": side.north}
    side.member = side.roles["unit_steward"].member
    side.code = CodeFactory(**north, kind=CodeKind.AREA, code="grid", name="电网运行")
    side.base_code = CodeFactory(
        organisation=side.city, kind=CodeKind.AREA, code="base", name=f"{side.mark}共用"
    )
    side.invitation = Invitation.objects.create(
        **north,
        name="待邀请",
        role="steward",
        token_hash=f"{side.mark}token",
        invited_by=li.member,
        expires_at=timezone.now() + timedelta(days=1),
    )
    side.job = Job.objects.create(
        **north, kind="evaluation.open", label="后台工作", member=li.member
    )
    for person in side.roles.values():
        Notice.objects.create(
            organisation=person.organisation, user=person.user, text="通知", key="k", url="/todo/"
        )
    side.notice = Notice.objects.get(user=li.user)
    side.work = WorkItem.objects.create(
        **north,
        user=li.user,
        verb="decide",
        target="x.y:1",
        title="事项",
        url="/todo/",
        open_key=f"{side.mark}k",
    )
    side.token = ApiToken.objects.create(
        **north,
        member=li.member,
        name="人事系统",
        key_hash=f"{side.mark}hash",
        expires_at=timezone.now() + timedelta(days=1),
    )
    side.entry = AuditEntry.objects.filter(
        organisation=side.north
    ).first() or AuditEntry.objects.create(
        **north,
        member=li.member,
        action="accounts.save_trainee",
        target="x.y:1",
        target_label="张三",
    )
    side.double = TraineeFactory(organisation=side.north)
    gone = TraineeFactory(organisation=side.north)
    side.merge = operations.merge_trainees(
        actor=li, kept=side.trainee, gone=gone, take=(), reason="同一个人"
    )
    side.view = SavedView.objects.create(
        **north, member=li.member, table="trainees", name="我的", query=""
    )


THINGS = {
    "trainee": UNIT | DEPARTMENT | who("trainee"),
    "member": UNIT | DEPARTMENT,
    "invitation": UNIT | DEPARTMENT,
    "north": UNIT | DEPARTMENT,
    "job": UNIT | DEPARTMENT,
    "entry": UNIT | DEPARTMENT,
    "token": UNIT | DEPARTMENT,
    "base_code": EVERYBODY,
    "code": UNIT | DEPARTMENT | who("trainee"),
    "notice": UNIT_MANAGERS,
    "work": UNIT_MANAGERS,
    "view": UNIT_MANAGERS,
}
ROUTES = {
    "accounts:trainee_list": read(STAFF),
    "accounts:my_page": read(EVERYBODY),
    "accounts:trainee_add": page(ALL_KEEPERS),
    "accounts:trainee": page(on="trainee", post=KEEPERS, data={"reason": "核对"}),
    "accounts:trainee_edit": page(KEEPERS, on="trainee"),
    "accounts:trainee_account": post(MANAGERS, on="trainee"),
    "accounts:trainee_merge": page(KEEPERS, on="trainee"),
    "accounts:trainee_merge_with": page(
        KEEPERS, on="trainee", see=UNIT | DEPARTMENT, other="double"
    ),
    "accounts:merge_undo": post(KEEPERS, on="trainee", merge="merge"),
    "accounts:trainee_erase": page(MANAGERS, on="trainee"),
    "accounts:member_list": read(STAFF),
    "accounts:invite": page(ALL_MANAGERS),
    "accounts:member": page(on="member", post=MANAGERS, data={"role": "viewer"}),
    "accounts:member_end": post(MANAGERS, on="member"),
    "accounts:member_password": post(MANAGERS, on="member"),
    "accounts:invitation_withdraw": post(MANAGERS, on="invitation"),
    "accounts:invitation": public("the token in the link is the key", post=True, token="unknown"),
    "accounts:switch": post(EVERYBODY),
    "accounts:todo": read(EVERYBODY),
    "accounts:todo_handed": read(EVERYBODY),
    "accounts:todo_settled": read(EVERYBODY),
    "accounts:notices": page(EVERYBODY),
    "accounts:notice": read(on="notice"),
    "accounts:profile": page(EVERYBODY),
    "accounts:privacy": read(EVERYBODY),
    "accounts:my_data": read(EVERYBODY),
    "accounts:help": read(EVERYBODY),
    "accounts:view_save": post(EVERYBODY, table="trainees", data={"name": "新", "query": ""}),
    "accounts:view_remove": post(
        on="view", table="trainees", data=lambda side: {"pk": side.view.pk}
    ),
    "accounts:token_list": page(ALL_MANAGERS),
    "accounts:token_withdraw": post(MANAGERS, on="token"),
    "accounts:organisation_list": read(STAFF),
    "accounts:organisation_add": page(ALL_MANAGERS),
    "accounts:organisation_edit": page(MANAGERS, on="north"),
    "accounts:organisation_end": post(who("department_manager"), on="north"),
    "accounts:code_list": read(STAFF),
    "accounts:code_add": page(ALL_KEEPERS),
    "accounts:code_edit": page(KEEPERS, on="code"),
    "accounts:code_hide": page(
        ALL_KEEPERS - who("department_manager administrator"), on="base_code"
    ),
    "accounts:dictionary": read(STAFF),
    "accounts:audit_list": read(ALL_KEEPERS),
    "accounts:job_list": read(STAFF),
    "accounts:job": read(on="job"),
    "accounts:job_cancel": post(KEEPERS, on="job"),
    "api:accounts-organisations-list": api(GET=EVERYBODY),
    "api:accounts-organisations-detail": api(on="north", GET=None),
    "api:accounts-members-list": api(GET=EVERYBODY),
    "api:accounts-members-detail": api(on="member", GET=None),
    "api:accounts-trainees-list": api(
        GET=EVERYBODY, POST=ALL_KEEPERS, data={"number": "9", "name": "李四"}
    ),
    "api:accounts-trainees-detail": api(on="trainee", GET=None, PATCH=KEEPERS),
    "api:accounts-work-list": api(GET=EVERYBODY),
    "api:accounts-work-detail": api(on="work", GET=None),
    "api:accounts-me-list": api(GET=EVERYBODY),
}
