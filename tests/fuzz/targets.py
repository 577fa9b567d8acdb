"""List the targets by their names."""

from __future__ import annotations

import fuzz_archives
import fuzz_articles
import fuzz_bibliographies
import fuzz_exchange
import fuzz_ledgers
import fuzz_pages
import fuzz_values
from fuzzing import Target

TARGETS: dict[str, Target] = {
    target.name: target
    for part in (
        fuzz_articles,
        fuzz_bibliographies,
        fuzz_ledgers,
        fuzz_archives,
        fuzz_pages,
        fuzz_values,
        fuzz_exchange,
    )
    for target in part.TARGETS
}
