"""The parts of a list page; `{% listing table %}` draws all of them."""

from django import template

from core import lists

register = template.Library()


@register.inclusion_tag("ui/listing.html", takes_context=True)
def listing(context, table: lists.Table, *, id: str = "list"):  # noqa: A002
    """Draw a `core.lists.Table`: views, filters, bulk bar, rows, pager, or why it is empty."""
    return {"table": table, "id": id, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("ui/pager.html")
def pager(table: lists.Table):
    """Draw where in the list one is, and the way to the other pages."""
    return {"table": table}


@register.inclusion_tag("ui/filter.html")
def filter_control(bound):
    """Draw the control of one filter."""
    return {"bound": bound, "filter": bound.filter, "kind": bound.filter.kind}
