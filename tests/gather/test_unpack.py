"""Packed bodies come out the same, in whatever pieces they come in."""

from __future__ import annotations

import gzip

from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.gather.unpack import unpacker


def test_a_hundred_thousand_streams_in_a_row_are_one_body() -> None:
    """In one piece of 2 MB; where each copied what follows it, that were 100 GB."""
    streams = [gzip.compress(bytes([number % 256])) for number in range(256)]
    body = b"".join(streams) * 400
    expected = bytes(range(256)) * 400
    assert expected == unpacker("gzip", len(expected)).feed(body)


@given(st.lists(st.binary(max_size=40), max_size=5), st.integers(1, 50))
def test_pieces_make_no_difference(parts: list[bytes], size: int) -> None:
    body = b"".join(map(gzip.compress, parts))
    unpack = unpacker("gzip", 1000)
    found = b"".join(unpack.feed(body[at : at + size]) for at in range(0, len(body), size))
    assert b"".join(parts) == found == unpacker("gzip", 1000).feed(body)
