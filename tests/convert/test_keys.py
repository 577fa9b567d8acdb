"""Keys are legal, each but once, and the same on every run."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kzru_cite.convert.entry import Entry
from kzru_cite.convert.keys import LEGAL, Keys, base, legal, slug
from kzru_cite.convert.merging import merged
from kzru_cite.model.bibliography import Bibliography


@pytest.mark.parametrize(
    ("name", "title", "date", "key"),
    [
        ("El-Bizri", "", "2005", "elbizri2005"),
        ("O'Connor", "", "1999", "oconnor1999"),
        ("Müller", "", "2001-05", "muller2001"),
        ("Жұмабаев", "", "2001", "жұмабаев2001"),
        ("The British Museum", "", "", "britishmuseum"),
        ("", "The princess of pot", "", "princess"),
        ("", "", "", "source"),
        ("...", "???", "n.d.", "source"),
        ("www.light2015.org", "", "", "light"),
    ],
)
def test_a_key_is_made_of_name_and_year(name: str, title: str, date: str, key: str) -> None:
    assert key == base(name, title, date)


@settings(deadline=None)
@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30), st.text(max_size=8))))
def test_keys_are_legal_unique_and_stable(works: list[tuple[str, str, str]]) -> None:
    def made() -> list[str]:
        fresh = Keys()
        return [fresh.give(base(*work)) for work in works]

    keys = made()
    assert keys == made()
    assert len(keys) == len(set(keys))
    assert all(LEGAL.fullmatch(key) for key in keys)


def test_letters_run_out_and_numbers_follow() -> None:
    fresh = Keys()
    taken = [fresh.give("rao2019") for _ in range(28)]
    assert ["rao2019", "rao2019b", "rao2019z", "rao2019-27", "rao2019-28"] == [
        *taken[:2],
        *taken[25:],
    ]
    assert "a-b" == Keys(["a"]).give("a")


def test_numbers_that_are_taken_are_passed_over() -> None:
    fresh = Keys(["rao", *(f"rao-{letter}" for letter in "bcdefghijklmnopqrstuvwxyz"), "rao-28"])
    fresh.take("rao-29")
    assert ["rao-27", "rao-30", "rao-31"] == [fresh.give("rao") for _ in range(3)]


def test_a_key_asked_for_over_and_over_is_looked_for_but_once() -> None:
    """Where all earlier ones were gone through each time, this would take minutes."""
    fresh = Keys()
    given = [fresh.give("rao2019") for _ in range(50_000)]
    assert given[-1] == "rao2019-50000"
    assert len(set(given)) == 50_000


@pytest.mark.parametrize(
    ("key", "made"),
    [
        ("rao2019", "rao2019"),
        ("smith:2001", "smith:2001"),
        ("Зотова_2020", "Зотова_2020"),
        ("a b&c", "a-b-c"),
        ("doi:10.1/x(y)", "doi-10-1-x-y"),
        ("../../etc/passwd", "etc-passwd"),
        ("???", ""),
        ("x" * 200, "x" * 80),
    ],
)
def test_foreign_keys_become_legal(key: str, made: str) -> None:
    assert made == legal(key)


@settings(deadline=None)
@given(st.text(max_size=60))
def test_a_legal_key_is_left_as_it_is(key: str) -> None:
    made = legal(key)
    assert made == "" or (LEGAL.fullmatch(made) and made == legal(made))


def test_a_claim_is_named_after_its_words() -> None:
    assert "emery-grew-kamloops" == slug("She, Emery, had grew up in the Kamloops")
    assert "" == slug("5 of 3")


def test_entries_get_keys_that_are_free() -> None:
    entries = [
        Entry(key="a", kind="misc", fields={"title": "T"}, line=3),
        Entry(key="a", kind="misc", fields={"title": "U"}),
        Entry(key="???", kind="misc", fields={"title": "Winter", "crossref": "a, x"}),
        Entry(key="b", kind="misc", fields={"title": "T"}, line=9),
    ]
    made = merged(Bibliography(), entries)
    assert ["a", "a-b", "winter"] == [entry.key for entry in made.entries]
    assert "a,x" == made.entries[2].fields["crossref"]
    assert {"a": "a", "???": "winter", "b": "a"} == made.keys
    assert ["a: the key is now 'a-b'", "???: the key is now 'winter'",
            "9: b: the same reference is there already, as 'a'"] == [
        str(loss) for loss in made.losses
    ]  # fmt: skip
