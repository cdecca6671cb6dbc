"""Questionnaires and what was answered: nothing here leads from an answer to a person."""

from secrets import token_urlsafe
from uuid import uuid4

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Code, Organisation, User
from accounts.tenancy import Owned, Scoped
from core.models import Named, in_language
from resources.models import Course
from surveys.choices import About, AskedState, Audience, InquiryState, Kind, Purpose


class Questionnaire(Owned, Named):
    """A set of questions; organisations below the owner use it too."""

    seen_below = Q()
    open_to_persons = True

    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    anonymous = models.BooleanField(_("anonymous"), default=True)
    min_answers = models.PositiveSmallIntegerField(
        _("results shown from"), default=5, validators=[MinValueValidator(1)]
    )
    intro = models.TextField(_("introduction"), blank=True)
    intro_en = models.TextField(_("introduction in English"), blank=True)
    active = models.BooleanField(_("in use"), default=True)
    # Holds answers given elsewhere; nobody is asked with it.
    brought_in = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("purpose", "-pk")
        verbose_name = _("questionnaire")
        verbose_name_plural = _("questionnaires")

    @property
    def intro_label(self) -> str:
        """The introduction in the language of the page."""
        return in_language(self.intro, self.intro_en)


class Question(Scoped):
    """One question; one about courses or teachers is asked for each of them.

    `options` of a choice are pairs: the Chinese and the English text.
    """

    owner = "questionnaire__organisation"
    follows = "questionnaire"

    questionnaire = models.ForeignKey(
        Questionnaire,
        models.CASCADE,
        related_name="questions",
        verbose_name=_("questionnaire"),
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    block = models.CharField(_("part"), max_length=60)
    block_en = models.CharField(_("part in English"), max_length=60, blank=True)
    about = models.CharField(_("asked about"), max_length=8, choices=About, default=About.WHOLE)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.SCALE)
    text = models.CharField(_("question"), max_length=200)
    text_en = models.CharField(_("question in English"), max_length=200, blank=True)
    hint = models.CharField(_("hint"), max_length=200, blank=True)
    hint_en = models.CharField(_("hint in English"), max_length=200, blank=True)
    required = models.BooleanField(_("must be answered"), default=True)
    options = models.JSONField(_("answers to choose from"), default=list, blank=True)

    class Meta:
        ordering = ("position", "pk")
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """The question in the language of the page."""
        return in_language(self.text, self.text_en)

    @property
    def block_label(self) -> str:
        """The name of its part in the language of the page."""
        return in_language(self.block, self.block_en)

    @property
    def hint_label(self) -> str:
        """The hint in the language of the page."""
        return in_language(self.hint, self.hint_en)

    @property
    def choices(self) -> list[tuple[int, str]]:
        """The answers of a choice: number and text."""
        return [(place, in_language(*pair)) for place, pair in enumerate(self.options)]


class Sheet(Owned):
    """One answered questionnaire about `target` ('programs.program:12').

    Sheets are counted, never listed: nobody is a party. An anonymous sheet belongs to who asked,
    not to the respondent's organisation (which may have sent one person only), its key is drawn
    at random and it carries no day, so neither order nor time leads back to a person.
    """

    parties = ()

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="sheets")
    target = models.CharField(max_length=80, db_index=True)
    party = models.CharField(max_length=12)
    sent_on = models.DateField(null=True)
    # What a need research counts by; nothing is shown for a group of fewer than its minimum.
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    level = models.ForeignKey(Code, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")

    def __str__(self):
        return f"{self.questionnaire} · {self.target}"


class Answer(Scoped):
    """One answer: a number (points, or the place of the choice) or words."""

    owner = "sheet__organisation"
    follows = "sheet"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers")
    subject = models.CharField(max_length=80, blank=True, db_index=True)
    value = models.PositiveSmallIntegerField(null=True)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = _("answered question")
        verbose_name_plural = _("answered questions")
        constraints = [
            models.UniqueConstraint(fields=("sheet", "question", "subject"), name="answered_once")
        ]

    def __str__(self):
        return str(self.shown)

    @property
    def shown(self) -> str | int | None:
        """The answer as a person reads it: words, the choice, or the number."""
        if self.text:
            return self.text
        if self.question.kind == Kind.MULTI:
            chosen = [text for place, text in self.question.choices if self.value >> place & 1]
            return gettext(", ").join(chosen)
        return dict(self.question.choices).get(self.value, self.value)


def new_token() -> str:
    """The part of a link that cannot be guessed."""
    return token_urlsafe(9)


class Inquiry(Owned, Named):
    """A questionnaire sent out: need research among people or units below the owner."""

    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, related_name="inquiries", verbose_name=_("questionnaire")
    )
    audience = models.CharField(
        _("who is asked"), max_length=10, choices=Audience, default=Audience.PEOPLE
    )
    units = models.ManyToManyField(
        Organisation, related_name="+", blank=True, verbose_name=_("of these organisations")
    )
    levels = models.ManyToManyField(
        Code, related_name="+", blank=True, verbose_name=_("of these levels")
    )
    courses = models.ManyToManyField(
        Course, related_name="+", blank=True, verbose_name=_("courses asked about")
    )
    due_on = models.DateField(_("to be answered by"))
    token = models.CharField(max_length=20, unique=True, default=new_token, editable=False)
    state = models.CharField(
        max_length=8, choices=InquiryState, default=InquiryState.DRAFT, editable=False
    )
    reminded_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ("-due_on", "-pk")
        verbose_name = _("need research")
        verbose_name_plural = _("need research")

    def get_absolute_url(self):
        """The page about it."""
        return reverse("surveys:inquiry", args=[self.pk])


class Asked(Owned):
    """One person or unit that was asked; it belongs to who asks.

    A person's is seen by himself alone. `draft` holds what he has entered; with the sending it
    is emptied, and no key leads from here to the sheet.
    """

    parties = ("unit",)
    people = ("user",)
    audit_hidden = frozenset({"draft"})

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="asked")
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    unit = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    # Of a person: by what his answers are counted.
    group = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    level = models.ForeignKey(Code, models.PROTECT, null=True, related_name="+")
    draft = models.JSONField(default=dict, editable=False)
    state = models.CharField(
        max_length=8, choices=AskedState, default=AskedState.OPEN, editable=False
    )

    class Meta:
        ordering = ("pk",)
        verbose_name = _("request to answer")
        verbose_name_plural = _("requests to answer")
        constraints = [
            models.UniqueConstraint(fields=("inquiry", "user"), name="inquiry_user_once"),
            models.UniqueConstraint(fields=("inquiry", "unit"), name="inquiry_unit_once"),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self) -> str:
        """What it is about."""
        return self.inquiry.label
