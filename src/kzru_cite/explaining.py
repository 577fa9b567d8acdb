"""Tell users what the rules are: each one's page, and the list of all."""

from __future__ import annotations

from difflib import get_close_matches
from importlib.resources import files

from kzru_cite import rules
from kzru_cite.errors import UsageError


def explain(word: str) -> str:
    """Return the page of the rule with this code or name; raises UsageError for neither."""
    for rule in rules.ALL:
        if word.upper() == rule.code or word == rule.name:
            kind = f"{rule.severity.word}, confidence {rule.confidence.word}"
            return f"{rule.code} {rule.name} ({kind})\n\n{rule.page.strip()}\n"
    known = [name for rule in rules.ALL for name in (rule.code, rule.name)]
    near = get_close_matches(word, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "'kzru-cite rules' lists them"
    raise UsageError(f"there is no rule {word!r}", hint=hint)


def schema() -> str:
    """Return the JSON Schema of the ledger (draft 2020-12)."""
    return (files("kzru_cite") / "ledger.schema.json").read_text(encoding="utf-8")


def rule_table(*, markdown: bool = False) -> str:
    """Return all rules, one a line."""
    if markdown:
        head = "| code | name | severity | confidence | finds |\n| --- | --- | --- | --- | --- |\n"
        return head + "".join(
            f"| {rule.code} | {rule.name} | {rule.severity.word} | {rule.confidence.word}"
            f" | {rule.summary} |\n"
            for rule in rules.ALL
        )
    wide = max(len(rule.name) for rule in rules.ALL)
    return "".join(
        f"{rule.code}  {rule.name:<{wide}}  {rule.severity.word:<7}  {rule.summary}\n"
        for rule in rules.ALL
    )
