"""Addresses that are faultless are told from those with a fault, up to the edges of each fault."""

from __future__ import annotations

import pytest

from kzru_cite.rules._address_faults import fault, sign


@pytest.mark.parametrize(
    "address",
    [
        "file://archive/scan-12.pdf",
        "https://24.kz/ru/news",
        "https://www.24.kz/ru/news",
        f"https://{'a' * 63}.example.org/",
    ],
)
def test_addresses_without_fault(address: str) -> None:
    assert fault(address) is None


@pytest.mark.parametrize(
    ("address", "why", "fragment"),
    [
        (f"https://{'a' * 64}.example.org/", "has a host with an empty or overlong part", None),
        ("https://example.org/\\Delta-S", r"holds '\\Delta' of TeX", "\\Delta"),
        ("www.example.org://news/12", "has the unknown scheme 'www.example.org'", None),
        ("www.example.org:8080/news", "has no scheme", ""),
    ],
)
def test_faults_are_named_with_the_part_that_is_at_fault(
    address: str, why: str, fragment: str | None
) -> None:
    found = fault(address)
    assert found is not None
    assert found.why == why
    assert fragment is None or found.fragment == fragment


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/planet-X",
        "https://en.wikipedia.org/wiki/We_Are_Young_(Fun.)",
        "https://en.wikipedia.org/wiki/Fun.",
    ],
)
def test_ends_that_belong_to_the_address(address: str) -> None:
    assert sign(address) is None


def test_a_full_stop_is_hardly_the_end_of_an_address_elsewhere() -> None:
    found = sign("https://example.org/bands/Fun.")
    assert found is not None
    assert found.why == "ends in '.', which is hardly part of it"
