from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OrganisationKind(TextChoices):
    DEPARTMENT = "department", _("Training department")
    UNIT = "unit", _("Participating unit")
    INSTITUTE = "institute", _("Institute")
    ENTERPRISE = "enterprise", _("Enterprise")


class Role(TextChoices):
    MANAGER = "manager", _("Manager")
    STEWARD = "steward", _("Data steward")
    APPROVER = "approver", _("Approver")
    TEACHER = "teacher", _("Teacher")
    MENTOR = "mentor", _("Mentor")
    TRAINEE = "trainee", _("Trainee")
    VIEWER = "viewer", _("Viewer")


PERSONAL_ROLES = frozenset({Role.TEACHER, Role.MENTOR, Role.TRAINEE})
STAFF_ROLES = frozenset(Role) - PERSONAL_ROLES


class Sex(TextChoices):
    MALE = "male", _("Male")
    FEMALE = "female", _("Female")


class CodeKind(TextChoices):
    CATEGORY = "category", _("Course category")
    FORMAT = "format", _("Format")
    LEVEL = "level", _("Level")
    AREA = "area", _("Field of work")
    EDUCATION = "education", _("Education")
    TRAINEE_KIND = "trainee_kind", _("Kind of trainee")
    FACILITY = "facility", _("Facility")
    ROOM_KIND = "room_kind", _("Kind of room")
    THEME = "theme", _("Theme")
    GRADE = "grade", _("Grade")
    COMPETENCE = "competence", _("Competence")


class Density(TextChoices):
    COMPACT = "compact", _("Compact")
    DEFAULT = "default", _("Standard")
    ROOMY = "roomy", _("Roomy")


class Area(TextChoices):
    """What the API is divided into; a token reads or writes area by area."""

    ORGANISATIONS = "organisations", _("Organisations and members")
    PEOPLE = "people", _("Trainees")
    RESOURCES = "resources", _("Courses, teachers and bases")
    SURVEYS = "surveys", _("Questionnaires")
    PROGRAMS = "programs", _("Plans and programmes")
    LEARNING = "learning", _("Online learning")
    EVALUATION = "evaluation", _("Evaluations")
    PARTNERSHIP = "partnership", _("Talent demand, posts and internships")
    PORTFOLIOS = "portfolios", _("Learning records")
    MATCHING = "matching", _("Matching")
    INTAKE = "intake", _("Data intake")
    WORK = "work", _("To-do lists")


SCOPES = tuple(f"{area}:{verb}" for area in Area for verb in ("read", "write"))
