"""The spreadsheets of what people bring with them: posts held, earlier trainings."""

from portfolios.imports.posts import POSTS
from portfolios.imports.trainings import TRAININGS

__all__ = ["POSTS", "TRAININGS"]
