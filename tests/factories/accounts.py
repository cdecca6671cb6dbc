import factory

from accounts.access import Actor
from accounts.choices import CodeKind, OrganisationKind, Role
from accounts.models import Code, Member, Organisation, Trainee, User


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    code = factory.Sequence("org{}".format)
    name = factory.Sequence("组织{}".format)
    name_en = factory.Sequence("Organisation {}".format)
    kind = OrganisationKind.UNIT


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence("user{}".format)
    name = factory.Sequence("用户{}".format)


class CodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Code

    kind = CodeKind.CATEGORY
    code = factory.Sequence("code{}".format)
    name = factory.Sequence("代码{}".format)
    name_en = factory.Sequence("Code {}".format)


class TraineeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Trainee

    organisation = factory.SubFactory(OrganisationFactory)
    number = factory.Sequence("{:05d}".format)
    name = factory.Sequence("张三{}".format)


def actor(organisation: Organisation, role: str = Role.MANAGER, name: str = "") -> Actor:
    """Make a person with one role in one organisation."""
    user = UserFactory(**({"name": name} if name else {}))
    return Actor(Member.objects.create(user=user, organisation=organisation, role=role))


def acting(user: User, organisation: Organisation, role: str) -> Actor:
    """Give an existing person a role."""
    return Actor(Member.objects.create(user=user, organisation=organisation, role=role))
