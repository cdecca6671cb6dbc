"""Components: they draw what they are told, refuse what they do not know, and stay readable."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory, override_settings
from django.utils.translation import override

from accounts.models import Organisation
from core import navigation, panels
from core.management.commands.assets import smaller, sources
from core.templatetags import ui
from core.templatetags.marks import MASKS, masked, measure_geometry

ROOT = Path(settings.BASE_DIR)
CSS = sources(ROOT / "static" / "css")
BANNED = ("light-dark(", "oklch(", "color-mix(", ":has(", "@layer", "@container", "@import")


def drawn(template, **context):
    return Template("{% load ui %}" + template).render(Context(context))


def text(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


# --- the gallery ------------------------------------------------------------------------------
def gallery_sources():
    folder = ROOT / "templates"
    files = [*folder.glob("core/**/*.html"), *folder.glob("*.html"), *folder.glob("ui/*.html")]
    return "".join(path.read_text() for path in files), "".join(
        path.read_text() for path in folder.glob("core/**/*.html")
    )


FRAME = {"url_or_none", "other_languages", "here"}  # the shell around every page shows them


@pytest.mark.parametrize("name", sorted(set(ui.register.tags) - FRAME))
def test_every_component_stands_in_the_gallery(name):
    drawn_by_list = {"filter_control", "pager"}  # parts of a listing
    everywhere, gallery = gallery_sources()
    assert f"{{% {name} " in (everywhere if name in drawn_by_list else gallery) + "{%  "


# --- loud failure -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    "template",
    [
        '{% pill "x" tone="green" %}',
        '{% tag "x" colour="c9" %}',
        '{% icon "check" size="huge" %}',
        '{% button "x" kind="success" %}',
        '{% notice tone="warning" %}x{% endnotice %}',
        '{% step "x" state="finished" %}',
        "{% band 4 %}",
        '{% mask "x" kind="secret" %}',
        '{% sum "x" 1 op="*" %}',
        '{% empty "x" why="y" url="/z/" %}',
    ],
)
def test_a_value_nobody_knows_fails(template):
    with pytest.raises(ValueError, match=r"must be one of|give both"):
        drawn(template)


@pytest.mark.parametrize("template", ['{% pill "x" color="red" %}', "{% head %}{% endhead %}"])
def test_an_argument_nobody_knows_or_gave_fails(template):
    with pytest.raises(TemplateSyntaxError):
        drawn(template)


# --- marks ------------------------------------------------------------------------------------
def test_a_pill_says_its_word_beside_an_icon_that_stays_silent():
    html = drawn('{% pill "待审批" tone="waiting" %}')
    assert text(html) == "待审批"
    assert 'aria-hidden="true"' in html


def test_people_cannot_write_markup():
    html = drawn("{% pill x tone='draft' %}{% tag x %}{% diff x y %}", x="<b>", y="<i>")
    assert "<b>" not in html
    assert "<i>" not in html


@pytest.mark.parametrize(
    ("value", "minimum", "maximum", "bar"),
    [
        (33, 30, 100, {"fill": "33.0", "gap": None, "tick": "30.0", "state": "ok"}),
        (22, 30, 100, {"fill": "22.0", "gap": "8.0", "tick": "30.0", "state": "short"}),
        (62, None, 100, {"fill": "62.0", "gap": None, "tick": None, "state": "plain"}),
        (125, 30, 100, {"fill": "100.0", "gap": None, "tick": "80.0", "state": "over"}),
        (0, 0, 0, {"fill": "0.0", "gap": None, "tick": "0.0", "state": "ok"}),
    ],
)
def test_a_measure_draws_value_requirement_and_what_is_missing(value, minimum, maximum, bar):
    assert measure_geometry(value, minimum, maximum) == bar


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        ("13855502358", "phone", "138****2358"),
        ("340104199001011234", "identity", "340104********1234"),
        ("wang@example.org", "email", "w***@example.org"),
        ("张雪莹", "name", "张**"),
        ("123", "phone", "***"),
        (None, "phone", ""),
    ],
)
def test_a_mask_keeps_only_what_its_kind_allows(value, kind, shown):
    assert masked(value, kind) == shown


@pytest.mark.parametrize("kind", MASKS)
def test_a_short_value_is_hidden_altogether(kind):
    assert set(masked("7", kind)) == {"*"}


def test_a_difference_names_both_sides_for_those_who_do_not_see_colours():
    assert text(drawn('{% diff "孙" "马" %}')) == "原为 孙 → 改为 马"
    assert text(drawn('{% diff "马" "马" %}')) == "马"


# --- layout -----------------------------------------------------------------------------------
def test_a_head_takes_its_breadcrumb_and_facts_and_leaves_none_for_the_next():
    template = (
        '{% head title="甲" %}{% crumb "首页" "/" %}{% fact %}55 人{% endfact %}'
        '{% button_link "改" "/edit/" %}{% endhead %}{% head title="乙" %}{% endhead %}'
    )
    html = drawn(template)
    assert html.count("<h1>") == 2
    assert html.count("breadcrumb") == 1
    assert text(html) == "首页 甲 55 人 改 乙"


def test_a_button_that_is_off_says_why():
    html = drawn('{% button "提交" off="还有 3 处" %}')
    assert "disabled" in html
    assert text(html) == "提交 还有 3 处"


def test_an_action_is_a_post_with_its_token():
    html = drawn('{% post_button "撤回" "/x/" name="move" value="withdraw" %}', csrf_token="T")
    for part in ('method="post"', 'name="csrfmiddlewaretoken" value="T"', 'value="withdraw"'):
        assert part in html


def test_progress_asks_until_it_has_finished():
    template = '{% progress done=d total=4 label="l" text="t" poll_url="/p/" finished=f %}'
    assert 'hx-get="/p/"' in drawn(template, d=1, f=False)
    assert "hx-get" not in drawn(template, d=4, f=True)
    assert 'aria-valuenow="100"' in drawn(template, d=9, f=False)


# --- forms ------------------------------------------------------------------------------------
class Sample(forms.Form):
    name = forms.CharField(help_text="不超过 40 字", label="名称")
    begins_on = forms.DateField(label="开班", widget=forms.DateInput)
    ending = forms.ChoiceField(choices=[("a", "考试"), ("b", "汇报")], widget=forms.RadioSelect)
    reason = forms.CharField(required=False, max_length=2000, widget=forms.Textarea)


def test_a_field_ties_hint_and_fault_to_its_control():
    form = Sample({"name": ""})
    html = drawn("{% field form.name %}", form=form)
    assert 'aria-describedby="id_name_hint id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_error"' in html


def test_a_date_has_the_pickers_type_and_format():
    html = drawn("{% field form.begins_on %}", form=Sample({"begins_on": "2027年4月12日"}))
    assert 'type="date"' in html
    bound = Sample(initial={"begins_on": date(2027, 4, 12)})
    assert 'value="2027-04-12"' in drawn("{% field form.begins_on %}", form=bound)


def test_a_group_is_a_fieldset_with_a_legend():
    html = drawn("{% field form.ending %}", form=Sample(initial={"ending": "b"}))
    assert html.count("<fieldset") == html.count("<legend") == 1
    assert re.findall(r'value="(\w)"[^>]* checked', html) == ["b"]


def test_a_long_text_counts_to_its_limit_without_separators():
    html = drawn("{% field form.reason %}", form=Sample())
    assert 'maxlength="2000"' in html
    assert 'data-limit="2000"' in html


def test_the_summary_links_to_every_fault_by_name():
    form = Sample({"ending": "x"})
    html = drawn("{% faults form %}", form=form)
    assert "有 3 处需要改正" in html
    assert re.findall(r'href="#(\w+)"', html) == ["id_name", "id_begins_on", "id_ending"]
    assert "名称：" in html
    assert drawn("{% faults form %}", form=Sample()).strip() == ""


# --- shell ------------------------------------------------------------------------------------
def person(personal=False):
    user = SimpleNamespace(display_name="王海宁")
    organisation = SimpleNamespace(label="滨海供电公司", seal_text="滨", kind_label="参训单位")
    return SimpleNamespace(
        organisation=organisation,
        role_label="管理员",
        member=SimpleNamespace(user=user),
        is_personal=personal,
    )


def page(name, **context):
    request = RequestFactory().get("/programs/7/?tab=2")
    request.actor = None
    template = Template(f'{{% extends "{name}" %}}{{% block main %}}<h1>甲</h1>{{% endblock %}}')
    return template.render(Context({"request": request, "csrf_token": "T"} | context))


@pytest.fixture
def _places():
    with override_settings(ROOT_URLCONF="tests.core.shell_urls"):
        yield


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize(("code", "tag"), [("zh-hans", "zh-Hans"), ("en", "en")])
def test_the_frame_names_its_language_and_offers_the_other_one(code, tag):
    with override(code):
        html = page("base.html", actor=person(), todo_count=7, notice_count=3, memberships=[])
    assert f'<html lang="{tag}"' in html
    assert 'name="next" value="/programs/7/?tab=2"' in html
    assert re.findall(r'name="language" value="([\w-]+)"', html)[0] != code


@pytest.mark.usefixtures("_places")
def test_personal_roles_have_four_places_at_the_foot():
    links = [
        navigation.Link(label=str(n), url=f"/{n}/", icon="house", current=n == 1, count=None)
        for n in range(6)
    ]
    html = page("base.html", actor=person(personal=True), nav=links)
    dock = re.search(r'<nav class="dock".*?</nav>', html, re.S)[0]
    assert dock.count("<a ") == 4
    assert dock.count('aria-current="page"') == 1
    assert 'class="dock"' not in page("base.html", actor=person(), nav=links)


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize("frame", ["base.html", "plain.html"])
def test_a_frame_holds_no_inline_style_or_script(frame):
    html = page(frame, actor=person())
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", html)
    assert all("src=" in script for script in re.findall(r"<script[^>]*>", html))


@pytest.mark.parametrize("code", [400, 403, 404, 409, 413, 429, 500, 503])
def test_a_page_that_says_no_needs_no_context(code):
    html = drawn(f'{{% include "{code}.html" %}}')
    assert html.count("<h1>") == 1
    assert str(code) in text(html)


def test_navigation_shows_places_that_exist_and_suit_and_marks_the_nearest(settings):
    settings.ROOT_URLCONF = "tests.core.shell_urls"
    before = dict(navigation._entries)
    navigation._entries.clear()
    try:
        for order, (name, who) in enumerate(
            [("home", True), ("insights:search", True), ("gone:list", True), ("other", False)]
        ):
            navigation.register(
                navigation.Entry(
                    label=name,
                    url_name=name,
                    icon="house",
                    order=order,
                    audience=lambda actor, who=who: who,
                    count=lambda actor: 3,
                )
            )
        request = RequestFactory().get("/search/7/")
        request.actor = object()
        found = navigation.entries(request)
    finally:
        navigation._entries.clear()
        navigation._entries.update(before)
    assert [(link.label, link.current, link.count) for link in found] == [
        ("home", False, 3),
        ("insights:search", True, 3),
    ]


def test_a_panel_is_asked_for_each_object_and_works_without_script(settings):
    settings.ROOT_URLCONF = "tests.core.shell_urls"
    panels.register(
        panels.Panel(
            page="test.page", label="评价", url_name="panel", rule=lambda actor, obj: obj.pk > 1
        )
    )
    html = drawn('{% panels "test.page" obj %}', obj=SimpleNamespace(pk=2))
    assert 'hx-get="/panel/2/"' in html
    assert '<a href="/panel/2/">评价</a>' in html
    assert drawn('{% panels "test.page" obj %}', obj=SimpleNamespace(pk=1)).strip() == ""


# --- style sheets -----------------------------------------------------------------------------
@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_style_sheets_use_only_what_old_browsers_know(path):
    css = path.read_text()
    assert [word for word in BANNED if word in css] == []


@pytest.mark.parametrize("path", CSS[1:], ids=lambda path: path.name)
def test_colours_stand_in_the_tokens_alone(path):
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[;,\s)])|rgba?\(|hsla?\(", path.read_text()) == []


@pytest.mark.parametrize("path", CSS, ids=lambda path: path.name)
def test_every_token_that_is_used_exists(path):
    known = set(re.findall(r"(--tp-[\w-]+):", CSS[0].read_text()))
    assert set(re.findall(r"var\((--tp-[\w-]+)\)", path.read_text())) - known == set()


def test_joined_sheets_keep_their_rules():
    css = smaller('a { color: red; /* x */ }\n@media (min-width: 1px) { b > c { x: "a  ;  b" } }')
    assert css == 'a{color:red}@media (min-width:1px){b > c{x:"a  ;  b"}}\n'


def test_scripts_stay_small():
    sizes = {path.name: path.stat().st_size for path in (ROOT / "static" / "js").glob("*.js")}
    assert sizes["portal.js"] < 6_000


def tokens(theme):
    css = CSS[0].read_text()
    block = css[css.index(theme) :]
    pairs = re.findall(r"--tp-([\w-]+):\s*(#[0-9a-f]{6})", block[: block.index("}")])
    return dict(pairs)


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT = [
    *[(ink, "surface") for ink in ("ink-strong", "ink", "ink-2", "ink-3", "ink-off", "accent")],
    *[(ink, "canvas") for ink in ("ink", "ink-2", "ink-3")],
    *[(ink, "selected") for ink in ("ink-strong", "ink", "ink-2", "accent-strong")],
    *[(tone, f"{tone}-tint") for tone in ("grey", "blue", "amber", "green", "red")],
    *[(tone, "surface") for tone in ("blue", "amber", "green", "red")],
]
MARKS = [
    ("control", "surface"),
    ("focus", "surface"),
    ("amber-mark", "surface"),
    ("chart-1", "surface"),
    ("chart-2", "surface"),
]


@pytest.mark.parametrize(("front", "back"), TEXT)
@pytest.mark.parametrize("theme", [":root {", '[data-theme="wall"]'])
def test_text_has_a_contrast_of_four_and_a_half(theme, front, back):
    known = tokens(":root {") | tokens(theme)
    assert contrast(known[front], known[back]) >= 4.5


@pytest.mark.parametrize(("front", "back"), MARKS)
def test_borders_and_marks_have_a_contrast_of_three(front, back):
    known = tokens(":root {")
    assert contrast(known[front], known[back]) >= 3


@pytest.mark.parametrize("number", range(1, 7))
def test_figures_on_chart_colours_can_be_read(number):
    known = tokens(":root {")
    ink = known["chart-on-1"] if number == 1 else known["chart-on"]
    assert contrast(ink, known[f"chart-{number}"]) >= 4.5


# --- the empty choice -------------------------------------------------------------------------
@pytest.mark.parametrize(("required", "said"), [(True, "Choose…"), (False, "Not set")])
def test_an_empty_choice_is_said_in_words(required, said):
    class Asking(forms.Form):
        state = forms.ChoiceField(
            choices=[("", "---------"), ("a", "Alpha")], label="State", required=required
        )

    with override("en"):
        html = drawn("{% field form.state %}", form=Asking())
    assert said in html
    assert "---" not in html
    assert "Alpha" in html


@pytest.mark.django_db
def test_an_empty_choice_of_things_is_said_in_words_unless_the_form_names_it():
    class Asking(forms.Form):
        plain = forms.ModelChoiceField(Organisation.objects.none(), label="A", required=False)
        named = forms.ModelChoiceField(
            Organisation.objects.none(), label="B", required=False, empty_label="any"
        )

    form = Asking()
    with override("en"):
        html = drawn("{% field form.plain %}{% field form.named %}", form=form)
    assert html.count("Not set") == 1
    assert ">any<" in html
