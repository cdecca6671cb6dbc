"""The body of every error of the API (RFC 9457); also where no view of it was reached."""

from django.http import JsonResponse

from core.middleware import request_id


def body(status: int, code: str, detail: str) -> dict:
    """What a program reads: a code, a sentence, and the name of the request in the log."""
    named = {"type": f"about:blank#{code}", "status": status, "code": code, "detail": detail}
    return named | {"request_id": request_id.get()}


def problem_response(status: int, code: str, detail: str) -> JsonResponse:
    """Answer as problem+json without the machinery of the API."""
    return JsonResponse(
        body(status, code, detail), status=status, content_type="application/problem+json"
    )
