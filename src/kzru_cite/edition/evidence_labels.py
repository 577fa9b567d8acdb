"""Hold the words with which editions tell what sources, links and quotations were found to be."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from kzru_cite.model.bonds import Standing
from kzru_cite.model.claim_state import ClaimState
from kzru_cite.model.entry_state import Blemish
from kzru_cite.model.links import LinkClass


class EvidenceLabels(Struct, frozen=True, kw_only=True):
    """
    The words of one language.

    *links* are sentences on an address, filled with ``{date}``; *blemishes* and *states* begin
    with a capital letter and end without a stop. *standings* stand in the middle of a sentence.
    """

    links: Mapping[LinkClass, str]
    last_good: str
    moved_to: str
    page: str
    also: str
    translated: str
    blemishes: Mapping[Blemish, str]
    notice: str
    states: Mapping[ClaimState, str]
    standings: Mapping[Standing, str]
    bases: Mapping[str, str]
    proof: str
    proof_of: str
    close: str
    on_page: str
    in_copy: str
    entry: str
    decided: str
    decided_by: str
    decided_on: str
    show: str
    show_quiet: str
    show_plain: str
    checks: str
    checks_why: str
    claims: str
    state: str
    bonds: str
    standing: str
    coverage: str
    section: str
    covered: str
    covered_of: str
    percent: str
    lead: str
