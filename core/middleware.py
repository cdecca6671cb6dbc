"""One id per request, in the log, the answer and the audit trail."""

import logging
import uuid
from contextvars import ContextVar

from django.http import HttpResponseNotAllowed

request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdMiddleware:
    """Name the request; a name given by the proxy in front is kept if it is a plain word."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        given = request.headers.get("X-Request-ID", "")
        name = given if given.isalnum() and len(given) <= 40 else uuid.uuid4().hex[:16]
        token = request_id.set(name)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = name
        return response


class PageMethodsMiddleware:
    """Pages are read and sent; the other methods are for the API alone."""

    methods = ("GET", "HEAD", "POST", "OPTIONS")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method in self.methods or request.path.startswith("/api/"):
            return self.get_response(request)
        return HttpResponseNotAllowed(self.methods)


class RequestIdFilter(logging.Filter):
    """Put the request's id on each log line."""

    def filter(self, record):
        record.request_id = request_id.get()
        return True
