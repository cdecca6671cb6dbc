"""Charts: a value object says what, the server draws it as SVG, a table says it again."""

from core.charts.draw import draw
from core.charts.radar import Radar, Ring, draw_radar
from core.charts.spark import spark
from core.charts.values import MOST_SERIES, Chart, Series

__all__ = ["MOST_SERIES", "Chart", "Radar", "Ring", "Series", "draw", "draw_radar", "spark"]
