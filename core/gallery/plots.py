"""One chart of each kind, and a radar."""

from core.charts import Chart, Radar, Ring, Series
from core.gallery.words import WORDS, pick


def charts() -> list[Chart]:
    """Return one chart of each kind."""
    levels = [
        pick(*text)
        for text in [
            ("集团管理", "Group"),
            ("中层正职", "Heads"),
            ("中层副职", "Deputies"),
            ("班组长", "Team leaders"),
        ]
    ]
    months = [pick(f"{n} 月", f"{n}") for n in range(1, 13)]
    categories = [pick(*WORDS[key]) for key in ("category", "category2", "category3", "category4")]
    ages = ["25–", "26–35", "36–45", "46–55", "56+"]
    return [
        Chart(
            kind="bar",
            title=pick("各类别学时占比", "Hours by category"),
            message=pick(
                "现场实践 8 %，低于最低 10 %。",
                "Field practice has 8 %, below its minimum of 10 %.",
            ),
            categories=categories,
            series=[Series("2026", [32, 38, 22, 8])],
            unit="%",
            minimums=[30, 30, 20, 10],
            colours=["c1", "c2", "c3", "c4"],
            links=[["#"] * 4],
            note=pick("竖线为最低比例", "The upright line is the minimum"),
        ),
        Chart(
            kind="column",
            title=pick("各级别年人均学时", "Hours a person by level"),
            message=pick("班组长比去年多 14 学时。", "Team leaders gained 14 hours."),
            categories=levels,
            series=[Series("2025", [88, 76, 64, 40], past=True), Series("2026", [92, 81, 70, 54])],
            unit=pick("学时", "h"),
        ),
        Chart(
            kind="stacked",
            title=pick("学时来自哪里", "Where hours come from"),
            message=pick("面授仍占一半以上。", "Classrooms still give more than half."),
            categories=levels[:3],
            series=[
                Series(pick("面授", "Classroom"), [520, 410, 300]),
                Series(pick("在线", "Online"), [210, 260, 330]),
                Series(pick("现场", "Field"), [90, 40, 120]),
            ],
        ),
        Chart(
            kind="line",
            title=pick("参训人次的进度", "Progress of the plan"),
            message=pick(
                "比去年快 9 个百分点，比计划慢 4 个百分点。",
                "9 points ahead of last year, 4 behind the plan.",
            ),
            categories=months,
            series=[
                Series(pick("今年", "This year"), [3, 6, 16, 26, 35, 44, 48, 52, 63, 74, 82, None]),
                Series(pick("计划", "Plan"), [4, 8, 18, 29, 39, 49, 53, 57, 68, 78, 86, 100]),
                Series(
                    pick("去年", "Last year"),
                    [2, 5, 12, 20, 28, 36, 40, 44, 54, 63, 73, 96],
                    past=True,
                ),
            ],
            unit="%",
        ),
        Chart(
            kind="pyramid",
            title=pick("学员年龄结构", "Ages of trainees"),
            message=pick("36 至 45 岁的人最多。", "Most are between 36 and 45."),
            categories=ages,
            series=[
                Series(pick("男", "Men"), [34, 120, 180, 96, 22]),
                Series(pick("女", "Women"), [41, 133, 150, 61, 3]),
            ],
        ),
    ]


def radar() -> Radar:
    """Return a radar with three years, a goal and a median."""
    axes = [
        ("政治素养", "Political"),
        ("业务专长", "Profession"),
        ("电力市场", "Power market"),
        ("团队领导", "Leadership"),
        ("沟通协调", "Communication"),
        ("数字素养", "Digital"),
    ]
    return Radar(
        title=pick("能力与成长", "Competence and growth"),
        message=pick(
            "离目标最远的是电力市场，差 17 分。",
            "Power markets are farthest from the goal: 17 points.",
        ),
        axes=[pick(*axis) for axis in axes],
        rings=[
            Ring("2026", [78, 76, 58, 82, 70, 66]),
            Ring("2025", [72, 70, 48, 74, 66, 55]),
            Ring("2024", [62, 60, 40, 55, 58, 42]),
        ],
        goal=[80, 80, 75, 80, 75, 70],
        goal_label=pick("岗位目标", "Goal of the post"),
        note=pick(
            "面积与各轴的次序有关，只和本人往年比。",
            "The area depends on the order of the axes; compare it with earlier years only.",
        ),
    )
