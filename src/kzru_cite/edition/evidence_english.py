"""Hold the English words on sources, links and quotations."""

from __future__ import annotations

from kzru_cite.edition.evidence_labels import EvidenceLabels
from kzru_cite.model.bonds import Standing
from kzru_cite.model.claim_state import ClaimState
from kzru_cite.model.entry_state import Blemish
from kzru_cite.model.links import LinkClass

EVIDENCE_EN = EvidenceLabels(
    links={
        LinkClass.ALIVE: "Page found on {date}.",
        LinkClass.MOVED: "Page found on {date}, at a new address.",
        LinkClass.CLOSED: "Page found on {date}, behind a login or paywall.",
        LinkClass.TO_ROOT: "On {date} the address led to the front page of the site instead.",
        LinkClass.SOFT_404: "On {date} the site said that the page is not there.",
        LinkClass.PARKED: "On {date} the address was for sale.",
        LinkClass.TLS_BROKEN: "On {date} no secure connection could be made.",
        LinkClass.GONE: "Page gone, last tried on {date}.",
        LinkClass.NAME_GONE: "Site gone, last tried on {date}.",
        LinkClass.SUSPECTED_GONE: "Page not found on {date}; it may be gone.",
        LinkClass.DRIFTED: "On {date} the page showed something else than before.",
        LinkClass.ROBOT_WALL: "Not seen: the site let no program in on {date}.",
        LinkClass.RATE_LIMITED: "Not seen: the site asked for patience on {date}.",
        LinkClass.SERVER_TROUBLE: "Not seen: the server failed on {date}.",
        LinkClass.NOT_CHECKED: "Link not checked.",
    },
    last_good="It was last found on {date}.",
    moved_to="New address:",
    page="Page",
    also="Also at",
    translated="Title in translation:",
    blemishes={
        Blemish.RETRACTED: "Retracted",
        Blemish.IN_PART: "Retracted, at least in part",
        Blemish.OF_CONCERN: "Under an expression of concern",
        Blemish.CORRECTED: "Corrected after publication",
    },
    notice="notice",
    states={
        ClaimState.SUPPORTED: "Supported by its sources",
        ClaimState.PARTLY: "Supported in part",
        ClaimState.AGAINST: "Not borne out",
        ClaimState.OPEN: "Source named, not yet compared",
        ClaimState.UNSOURCED: "No source yet",
        ClaimState.FREE: "Needs no source",
    },
    standings={
        Standing.UNLINKED: "nobody has compared claim and source yet",
        Standing.UNQUOTED: "no words of the source are quoted yet",
        Standing.UNSEARCHED: "the quotation has not been looked for in the source yet",
        Standing.MISSING: "the quotation was not found in the source",
        Standing.UNDECIDED: "the quotation was found; nobody has weighed it yet",
        Standing.LAPSED: "the decision has lapsed, since claim or source have changed",
        Standing.SUPPORTS: "the source supports the claim",
        Standing.PARTLY: "the source supports a part of the claim",
        Standing.CONTRADICTS: "the source contradicts the claim",
        Standing.INACCESSIBLE: "the source could not be had",
    },
    bases={
        "common": "Common knowledge.",
        "own": "The authors’ own work.",
        "definition": "A definition.",
    },
    proof="Evidence",
    proof_of="{state}: “{words}”",
    close="Close",
    on_page="These words on the page",
    in_copy="In the archived copy",
    entry="Reference",
    decided="Decided by {name} on {date}.",
    decided_by="Decided by {name}.",
    decided_on="Decided on {date}.",
    show="Show claims",
    show_quiet="Quietly",
    show_plain="Not at all",
    checks="Sources and checks",
    checks_why="Each claim is compared with each of its sources, word for word, by an editor. "
    "This is how far that has come.",
    claims="Claims",
    state="State",
    bonds="Claims compared with sources",
    standing="Result",
    coverage="Sentences covered by a claim",
    section="Section",
    covered="Covered",
    covered_of="{covered}\u00a0of\u00a0{all}",
    percent="{number}%",
    lead="Introduction",
)
