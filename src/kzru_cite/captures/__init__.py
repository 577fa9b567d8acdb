"""Keep what was fetched, as files that other programs for web archives read too."""

from kzru_cite.captures.foreign import read_exchanges
from kzru_cite.captures.store import Store
from kzru_cite.captures.wacz import export_wacz

__all__ = ["Store", "export_wacz", "read_exchanges"]
