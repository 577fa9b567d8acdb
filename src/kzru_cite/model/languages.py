"""Name languages as ``langid`` does, which takes the names of babel."""

from __future__ import annotations

# By code of two letters, with those of three letters in registries (ISO 639-2).
_NAMES = """
ar arabic ara
be belarusian bel
cs czech ces cze
da danish dan
de german deu ger
el greek ell gre
en english eng
es spanish spa
fa persian fas per
fi finnish fin
fr french fra fre
he hebrew heb
hi hindi hin
hu hungarian hun
hy armenian hye arm
it italian ita
ja japanese jpn
ka georgian kat geo
kk kazakh kaz
ko korean kor
ky kyrgyz kir
la latin lat
mn mongolian mon
nl dutch nld dut
pl polish pol
pt portuguese por
ru russian rus
sv swedish swe
tr turkish tur
uk ukrainian ukr
uz uzbek uzb
zh chinese zho chi
"""
_BY_CODE = {
    code: words[1]
    for words in map(str.split, _NAMES.strip().split("\n"))
    for code in (words[0], *words[1:])
}


def langid(code: str) -> str:
    """Return the name of a language by its code or tag, such as ``ru-RU``; '' if not known."""
    return _BY_CODE.get(code.replace("_", "-").partition("-")[0].strip().lower(), "")
