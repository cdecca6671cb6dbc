"""Writing SVG: classes instead of styles, every text escaped."""

from dataclasses import dataclass, field
from unicodedata import east_asian_width

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

MARKERS = ("circle", "square", "triangle", "diamond", "cross", "ring")


def linked(url: str, name: str, body):
    """Return a mark as a link to the list behind it."""
    return format_html('<a href="{}" aria-label="{}">{}</a>', url, name, body)


def number(value: float) -> str:
    """Return a coordinate with one decimal at most."""
    return f"{value:.1f}".removesuffix(".0")


def percent(value: float) -> str:
    """Return a coordinate in percent of the drawing's width."""
    return f"{value:.2f}%"


def text_width(text: str) -> float:
    """Return about how wide a text of 12 px is: Chinese 12, Latin 6.6."""
    return sum(12 if east_asian_width(char) in "WF" else 6.6 for char in str(text))


def fit(text: str, width: float) -> str:
    """Return the text, shortened with an ellipsis to fit a width."""
    text = str(text)
    if text_width(text) <= width:
        return text
    while text and text_width(text) > width - 12:
        text = text[:-1]
    return f"{text}…"


@dataclass
class Drawing:
    """Marks in the order they are painted; `width` None means: as wide as there is room."""

    height: float
    width: float | None = None
    parts: list = field(default_factory=list)

    def put(self, tag: str, content="", *, title="", link="", **attrs) -> None:
        """Add an element; `title` is its tooltip, `link` the list behind it."""
        pairs = [(name.rstrip("_").replace("_", "-"), value) for name, value in attrs.items()]
        inner = format_html("<title>{}</title>", title) if title else ""
        body = format_html(
            "<{}{}>{}{}</{}>",
            mark_safe(tag),  # noqa: S308 -- a constant of this package
            format_html_join("", ' {}="{}"', pairs),
            inner,
            content,
            mark_safe(tag),  # noqa: S308
        )
        self.parts.append(linked(link, title, body) if link else body)

    def text(self, content, x, y, css: str = "", anchor: str = "start", dx: int = 0) -> None:
        """Add a text."""
        attrs = {"x": x, "y": number(y), "text_anchor": anchor}
        if css:
            attrs["class_"] = css
        if dx:
            attrs["dx"] = dx
        self.put("text", content, **attrs)

    def line(self, css: str, x1, y1, x2, y2) -> None:
        """Add a straight line."""
        self.put("line", class_=css, x1=x1, y1=number(y1), x2=x2, y2=number(y2))

    def marker(self, kind: int, x: float, y: float, **attrs) -> None:
        """Add the marker of the n-th series."""
        r = 3.5
        shape = MARKERS[kind % len(MARKERS)]
        if shape in ("circle", "ring"):
            self.put("circle", cx=number(x), cy=number(y), r=r, **attrs)
            return
        corners = {
            "square": [(-3, -3), (3, -3), (3, 3), (-3, 3)],
            "triangle": [(0, -4), (4, 3), (-4, 3)],
            "diamond": [(0, -4.5), (4.5, 0), (0, 4.5), (-4.5, 0)],
            "cross": [
                *((-4, -1.3), (-1.3, -1.3), (-1.3, -4), (1.3, -4), (1.3, -1.3), (4, -1.3)),
                *((4, 1.3), (1.3, 1.3), (1.3, 4), (-1.3, 4), (-1.3, 1.3), (-4, 1.3)),
            ],
        }[shape]
        self.put("polygon", points=points((x + dx, y + dy) for dx, dy in corners), **attrs)

    @property
    def svg(self):
        """Return everything inside the `<svg>`."""
        return format_html_join("", "{}", ((part,) for part in self.parts))

    @property
    def tall(self) -> str:
        """Return the height as an attribute; numbers in templates would get separators."""
        return number(self.height)

    @property
    def view_box(self) -> str:
        """Return the view box, if the drawing scales as a whole."""
        return f"0 0 {number(self.width)} {number(self.height)}" if self.width else ""


def points(pairs) -> str:
    """Return coordinates as an SVG list of points."""
    return " ".join(f"{number(x)},{number(y)}" for x, y in pairs)
