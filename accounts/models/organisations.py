"""Organisations in a tree, users, and the roles that join them."""

from django.contrib.auth.models import AbstractUser, Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.choices import CodeKind, Density, OrganisationKind, Role
from accounts.tenancy import Owned, Scoped
from core.models import Named, in_language


class Organisation(Named, Scoped):
    """A tenant. `path` is the materialised path of the tree: '1/4/9/'."""

    owner = ""
    parties = ("",)

    code = models.CharField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=OrganisationKind)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("superior"),
    )
    path = models.CharField(max_length=200, db_index=True, editable=False)
    seal_text = models.CharField(_("character of the seal"), max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    region_en = models.CharField(_("region in English"), max_length=80, blank=True)
    active = models.BooleanField(_("active"), default=True)
    group = models.OneToOneField(Group, models.PROTECT, null=True, editable=False)

    class Meta:
        ordering = ("path",)
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")

    def save(self, *args, **kwargs):
        """Keep the path, and the group that holds what others grant to this organisation."""
        self.seal_text = self.seal_text or self.name[:1]
        if self.group_id is None:
            self.group = Group.objects.create(name=f"organisation {self.code}")
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else ''}{self.pk}/"
        if path != self.path:
            self.path = path
            super().save(update_fields=["path"])

    @property
    def kind_label(self) -> str:
        """The kind in words."""
        return self.get_kind_display()

    @property
    def region_label(self) -> str:
        """The region in the language of the page."""
        return in_language(self.region, self.region_en)

    @property
    def ancestors(self) -> list[int]:
        """Keys from the root to this organisation itself."""
        return [int(pk) for pk in self.path.split("/") if pk]

    def is_above(self, other) -> bool:
        """Whether `other` is this organisation or one below it."""
        return other.path.startswith(self.path)


class User(AbstractUser):
    """The account a person signs in with."""

    first_name = last_name = None
    name = models.CharField(_("name"), max_length=80, blank=True)
    name_latin = models.CharField(_("name in Latin letters"), max_length=120, blank=True)
    density = models.CharField(_("density"), max_length=8, choices=Density, blank=True)

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self):
        return self.display_name

    @property
    def display_name(self) -> str:
        """The person's name, or the sign-in name where none is known."""
        return self.name or self.username

    def get_full_name(self):
        """Return the name in one piece: Chinese names are not split."""
        return self.display_name

    def get_short_name(self):
        """Return the same name: there is no shorter one that is polite."""
        return self.display_name


class Member(Owned):
    """A user's role in one organisation; one user may have several."""

    people = ("user",)

    user = models.ForeignKey(User, models.CASCADE, related_name="members", verbose_name=_("user"))
    role = models.CharField(_("role"), max_length=12, choices=Role)
    active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.UniqueConstraint(fields=("user", "organisation", "role"), name="member_once")
        ]

    def __str__(self):
        return f"{self.user} · {self.role_label}"

    @property
    def role_label(self) -> str:
        """The role in words."""
        return self.get_role_display()


class Invitation(Owned):
    """A link by which a person becomes a member; only the hash of its token is kept."""

    name = models.CharField(_("name"), max_length=80)
    email = models.EmailField(_("e-mail"), blank=True)
    role = models.CharField(_("role"), max_length=12, choices=Role)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("valid until"))
    accepted_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-pk",)
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")

    def __str__(self):
        return self.name


class Code(Owned, Named):
    """One entry of a code table; organisations below the owner use it too."""

    seen_below = Q()
    open_to_persons = True

    kind = models.CharField(_("table"), max_length=20, choices=CodeKind)
    code = models.CharField(_("code"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        ordering = ("kind", "order", "pk")
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        constraints = [
            models.UniqueConstraint(fields=("organisation", "kind", "code"), name="code_once")
        ]


class HiddenCode(Owned):
    """An entry of a superior's code table that an organisation, and all below it, does not offer.

    What already names the entry keeps it; it is only no longer a choice.
    """

    code = models.ForeignKey(Code, models.CASCADE, related_name="hidden_at")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("organisation", "code"), name="code_hidden_once")
        ]
        verbose_name = _("hidden code")
        verbose_name_plural = _("hidden codes")

    def __str__(self):
        return f"{self.organisation}: {self.code}"
