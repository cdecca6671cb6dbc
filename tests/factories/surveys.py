import factory

from surveys.choices import Kind, Purpose
from surveys.models import Question, Questionnaire
from tests.factories.accounts import OrganisationFactory


class QuestionnaireFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Questionnaire

    organisation = factory.SubFactory(OrganisationFactory)
    purpose = Purpose.TRAINEE
    name = factory.Sequence("评价表{}".format)
    name_en = factory.Sequence("Questionnaire {}".format)


class QuestionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Question

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    position = factory.Sequence(int)
    block = "总体评价"
    block_en = "Overall"
    kind = Kind.SCALE
    text = factory.Sequence("问题{}".format)
    text_en = factory.Sequence("Question {}".format)
