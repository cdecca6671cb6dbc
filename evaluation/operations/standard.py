"""The standard questionnaires of a department: it may copy and change them."""

from accounts.access import Actor, operation
from accounts.models import Organisation
from evaluation import rules
from surveys.choices import About, Kind, Purpose
from surveys.models import Question, Questionnaire

COURSES = ("课程", "Courses")
TEACHERS = ("师资", "Teachers")
SERVICES = ("组织保障", "Arrangements")
OVERALL = ("总体评价", "Overall")
EFFECT = ("培训成效", "Effect of the training")
PRESENT = ("目前表现", "Performance now")


def _ask(block, text, text_en, kind=Kind.SCALE, about=About.WHOLE, **more) -> dict:
    return {
        "block": block[0],
        "block_en": block[1],
        "text": text,
        "text_en": text_en,
        "kind": kind,
        "about": about,
        **more,
    }


def _words(block, text, text_en, hint, hint_en) -> dict:
    return _ask(block, text, text_en, Kind.TEXT, required=False, hint=hint, hint_en=hint_en)


TRAINEE = [
    _ask(COURSES, "内容对我的工作有用", "The content is useful for my work", about=About.COURSE),
    _ask(
        COURSES,
        "难易程度和课时安排合适",
        "The level and the number of hours were right",
        about=About.COURSE,
    ),
    _ask(
        TEACHERS,
        "讲解清楚，重点明确",
        "The explanations were clear and to the point",
        about=About.TEACHER,
    ),
    _ask(
        TEACHERS,
        "联系实际，案例有说服力",
        "The cases were convincing and close to practice",
        about=About.TEACHER,
    ),
    _ask(
        TEACHERS,
        "回答问题有帮助",
        "The answers to our questions were helpful",
        about=About.TEACHER,
    ),
    _ask(SERVICES, "日程安排合理，通知及时", "The timetable was sensible and notices came in time"),
    _ask(SERVICES, "教学场地和设备满足需要", "Rooms and equipment met our needs"),
    _ask(
        SERVICES,
        "食宿安排周到",
        "Board and lodging were well arranged",
        required=False,
        hint="没有在培训基地食宿的，可以不填",
        hint_en="Leave this open if you did not board at the base",
    ),
    _ask(SERVICES, "工作人员服务热情、办事及时", "The staff were helpful and quick"),
    _ask(OVERALL, "这次培训达到了我的预期", "The programme met my expectations"),
    _ask(OVERALL, "所学内容能用到工作中", "I can use at work what I have learned"),
    _words(
        OVERALL,
        "收获最大的内容",
        "What was of most use to you",
        "例如：哪门课、哪个案例对您的工作最有帮助",
        "For example: which course or case helps you most at work",
    ),
    _words(
        OVERALL,
        "意见和建议",
        "Suggestions",
        "例如：哪些内容应当增加，哪些可以少讲；请不要写出姓名",
        "For example: what there should be more of, or less; please write no names",
    ),
]
UNIT = [
    _ask(EFFECT, "参训人员的能力有明显提高", "Those who took part have clearly gained in ability"),
    _ask(
        EFFECT,
        "培训内容符合本单位的需要",
        "What was taught is what our unit needs",
    ),
    _ask(
        EFFECT,
        "今后是否继续选派人员参加",
        "Would you send people again?",
        Kind.CHOICE,
        options=[
            ["继续选派", "Yes"],
            ["改进后再选派", "Yes, once it is improved"],
            ["不再选派", "No"],
        ],
    ),
    _ask(OVERALL, "总体评分（满分 100 分）", "Overall score (out of 100)", Kind.SCORE),
    _words(
        OVERALL,
        "意见和建议",
        "Suggestions",
        "例如：课程设置、培训时间、选派办法方面的建议",
        "For example: about courses, dates, or how people are chosen",
    ),
]
FOLLOW_UP = [
    _ask(PRESENT, "参训人员把所学用到了工作中", "What was learned is used at work"),
    _ask(PRESENT, "工作表现比培训前有改进", "Performance at work is better than before"),
    _ask(
        PRESENT,
        "目前工作表现评分（满分 100 分）",
        "Performance at work now (out of 100)",
        Kind.SCORE,
        hint="与培训结束时的总体评分对照",
        hint_en="Compared with the overall score given at the end",
    ),
    _words(
        PRESENT,
        "具体变化",
        "What has changed",
        "例如：承担了哪些新任务，完成了哪些改进",
        "For example: new tasks taken on, improvements made",
    ),
    _words(
        PRESENT,
        "还需要哪些培训",
        "What further training is needed",
        "例如：希望增加的课程、适合的培训形式",
        "For example: further courses, suitable formats",
    ),
]
STANDARD = {
    Purpose.TRAINEE: ("学员培训评价表", "Evaluation by trainees", True, 5, TRAINEE),
    Purpose.UNIT: ("参训单位培训评价表", "Evaluation by the unit", False, 1, UNIT),
    Purpose.FOLLOW_UP: ("参训单位跟踪反馈表", "Follow-up by the unit", False, 1, FOLLOW_UP),
}


@operation(rules.may_ensure, on="organisation")
def ensure_questionnaires(*, actor: Actor, organisation: Organisation) -> Organisation:
    """Make the standard questionnaires that the organisation does not have; twice does no harm."""
    Organisation._base_manager.select_for_update().get(pk=organisation.pk)
    rows = Questionnaire._base_manager.filter(organisation=organisation, brought_in=False)
    had = set(rows.values_list("purpose", flat=True))
    for purpose, texts in STANDARD.items():
        if purpose not in had:
            _make(organisation, purpose, *texts)
    return organisation


def _make(organisation, purpose, name, name_en, anonymous, min_answers, questions) -> None:
    questionnaire = Questionnaire.objects.create(
        organisation=organisation,
        purpose=purpose,
        name=name,
        name_en=name_en,
        anonymous=anonymous,
        min_answers=min_answers,
    )
    Question.objects.bulk_create(
        Question(questionnaire=questionnaire, position=position, **asked)
        for position, asked in enumerate(questions, 1)
    )
