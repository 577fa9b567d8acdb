"""Tell of all commands, as the command line itself describes them: for the manual and the docs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from inspect import cleandoc

import click

from kzru_cite import __version__
from kzru_cite.pandoc import Pandoc

NAME = "kzru-cite"
_SIGN = re.compile(r"[\\`*_{}\[\]<>#|~$^@'\"]|(?<=-)-")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_HEAD = """\
# NAME

{name} - check that every claim of an article rests on a source, and build its editions

# SYNOPSIS

**{name}** *COMMAND* [*OPTION*...] [*ARGUMENT*...]

# DESCRIPTION

{about}

# COMMANDS

"""
_FOOT = """
# EXIT STATUS

**0**
:   passed

**1**
:   findings at or above the gate

**2**
:   usage or settings

**3**
:   incomplete: too much could not be checked

# FILES

*kzru-cite.toml*, *pyproject.toml*
:   the settings of a project; the nearest one upwards is read

*references.bib*, *article/\\*.md*, *article/ledger.yaml*
:   sources, text, and what binds the two

*article/evidence/looks.jsonl*
:   what was seen on the web
"""


def page(group: click.Group, pandoc: Pandoc) -> str:
    """Return the page of the manual as troff; raises ToolError when pandoc fails."""
    about = _paragraphs(group.help or "")
    text = _HEAD.format(name=NAME, about=about) + commands(group, "##") + _FOOT
    title = (f"--metadata=title:{NAME}", "--metadata=section:1", f"--variable=footer:{__version__}")
    return pandoc.need(("-f", "markdown", "-t", "man", "-s", *title), text.encode()).decode()


def commands(group: click.Group, level: str) -> str:
    """Return all commands in Markdown with definition lists, each below a heading of a *level*."""
    top = click.Context(group, info_name=NAME, **group.context_settings)
    return "\n".join(_command(one, context, level) for one, context in _walk(group, top))


def _walk(
    group: click.Group, context: click.Context
) -> Iterator[tuple[click.Command, click.Context]]:
    """Yield the commands that do something, in the order of their names."""
    for name in group.list_commands(context):
        command = group.commands[name]
        inner = click.Context(command, info_name=name, parent=context)
        if isinstance(command, click.Group):
            yield from _walk(command, inner)
        else:
            yield command, inner


def _command(command: click.Command, context: click.Context, level: str) -> str:
    pieces = " ".join(command.collect_usage_pieces(context))
    parts = [
        f"{level} {context.command_path}",
        f"```text\n{context.command_path} {pieces}\n```",
        _paragraphs(command.help or ""),
    ]
    options = [one for one in command.get_params(context) if isinstance(one, click.Option)]
    records = (option.get_help_record(context) for option in options)
    parts += [f"`{flags}`\n:   {_plain(about)}" for flags, about in filter(None, records)]
    if command.epilog:
        example = command.epilog.removeprefix("Example: ")
        parts.append(f"Example:\n\n```sh\n{example}\n```")
    return "\n\n".join(parts) + "\n"


def _paragraphs(text: str) -> str:
    return "\n\n".join(_plain(one) for one in _PARAGRAPHS.split(cleandoc(text)))


def _plain(text: str) -> str:
    """Return words as Markdown shows them unchanged, on one line."""
    return _SIGN.sub(lambda sign: f"\\{sign[0]}", " ".join(text.split()))
