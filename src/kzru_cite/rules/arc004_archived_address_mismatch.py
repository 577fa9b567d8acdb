"""
Find archived copies of another page than the source.

The address of a copy holds the address that was copied. When it is not that of `url`, readers of
the copy see another text than the one that is cited.

Bad: `url = {https://example.org/a}` with a copy `…/web/20230102030405/https://example.org/b`.

Good: the same page, whatever the spelling: http or https, `www.`, a trailing slash,
percent-encoding, case of the host, a fragment, the order of parameters, tracking parameters.

Sure: high for another host or path. A copy made for telephones, a path that differs in case or in
`index.html`, and other parameters are signs only. Where `url` is at a resolver (`doi.org`) or a
shortener, the copy is of the page it leads to, and nothing is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum

from kzru_cite.model.address import Address, fold, read_address
from kzru_cite.model.archive import NotArchived, read_capture
from kzru_cite.model.bibliography import Field, Reference
from kzru_cite.model.dossier import Dossier
from kzru_cite.model.entry_addresses import capture, own, written
from kzru_cite.model.outcome import OK, Confidence, Contradicted, Outcome, Severity, Suspicious
from kzru_cite.model.permanent import RESOLVERS
from kzru_cite.model.rule import Rule
from kzru_cite.rules._amp import plain
from kzru_cite.rules._shorteners import SHORTENERS
from kzru_cite.rules._trackers import without_trackers

_FRONT = re.compile(r"/(?:index|default)\.\w{3,5}$", re.IGNORECASE)


class _Likeness(Enum):
    SAME = "the same page"
    NEAR = "a variant of the page"
    OTHER = "another page"


def check(dossier: Dossier) -> Iterator[Outcome]:
    """Compare each source with the page that its copy is of."""
    for reference in dossier.bibliography.references:
        found = capture(reference)
        if found is None or isinstance(found[1], NotArchived):
            continue
        for field in own(reference, "url"):
            url, original = _page(written(field.value)), _page(found[1].original)
            if url and original and not url.on(*RESOLVERS, *SHORTENERS):
                yield _judge(reference, found[0], url, original)


def _page(text: str) -> Address | None:
    """Read an address; that of a copy is taken for the page it is a copy of."""
    inside = read_capture(text)
    address = read_address(text if isinstance(inside, NotArchived) else inside.original)
    return address if isinstance(address, Address) else None


def _judge(reference: Reference, field: Field, url: Address, original: Address) -> Outcome:
    likeness = _compare(fold(without_trackers(url)), fold(without_trackers(original)))
    if likeness is _Likeness.SAME:
        return OK
    message = f"the copy is of {str(original)!r}, the source is {str(url)!r}"
    if likeness is _Likeness.NEAR:
        return Suspicious(
            place=field.locate(str(original)),
            message=message,
            hint="see whether both show the same text",
            reference=reference.key,
        )
    return Contradicted(
        place=field.locate(str(original)),
        message=message,
        hint="give a copy of the source, or mend url",
        reference=reference.key,
    )


def _compare(url: Address, original: Address) -> _Likeness:
    if url == original:
        return _Likeness.SAME
    return _Likeness.NEAR if _bones(url) == _bones(original) else _Likeness.OTHER


def _bones(address: Address) -> tuple[object, ...]:
    """Leave out all in which variants of a page may differ."""
    address = fold(plain(address))
    path = _FRONT.sub("", address.path).casefold()
    return address.scheme, address.host, address.port, path


RULE = Rule(
    code="ARC004",
    name="archived-address-mismatch",
    severity=Severity.ERROR,
    confidence=Confidence.HIGH,
    summary="archived copy of another page than the source",
    page=__doc__,
    check=check,
)
