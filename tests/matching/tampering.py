"""Ways to hand in something else than the model that was stored."""

import numpy as np

from matching.engine.store import MAGIC


def tamperings(data):
    """30 ways to hand in something else, each with the reason it is refused for."""
    rng = np.random.default_rng(0)
    flips = rng.integers(16, len(data) - 32, 12)
    yield from ((flipped(data, int(at)), "signature") for at in flips)
    yield from ((flipped(data, len(data) - at), "signature") for at in (1, 16, 32))
    yield from ((flipped(data, at), "magic") for at in (0, 3, 7))
    yield from ((flipped(data, at), "version") for at in (8, 11))
    yield from ((data[:n], "size") for n in (0, 10, 48))
    yield from ((data[: len(data) // part], "signature") for part in (2, 3))
    yield data + b"\0", "signature"
    yield data[:-1], "signature"
    yield b"\x80\x04cposix\nsystem\n" + data, "magic"
    yield b"PK\x03\x04" + data[4:], "magic"
    yield MAGIC + data, "version"


def flipped(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
