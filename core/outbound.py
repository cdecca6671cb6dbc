"""Ask an address on the network, without being led where the portal must not go.

Only hosts of the setting `OUTBOUND_HOSTS` are asked. The name is resolved once, every address it
has must be a public one (unless `OUTBOUND_PRIVATE`), and the connection goes to the very address
that was looked at: a name that changes its answer meanwhile leads nowhere. Redirections are
followed by the same rules. Size and time are limited; nothing is unpacked.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core.errors import Refusal

MOST_REDIRECTIONS, MOST_SECONDS, PIECE = 3, 30, 65_536
PORTS = {"http": 80, "https": 443}
AGAIN = {301, 302, 303, 307, 308}


class Unreachable(Refusal):
    """Nothing was fetched; `code` says why."""

    code = "unreachable"
    status = 422

    SENTENCES = {
        "bad_address": _("This is not an address like https://example.org/list.xlsx."),
        "host_not_allowed": _(
            "The portal may not ask the server “{host}”. Whoever runs the portal can allow it."
        ),
        "private_address": _(
            "“{host}” is an address inside the network. Whoever runs the portal can allow it."
        ),
        "no_such_host": _("There is no server called “{host}”."),
        "no_answer": _("The server “{host}” does not answer. It is asked again next time."),
        "too_slow": _("The server “{host}” took too long to answer."),
        "bad_answer": _("The server “{host}” answered with the code {status}."),
        "too_many_redirections": _("The address leads on and on to others."),
        "answer_too_big": _("What the server sent is larger than {megabytes} MB."),
    }

    def __init__(self, code: str, **params):
        super().__init__(self.SENTENCES[code], **params)
        self.code = code


@dataclass(frozen=True)
class Fetched:
    """What a server sent, and the last part of the address that it came from."""

    content: bytes
    name: str


def fetch(address: str, *, most_bytes: int) -> Fetched:
    """Get what is at an address. Raises `Unreachable`."""
    until = time.monotonic() + MOST_SECONDS
    for _turn in range(MOST_REDIRECTIONS + 1):
        parts = checked(address)
        with _asked(parts, until) as answer:
            if answer.status in AGAIN and (there := answer.getheader("Location")):
                address = _next(address, there)
                continue
            if answer.status != http.client.OK:
                raise Unreachable("bad_answer", host=parts.hostname, status=answer.status)
            content = _read(answer, parts.hostname, most_bytes, until)
            return Fetched(content, parts.path.rpartition("/")[2])
    raise Unreachable("too_many_redirections")


def checked(address: str) -> SplitResult:
    """Take an address apart, if the portal may ask it. Raises `Unreachable`."""
    try:
        parts = urlsplit(address)
        port = parts.port  # a number that is none is a ValueError
    except ValueError as error:
        raise Unreachable("bad_address") from error
    odd = parts.username is not None or any(char <= " " or char > "~" for char in address)
    if parts.scheme not in PORTS or not parts.hostname or odd or port == 0:
        raise Unreachable("bad_address")
    if parts.hostname not in settings.OUTBOUND_HOSTS:
        raise Unreachable("host_not_allowed", host=parts.hostname)
    return parts


def _next(address: str, there: str) -> str:
    """Where a redirection leads; never from a protected connection to an open one."""
    following = urljoin(address, there)
    if address.startswith("https:") and not following.startswith("https:"):
        raise Unreachable("bad_address")
    return following


def looked_up(host: str, port: int) -> str:
    """Resolve a name once; all its addresses must be allowed. Raises `Unreachable`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("no_such_host", host=host) from error
    addresses = [str(one[4][0]).partition("%")[0] for one in found]
    if not settings.OUTBOUND_PRIVATE and not all(map(is_public, addresses)):
        raise Unreachable("private_address", host=host)
    return addresses[0]


def is_public(address: str) -> bool:
    """Whether an address is one of the open network; one wrapped in another counts as itself."""
    ip = ipaddress.ip_address(address)
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        ip = wrapped or ip
    return ip.is_global and not (ip.is_multicast or ip.is_reserved)


@contextlib.contextmanager
def _asked(parts: SplitResult, until: float):
    """Connect to the address that was looked at, under the name that was asked for."""
    host, port = parts.hostname, parts.port or PORTS[parts.scheme]
    address = looked_up(host, port)
    connection = http.client.HTTPConnection(host, port, timeout=_left(until, host))
    try:
        connection.sock = socket.create_connection((address, port), _left(until, host))
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.putrequest("GET", target, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", parts.netloc)
        connection.putheader("Accept-Encoding", "identity")
        connection.putheader("User-Agent", "TrainPortal")
        connection.endheaders()
        yield connection.getresponse()
    except TimeoutError as error:
        raise Unreachable("too_slow", host=host) from error
    except (OSError, http.client.HTTPException, UnicodeError) as error:
        raise Unreachable("no_answer", host=host) from error
    finally:
        connection.close()


def _read(answer, host: str, most_bytes: int, until: float) -> bytes:
    """Read piece by piece: neither a long answer nor a slow one gets further than allowed."""
    found = bytearray()
    while piece := answer.read1(PIECE):
        found += piece
        if len(found) > most_bytes:
            raise Unreachable("answer_too_big", megabytes=most_bytes // 2**20)
        _left(until, host)
    return bytes(found)


def _left(until: float, host: str) -> float:
    if (left := until - time.monotonic()) <= 0:
        raise Unreachable("too_slow", host=host)
    return left
