"""
List parameters that say where a reader came from, not what is read.

Only names that have no other use are here: those of campaign analytics (utm), of the advertising
of Google, Microsoft, Meta, X, TikTok and Yandex, of mailing services, and of some newspapers.
"""

from __future__ import annotations

import re

from msgspec.structs import replace

from kzru_cite.model.address import Address

_NAMES = re.compile(
    r"(?:"
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|twclid|ttclid|igshid|igsh|yclid"
    r"|ysclid|_openstat|li_fat_id|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|hsctatracking|vero_id"
    r"|vero_conv|oly_enc_id|oly_anon_id|__twitter_impression|ref_src|ref_url|guccounter"
    r"|guce_referrer(?:_sig)?|at_medium|at_campaign|at_custom\d|wt\.mc_id|wt_mc|xtor|cmpid"
    r"|fb_action_ids|fb_action_types|fb_source|_ga|_gl|smid|smtyp|srsltid"
    r")",
    re.IGNORECASE,
)


def trackers(address: Address) -> tuple[str, ...]:
    """Return the parameters of *address* that only track, as written, fragment included."""
    parts = (*address.parameters, *_of_fragment(address))
    return tuple(part for part in parts if _tracks(part))


def without_trackers(address: Address) -> Address:
    """Leave out the parameters that only track."""
    kept = "&".join(part for part in address.parameters if not _tracks(part))
    fragment = address.fragment
    if any(_tracks(part) for part in _of_fragment(address)):
        fragment = "&".join(part for part in _of_fragment(address) if not _tracks(part))
    return replace(address, query=kept, fragment=fragment)


def _of_fragment(address: Address) -> tuple[str, ...]:
    return tuple(part for part in address.fragment.split("&") if part)


def _tracks(parameter: str) -> bool:
    return _NAMES.fullmatch(parameter.partition("=")[0].removeprefix("amp;")) is not None
