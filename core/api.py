"""What every API answer has in common: pages and problems (RFC 9457)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from rest_framework import exceptions
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core.errors import Refusal
from core.problems import body


class Pages(PageNumberPagination):
    """Numbered pages; the client may ask for up to 500 rows."""

    page_size_query_param = "page_size"
    max_page_size = 500


def problem(exc, context) -> Response | None:
    """Answer every expected error as application/problem+json."""
    set_rollback()
    if isinstance(exc, Refusal):
        named = {"errors": list(exc.errors)} if exc.errors else {}
        return _answer(exc.status, exc.code, str(exc), **named)
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    if not isinstance(exc, exceptions.APIException):
        return None
    headers = {}
    if getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = exc.auth_header
    if getattr(exc, "wait", None):
        headers["Retry-After"] = str(int(exc.wait))
    if isinstance(exc, exceptions.ValidationError):
        return _answer(422, "invalid", str(exc.default_detail), headers, errors=_faults(exc.detail))
    return _answer(exc.status_code, exc.get_codes(), str(exc.detail), headers)


def _answer(status, code, detail, headers=None, **more) -> Response:
    return Response(
        body(status, code, detail) | more,
        status=status,
        headers=headers,
        content_type="application/problem+json",
    )


def _faults(detail, path="") -> list[dict]:
    """Flatten nested validation errors to a list of JSON path and sentence."""
    if isinstance(detail, dict):
        return [f for key, value in detail.items() for f in _faults(value, f"{path}/{key}")]
    if isinstance(detail, list):
        return [
            f
            for i, value in enumerate(detail)
            for f in (
                [{"path": path or "/", "code": value.code, "detail": str(value)}]
                if isinstance(value, exceptions.ErrorDetail)
                else _faults(value, f"{path}/{i}")
            )
        ]
    return [
        {"path": path or "/", "code": getattr(detail, "code", "invalid"), "detail": str(detail)}
    ]
