from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import queries, rules
from accounts.choices import CodeKind, OrganisationKind, Role, Sex
from accounts.queries import code_names
from accounts.trail import ACTIONS, explained, said
from core.lists import Choice, Column, DateRange, Flag, Search, Table


def code_options(kind):
    """The entries of a code table as choices of a filter."""
    return lambda actor: [(code.pk, code.label) for code in queries.codes(actor, kind)]


def organisation_options(actor):
    return [(one.pk, one.label) for one in queries.organisations(actor)]


def alive(active: bool) -> tuple:
    return (_("Active"), "approved") if active else (_("Ended"), "closed")


class Trainees(Table):
    key, title, default_sort = "trainees", _("People"), "name"
    nothing_yet = _("No people yet")
    why_nothing = _("Add them one by one, or import the roster of your unit.")
    columns = (
        Column(
            "name",
            _("Name"),
            kind="link",
            value="label",
            fixed=True,
            sort="name_sort",
            url=lambda row: reverse("accounts:trainee", args=[row.pk]),
        ),
        Column("organisation", _("Unit"), value="organisation.label", sort="organisation__path"),
        Column("post", _("Post"), value="post_label"),
        Column("level", _("Level"), value="level.label", sort="level__order"),
        Column("area", _("Field of work"), value="area.label", sort="area__order"),
        Column("education", _("Education"), value="education.label", shown=False),
        Column("born_on", _("Born"), kind="date", sort="born_on", shown=False, minor=True),
        Column("joined_on", _("Joined"), kind="date", sort="joined_on", shown=False, minor=True),
        Column("number", _("Staff number"), sort="number", minor=True),
        Column("phone", _("Mobile"), kind="mask", mask="phone", minor=True),
    )
    filters = (
        Search(label=_("Name, pinyin or staff number"), fields=("search_text", "name_latin")),
        Choice("organisation", _("Unit"), path="organisation_id", options=organisation_options),
        Choice("level", _("Level"), path="level_id", options=code_options(CodeKind.LEVEL)),
        Choice("area", _("Field of work"), path="area_id", options=code_options(CodeKind.AREA)),
        Choice("sex", _("Sex"), options=Sex.choices, more=True),
        DateRange("born_on", _("Born"), more=True),
        Flag("account", _("Signs in"), q=Q(user__isnull=False), more=True),
    )


class Members(Table):
    key, title, default_sort = "members", _("Members"), "name"
    nothing_yet = _("No members yet")
    why_nothing = _("Invite people: each gets a link and chooses a password.")
    columns = (
        Column(
            "name",
            _("Name"),
            kind="link",
            value="user.display_name",
            fixed=True,
            sort="user__name",
            url=lambda row: reverse("accounts:member", args=[row.pk]),
        ),
        Column("role", _("Role"), value="role_label", sort="role"),
        Column(
            "organisation", _("Organisation"), value="organisation.label", sort="organisation__path"
        ),
        Column("username", _("Sign-in name"), value="user.username", minor=True),
        Column(
            "state",
            _("State"),
            kind="pill",
            value=lambda m: alive(m.active),
        ),
    )
    filters = (
        Search(label=_("Name"), fields=("user__name", "user__username", "user__name_latin")),
        Choice("role", _("Role"), options=Role.choices),
        Choice(
            "organisation", _("Organisation"), path="organisation_id", options=organisation_options
        ),
    )


class Audit(Table):
    key, title, default_sort = "audit", _("Audit trail"), "-at"
    nothing_yet = _("Nothing has been changed yet")
    why_nothing = _("Every change to important data leaves a line here.")
    columns = (
        Column("at", _("Time"), kind="datetime", sort="at", fixed=True),
        Column("who", _("Who"), value="member.user.display_name", sort="member__user__name"),
        Column("organisation", _("Organisation"), value="organisation.label", minor=True),
        Column("action", _("Action"), value=lambda e: said(e.action), sort="action"),
        Column("target_label", _("Object")),
        Column(
            "change",
            _("Before → after"),
            kind="template",
            template="accounts/audit_change.html",
            value="lines",
            export=lambda e: "; ".join(f"{n}: {old} → {new}" for n, old, new in e.lines),
        ),
        Column("reason", _("Reason"), minor=True),
    )
    filters = (
        Search(
            label=_("Object, person or reason"),
            fields=("target_label", "reason", "target", "member__user__name"),
        ),
        DateRange("at", _("Time"), moment=True),
        Choice("action", _("Action"), options=lambda actor: actions()),
        Choice(
            "organisation",
            _("Organisation"),
            path="organisation_id",
            options=organisation_options,
            more=True,
        ),
    )

    @cached_property
    def rows(self):
        """The rows of this page, with keys of code tables in words."""
        self.page.object_list = explained(self.page.object_list, code_names(self.actor))
        return super().rows

    def lines(self):
        """Yield the rows of an export, explained in the same way."""
        codes = code_names(self.actor)
        for entry in self.found.iterator(chunk_size=500):
            explained([entry], codes)
            yield [column.leave(entry) for column in self.chosen]


def actions() -> list[tuple]:
    return sorted(ACTIONS.items(), key=lambda pair: str(pair[1]))


class Jobs(Table):
    key, title, default_sort = "jobs", _("Background work"), "-created_at"
    nothing_yet = _("No background work yet")
    why_nothing = _("Imports and training of models run here and show their progress.")
    columns = (
        Column(
            "label",
            _("Work"),
            kind="link",
            fixed=True,
            value=lambda j: j.label or j.kind,
            url=lambda row: reverse("accounts:job", args=[row.pk]),
        ),
        Column(
            "state",
            _("State"),
            kind="pill",
            value=lambda j: (j.get_state_display(), TONES[j.state]),
        ),
        Column("percent", _("Progress"), numeric=True, unit="%"),
        Column("created_at", _("Started"), kind="datetime", sort="created_at"),
        Column("finished_at", _("Ended"), kind="datetime", sort="finished_at", minor=True),
        Column("who", _("Who"), value="member.user.display_name", minor=True),
    )
    filters = ()


class Kept(Table):
    """A list whose rows lead to their form, for those who may change them."""

    edit, rule = "", None

    @cached_property
    def rows(self):
        self.page.object_list = list(self.page.object_list)
        for row in self.page.object_list:
            may = self.rule(self.actor, row)
            row.edit_url = reverse(self.edit, args=[row.pk]) if may else ""
        return super().rows


class Organisations(Kept):
    edit, rule = "accounts:organisation_edit", staticmethod(rules.may_manage)
    key, title, default_sort = "organisations", _("Organisations"), "name"
    nothing_yet = _("No organisations yet")
    why_nothing = _("Your organisation and those below it stand here.")
    columns = (
        Column(
            "name",
            _("Organisation"),
            kind="link",
            value=lambda one: "　" * (one.path.count("/") - 1) + one.label,
            fixed=True,
            sort="path",
            url="edit_url",
            export=lambda one: one.label,
        ),
        Column("kind", _("Kind"), value="kind_label", sort="kind"),
        Column("parent", _("Superior"), value="parent.label", sort="parent__path", shown=False),
        Column("region", _("Region"), value="region_label", minor=True),
        Column("members", _("Members"), numeric=True, sort="members"),
        Column("people", _("People"), numeric=True, sort="people"),
        Column("code", _("Code"), sort="code", minor=True),
        Column("state", _("State"), kind="pill", value=lambda one: alive(one.active)),
    )
    filters = (
        Search(label=_("Name or code"), fields=("name", "name_en", "code")),
        Choice("kind", _("Kind"), options=OrganisationKind.choices),
    )


def may_touch(actor, code):
    """Own entries are changed, those of a superior are hidden."""
    return rules.may_keep(actor, code) or rules.may_hide_code(actor, code)


def code_state_of(code):
    return (_("Hidden here"), "closed") if code.hidden else alive(code.active)


class Codes(Kept):
    edit, rule = "accounts:code_edit", staticmethod(may_touch)
    key, title, default_sort = "codes", _("Code tables"), "kind"
    nothing_yet = _("No codes yet")
    why_nothing = _("Categories, formats, levels and the like are kept here.")
    columns = (
        Column(
            "name",
            _("Name"),
            kind="link",
            value="label",
            fixed=True,
            sort="name",
            url="edit_url",
        ),
        Column("kind", _("Table"), value="get_kind_display", sort=("kind", "order")),
        Column("code", _("Code"), sort="code"),
        Column("organisation", _("Kept by"), value="organisation.label", minor=True),
        Column("order", _("Order"), numeric=True, sort="order", minor=True),
        Column("state", _("State"), kind="pill", value=code_state_of),
    )
    filters = (
        Search(label=_("Name or code"), fields=("name", "name_en", "code")),
        Choice("kind", _("Table"), options=CodeKind.choices),
    )


TONES = {
    "queued": "waiting",
    "running": "running",
    "done": "closed",
    "failed": "refused",
    "cancelled": "draft",
}
