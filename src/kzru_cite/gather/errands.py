"""Cut looks into steps, so that each redirect waits in the lane of the host that it leads to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from kzru_cite.gather.addresses import host_of
from kzru_cite.gather.desk import Rest
from kzru_cite.gather.fetch import (
    Course,
    Progress,
    Question,
    Raw,
    ReadPage,
    answered,
    begin,
    headed,
    step,
    with_page,
)
from kzru_cite.gather.transport import Limits, Transport
from kzru_cite.gather.waits import Plea
from kzru_cite.model.evidence import Answered, Sight, Unanswered

_PLEAS = (429, 503)


class Errand(Protocol):
    """Something to ask of one host."""

    @property
    def address(self) -> str:
        """Return what is asked next; its host names the lane. '' when nobody is asked."""
        ...

    def go(self) -> Turn:
        """Ask once, and say what came of it."""
        ...


class Settled(Struct, frozen=True, kw_only=True):
    """
    The end of an errand; *plea* when the host asked for quiet.

    With *rest* the host is done with, and the sight is still to be made of what it sent, *weight*
    bytes that are held until then; until then *sight* says what is known already. *heard* is False
    when the last request got no reply, and the sight rests on those before it.
    """

    sight: Sight
    plea: Plea | None = None
    rest: Rest | None = None
    weight: int = 0
    heard: bool = True


class Onward(Struct, frozen=True, kw_only=True):
    """An errand that goes on, perhaps at another host."""

    errand: Errand


Turn: TypeAlias = Settled | Onward
# Makes a sight of the last reply, or says what to ask next: a list's next page, a second form.
# What takes its time is handed back as a rest.
Finish: TypeAlias = Callable[[Raw | Unanswered], "Sight | Errand | Settled"]


class Underway(Struct, frozen=True, kw_only=True):
    """
    A look on its way, as a value that can be taken up elsewhere.

    *replies* are those of a service to the requests before this one.
    """

    course: Course
    replies: tuple[object, ...] = ()


class Tools(Struct, frozen=True, kw_only=True):
    """What all errands of a run share."""

    transport: Transport
    limits: Limits


# Keeps a reply whose body was read, with what was seen in it, and returns the hash of the body.
Keep: TypeAlias = Callable[[Raw, Answered], str]


def page_errand(
    question: Question,
    tools: Tools,
    read: ReadPage,
    keep: Keep | None = None,
    underway: Underway | None = None,
) -> Errand:
    """
    Return the errand of looking at a page, which is read, and kept, when its host is done.

    With *underway* it goes on where it was left.
    """

    def finish(raw: Raw | Unanswered) -> Sight | Settled:
        if isinstance(raw, Unanswered) or not raw.body or raw.code in _PLEAS:
            return answered(raw, read)
        known = headed(raw)
        rest = partial(_read_and_kept, known, raw, read, keep)
        return Settled(sight=known, rest=rest, weight=len(raw.body))

    return errand(question, tools, finish, underway)


def _read_and_kept(known: Answered, raw: Raw, read: ReadPage, keep: Keep | None) -> Sight:
    sight = with_page(known, raw, read)
    return sight if keep is None else replace(sight, capture=keep(raw, sight))


def errand(
    question: Question,
    tools: Tools,
    finish: Finish,
    underway: Underway | None = None,
    replies: tuple[object, ...] = (),
) -> Errand:
    """
    Return the errand of asking a question and making something of the reply.

    With *underway* it goes on where it was left; *replies* are what came before this question.
    """
    if underway is not None:
        course, replies = underway.course, underway.replies
        return _Walk(course=course, tools=tools, finish=finish, replies=replies)
    begun = begin(question, tools.limits)
    if isinstance(begun, Unanswered):
        return _Unaskable(unanswered=begun, finish=finish)
    return _Walk(course=begun, tools=tools, finish=finish, replies=replies)


def underway(errand: Errand) -> Underway | None:
    """Return what it takes to go on with an errand elsewhere; None for one that asks nobody."""
    if isinstance(errand, _Walk):
        return Underway(course=errand.course, replies=errand.replies)
    return None


class _Unaskable(Struct, frozen=True, kw_only=True):
    """An errand that ends before it begins, its address being none."""

    unanswered: Unanswered
    finish: Finish
    address: str = ""

    def go(self) -> Turn:
        return _turn(self.finish(self.unanswered), None)


class _Walk(Struct, frozen=True, kw_only=True):
    """A look on its way."""

    course: Course
    tools: Tools
    finish: Finish
    replies: tuple[object, ...] = ()

    @property
    def address(self) -> str:
        return self.course.request.address

    def go(self) -> Turn:
        """Ask, and go on at once as long as redirects stay with the host, as browsers do."""
        host = host_of(self.address)
        progress: Progress = self.course
        while isinstance(progress, Course) and host_of(progress.request.address) == host:
            progress = step(progress, self.tools.transport, self.tools.limits)
        if isinstance(progress, Course):
            return Onward(errand=replace(self, course=progress))
        return _turn(self.finish(progress), _plea(progress))


def _turn(ended: Sight | Errand | Settled, plea: Plea | None) -> Turn:
    if isinstance(ended, Settled):
        return ended
    if isinstance(ended, Sight):
        return Settled(sight=ended, plea=plea)
    return Onward(errand=ended)


def _plea(ended: Raw | Unanswered) -> Plea | None:
    if isinstance(ended, Raw) and ended.code in _PLEAS:
        return Plea(code=ended.code, after=ended.headers.get("retry-after", ""))
    return None
