"""Import wikitext as a user does, and read what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kzru_cite.importing import take
from kzru_cite.pandoc import Pandoc


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The texts of a project, without the head of the article, and what was told."""

    folder: Path
    text: str
    head: str
    bib: str
    ledger: str
    account: tuple[str, ...]
    losses: tuple[str, ...]


def imported(pandoc: Pandoc, folder: Path, text: str, form: str = "wikitext") -> Result:
    file = folder / f"page.{form}"
    file.write_text(text, encoding="utf-8")
    done = take(pandoc, form, file, folder / "out")
    out = folder / "out"
    _, head, body = (out / "article" / "page.md").read_text(encoding="utf-8").split("---\n", 2)
    ledger = out / "article" / "ledger.yaml"
    return Result(
        folder=out,
        text=body.strip(),
        head=head,
        bib=(out / "references.bib").read_text(encoding="utf-8"),
        ledger=ledger.read_text(encoding="utf-8") if ledger.is_file() else "",
        account=done.account,
        losses=tuple(loss.removeprefix(f"{file.name}:").strip() for loss in done.losses),
    )
