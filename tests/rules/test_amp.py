"""Light copies of pages are told from the pages, and lose what marks them alone."""

from __future__ import annotations

import pytest

from kzru_cite.model.address import Address, read_address
from kzru_cite.rules._amp import amp_sign, page_behind, plain


def _address(text: str) -> Address:
    reading = read_address(text)
    assert isinstance(reading, Address)
    return reading


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("https://example.org/news/1", ""),
        ("https://example.org/amp/", ""),
        ("https://example.org/AMP/news/1", "/AMP"),
        ("https://example.org/RU/AMP/news/1", "/RU/AMP"),
        ("https://example.org/X/amp", "/amp"),
        ("https://example.org/news?id=1&amp=1", "amp=1"),
    ],
)
def test_what_marks_a_light_copy(text: str, sign: str) -> None:
    assert amp_sign(_address(text)) == sign


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("https://example.org/AMP/news/1", "https://example.org/news/1"),
        ("https://example.org/ru/amp/news/1", "https://example.org/ru/news/1"),
        ("https://example.org/RU/AMP/news/1", "https://example.org/RU/news/1"),
        ("https://example.org/n?id=1&amp=1&page=2", "https://example.org/n?id=1&page=2"),
    ],
)
def test_a_page_is_found_by_leaving_out_what_marks_the_copy(text: str, page: str) -> None:
    assert str(plain(_address(text))) == page
    assert page_behind(_address(text)) == page
