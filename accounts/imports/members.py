"""The sheet of members: who acts for an organisation, in which role."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from accounts import operations, queries, rules
from accounts.access import Actor
from accounts.choices import Role
from accounts.imports import cells
from core.spreadsheets import clean
from core.spreadsheets.kinds import Column, Kind, Parent, register


def managed(actor: Actor):
    """The actor's organisation and those below it."""
    return queries.organisations(actor).filter(active=True)


MEMBERS = register(
    Kind(
        key="members",
        label=_("Members"),
        target_label=_("the members of an organisation"),
        columns=(
            Column(
                name="username",
                label=_("Sign-in name"),
                aliases=("登录名", "账号", "用户名", "帐号", "username", "account", "login"),
                clean=partial(clean.code, limit=150),
                required=True,
                example="wanghn",
            ),
            Column(
                name="name",
                label=_("Member's name"),
                aliases=("姓名", "成员姓名", "人员姓名", "name", "full name"),
                clean=partial(clean.text, limit=80),
                required=True,
                example="王海宁",
            ),
            Column(
                name="role",
                label=_("Role"),
                aliases=("角色", "成员角色", "权限", "岗位角色", "user role"),
                options=cells.words_of(Role.choices),
                required=True,
            ),
            Column(
                name="email",
                label=_("E-mail"),
                aliases=("邮箱", "电子邮箱", "电子邮件", "email", "mail"),
                clean=clean.email,
                example="wanghn@example.com",
            ),
            Column(
                name="active",
                label=_("Active"),
                aliases=("是否有效", "在用", "是否启用", "启用", "enabled", "valid"),
                clean=clean.yes_no,
                example=_("yes"),
            ),
        ),
        natural_key=("username", "role"),
        parent=Parent(name="organisation", label=_("Organisation"), choices=managed),
        may=rules.may_manage,
        load=operations.save_members,
        undo=operations.undo_members,
        read=queries.exported_members,
        url_name="accounts:member_list",
    )
)
