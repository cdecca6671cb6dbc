"""Questionnaires and what was answered: nothing here leads from an answer to a person."""

from uuid import uuid4

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.tenancy import Owned, Scoped
from core.models import Named, in_language
from surveys.choices import About, Kind, Purpose


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
        return dict(self.question.choices).get(self.value, self.value)
