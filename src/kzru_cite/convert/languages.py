"""Turn languages as references name them into the names that babel has for ``langid``."""

from __future__ import annotations

from collections.abc import Mapping

_CODES = (
    "ar arabic|az azerbaijani|be belarusian|bg bulgarian|ca catalan|cs czech|cy welsh|da danish"
    "|de german|el greek|en english|eo esperanto|es spanish|et estonian|eu basque|fa persian"
    "|fi finnish|fr french|ga irish|gl galician|he hebrew|hi hindi|hr croatian|hu hungarian"
    "|hy armenian|id indonesian|is icelandic|it italian|ja japanese|ka georgian|kk kazakh"
    "|ko korean|ky kyrgyz|la latin|lt lithuanian|lv latvian|mk macedonian|mn mongolian"
    "|nb norwegian|nl dutch|nn nynorsk|no norwegian|pl polish|pt portuguese|ro romanian"
    "|ru russian|sk slovak|sl slovene|sq albanian|sr serbian|sv swedish|th thai|tr turkish"
    "|tt tatar|uk ukrainian|ur urdu|uz uzbek|vi vietnamese|zh chinese"
)
_NAMES: Mapping[str, str] = {pair[:2]: pair[3:] for pair in _CODES.split("|")}
_BY_NAME: Mapping[str, str] = {name: code for code, name in _NAMES.items()}
_OTHERS = {
    "farsi": "persian",
    "slovenian": "slovene",
    "mandarin": "chinese",
    "modern greek": "greek",
}


def langid(text: str) -> str:
    """Return babel's name for a code such as ``es-CL`` or a name such as ``Spanish``, or ''."""
    word = text.strip().lower().removeprefix("in ")
    word = _OTHERS.get(word, word)
    return word if word in _BY_NAME else _NAMES.get(word.replace("_", "-").partition("-")[0], "")


def code(name: str) -> str:
    """Return the code for one of babel's names; a name without one is returned as it is."""
    return _BY_NAME.get(name.lower(), name)
