"""Ask registries for records, and archives for their copies."""

from kzru_cite.gather.services.catalogue import ARCHIVES, BASES, services
from kzru_cite.gather.services.exchange import (
    Answer,
    Ask,
    Outcome,
    Reply,
    Request,
    Service,
    Subject,
    consult,
    next_step,
)
from kzru_cite.gather.services.identity import Identity
from kzru_cite.gather.services.manners import MANNERS, Manners, manners_for, told_interval

__all__ = [
    "ARCHIVES",
    "BASES",
    "MANNERS",
    "Answer",
    "Ask",
    "Identity",
    "Manners",
    "Outcome",
    "Reply",
    "Request",
    "Service",
    "Subject",
    "consult",
    "manners_for",
    "next_step",
    "services",
    "told_interval",
]
