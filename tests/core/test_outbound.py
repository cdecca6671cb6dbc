"""The portal asks only whom it may, and is not led elsewhere on the way."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core import outbound

PRIVATE = (
    *("127.0.0.1", "10.0.0.1", "172.16.5.4", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "2001:0:0:0:0:0:f5ff:fffe"),
)
MOST = 1_000


class Answering(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, self.headers["Host"]))
        self.server.answers[self.path](self)

    def log_message(self, *_words):
        pass


def sending(content=b"a,b\n", status=200, pause=0.0, **headers):
    def answer(handler):
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        for byte in [content] if not pause else [content[n : n + 1] for n in range(len(content))]:
            time.sleep(pause)
            handler.wfile.write(byte)

    return answer


@pytest.fixture
def server(settings):
    """A server inside the network that may be asked by its name."""
    settings.OUTBOUND_HOSTS, settings.OUTBOUND_PRIVATE = ["localhost"], True
    web = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    web.answers, web.asked = {"/a.csv": sending()}, []
    threading.Thread(target=web.serve_forever, daemon=True).start()
    web.address = f"http://localhost:{web.server_port}"
    yield web
    web.shutdown()
    web.server_close()


def refusal(address: str) -> str:
    with pytest.raises(outbound.Unreachable) as refused:
        outbound.fetch(address, most_bytes=MOST)
    assert "{" not in str(refused.value)
    return refused.value.code


def test_what_is_there_is_fetched_under_its_name(server):
    found = outbound.fetch(f"{server.address}/a.csv", most_bytes=MOST)
    assert (found.content, found.name) == (b"a,b\n", "a.csv")
    assert server.asked == [("/a.csv", f"localhost:{server.server_port}")]


def test_only_allowed_hosts_are_asked(settings):
    settings.OUTBOUND_HOSTS = ["example.org"]
    for address in ("http://example.com/", "https://example.org.evil.net/", "http://127.0.0.1/"):
        assert refusal(address) == "host_not_allowed"


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd", "ftp://localhost/", "//localhost/", "localhost", "",
        "http://user@localhost/", "http://localhost:x/", "http://localhost:0/",
        "http://localhost/\r\nHost: other", "http://loc\u00e4lhost/", "gopher://localhost/",
    ],
)  # fmt: skip
def test_only_plain_web_addresses_are_addresses(server, address):
    assert refusal(address) == "bad_address"
    assert server.asked == []


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_address_is_public(address):
    assert not outbound.is_public(address)


def test_public_addresses_are_public():
    assert outbound.is_public("8.8.8.8")
    assert outbound.is_public("2606:4700:4700::1111")


@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_inside_is_refused_although_it_is_allowed(
    server, settings, monkeypatch, address
):
    settings.OUTBOUND_PRIVATE = False
    found = [(socket.AF_INET, 1, 6, "", ("8.8.8.8", 80)), (socket.AF_INET, 1, 6, "", (address, 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_w, **_k: found)
    assert refusal(f"{server.address}/a.csv") == "private_address"
    assert server.asked == []


def test_a_name_is_looked_up_once_and_that_address_is_asked(server, monkeypatch):
    """A name that changes its answer between the look and the connection leads nowhere."""
    answers = [[(socket.AF_INET, 1, 6, "", ("127.0.0.1", server.server_port))]]
    monkeypatch.setattr(socket, "getaddrinfo", _once(answers, socket.getaddrinfo))
    outbound.fetch(f"http://localhost:{server.server_port}/a.csv", most_bytes=MOST)
    assert answers == []


def _once(answers, real):
    def look(host, *words, **more):
        if host == "localhost":
            return answers.pop()  # a second look is an IndexError
        return real(host, *words, **more)

    return look


def test_a_redirection_is_looked_at_like_any_address(server):
    server.answers |= {
        "/here": sending(status=302, Location="/a.csv"),
        "/out": sending(status=302, Location="http://169.254.169.254/latest/meta-data/"),
        "/file": sending(status=301, Location="file:///etc/passwd"),
        "/round": sending(status=307, Location="/round"),
    }
    assert outbound.fetch(f"{server.address}/here", most_bytes=MOST).content == b"a,b\n"
    assert refusal(f"{server.address}/out") == "host_not_allowed"
    assert refusal(f"{server.address}/file") == "bad_address"
    assert refusal(f"{server.address}/round") == "too_many_redirections"


def test_an_answer_is_neither_endless_nor_slow(server, monkeypatch):
    server.answers["/big"] = sending(b"x" * (MOST + 1))
    server.answers["/slow"] = sending(b"x" * 50, pause=0.05)
    assert refusal(f"{server.address}/big") == "answer_too_big"
    monkeypatch.setattr(outbound, "MOST_SECONDS", 0.3)
    assert refusal(f"{server.address}/slow") == "too_slow"


def test_a_server_that_fails_or_is_not_there_is_named(server, settings):
    server.answers["/gone"] = sending(status=404)
    assert refusal(f"{server.address}/gone") == "bad_answer"
    settings.OUTBOUND_HOSTS.append("no-such-host.invalid")
    assert refusal("http://no-such-host.invalid/") == "no_such_host"
    server.shutdown()
    server.server_close()
    assert refusal(f"{server.address}/a.csv") == "no_answer"


def test_without_a_setting_nobody_is_asked(settings):
    assert refusal("https://example.org/a.csv") == "host_not_allowed"
    assert settings.OUTBOUND_PRIVATE is False
