"""Read numbers written in words: English, Russian, Kazakh, and the common ones of two others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct


class Spelled(Struct, frozen=True, kw_only=True):
    """A number in words, by offsets."""

    start: int
    end: int
    value: Fraction


# Words with a rule of their own: "two dozen", and "он екі", twelve.
_DOZEN, _KAZAKH_TEN = -12, -10
# Words of scale that need no number before them.
_ALONE = frozenset(("тысяча", "тысячу", "миллион", "миллиард", "мың", "tausend", "mille"))


def _numbered(words: str, first: int, step: int = 1) -> dict[str, int]:
    return {word: first + step * at for at, word in enumerate(words.split())}


_ENGLISH = {
    **_numbered("zero one two three four five six seven eight nine ten eleven twelve", 0),
    **_numbered("thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 13),
    **_numbered("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10),
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "dozen": _DOZEN,
}
_GERMAN = {
    **_numbered("null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf", 0),
    **_numbered("zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig", 20, 10),
    "hundert": 100,
    "tausend": 10**3,
}
_FRENCH = {
    **_numbered("deux trois quatre cinq six sept huit neuf dix onze douze", 2),
    **_numbered("vingt trente quarante cinquante soixante", 20, 10),
    "cent": 100,
    "mille": 10**3,
}
_KAZAKH = {
    **_numbered("бір екі үш төрт бес алты жеті сегіз тоғыз", 1),
    "он": _KAZAKH_TEN,
    **_numbered("жиырма отыз қырық елу алпыс жетпіс сексен тоқсан жүз", 20, 10),
    "мың": 10**3,
    "миллион": 10**6,
    "миллиард": 10**9,
}
# Each with the forms of its cases.
_RUSSIAN_FORMS = """
1 один одна одно одного одной одну
2 два две двух двум двумя
3 три трёх трех трём трем тремя
4 четыре четырёх четырех четырём четырем
5 пять пяти пятью
6 шесть шести шестью
7 семь семи
8 восемь восьми
9 девять девяти
10 десять десяти
11 одиннадцать одиннадцати
12 двенадцать двенадцати
13 тринадцать тринадцати
14 четырнадцать четырнадцати
15 пятнадцать пятнадцати
16 шестнадцать шестнадцати
17 семнадцать семнадцати
18 восемнадцать восемнадцати
19 девятнадцать девятнадцати
20 двадцать двадцати
30 тридцать тридцати
40 сорок сорока
50 пятьдесят пятидесяти
60 шестьдесят шестидесяти
70 семьдесят семидесяти
80 восемьдесят восьмидесяти
90 девяносто девяноста
100 сто ста
200 двести двухсот
300 триста трёхсот трехсот
400 четыреста четырёхсот четырехсот
500 пятьсот пятисот
600 шестьсот шестисот
700 семьсот семисот
800 восемьсот восьмисот
900 девятьсот девятисот
1000 тысяча тысячу тысячи тысяч
1000000 миллион миллиона миллионов
1000000000 миллиард миллиарда миллиардов
"""
_RUSSIAN = {
    form: int(line.split()[0])
    for line in _RUSSIAN_FORMS.strip().splitlines()
    for form in line.split()[1:]
}
_WORD = re.compile(r"[^\W\d_]+")
_GAP = re.compile(r",? and |[ \u00a0-]")
_KAZAKH_LETTERS = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_HALF_A = re.compile(r"half an? (?P<scale>thousand|million|billion)\b", re.IGNORECASE)
_HALF = re.compile(r" and a half\b")


def spelled(text: str, language: str = "") -> Iterator[Spelled]:
    """Yield the numbers in words; a lone "one" is a pronoun as often as not, and is none."""
    words = _words(text, language)
    position = 0
    while match := _WORD.search(text, position):
        number = _number(text, match, words)
        position = match.end() if number is None else number.end
        if number is not None and number.value != 1:
            yield number


def _words(text: str, language: str) -> Mapping[str, int]:
    short = language[:2]
    if re.search("[а-яё]", text, re.IGNORECASE):
        kazakh = short == "kk" or (not short and _KAZAKH_LETTERS.search(text))
        # Kazakh "он", ten, is "he" in Russian.
        return {**_ENGLISH, **_RUSSIAN, **(_KAZAKH if kazakh else {})}
    return {"de": _GERMAN, "fr": _FRENCH}.get(short, _ENGLISH)


class _Sum(Struct):
    """Add up the words of a number, as long as each can follow those before it."""

    total: int = 0
    group: int = 0
    scale: int = 10**15
    open_ten: bool = False

    def takes(self, value: int) -> bool:
        """Add a word; False, and nothing added, when it begins another number."""
        if value >= 1000:
            return self._scaled(value)
        if value in (_DOZEN, 100):
            if self.group >= 100:
                return False
            self.group = (self.group or 1) * abs(value)
            return True
        ones = self.group % 100
        after_tens = ones % 10 == 0 and (ones != 10 or self.open_ten)
        room = after_tens if 0 <= value < 10 else ones == 0
        if not room or (value > 100 and self.group):
            return False
        self.open_ten = value == _KAZAKH_TEN
        self.group += abs(value)
        return True

    def _scaled(self, value: int) -> bool:
        if value >= self.scale or (self.total and not self.group):
            return False
        self.total += (self.group or 1) * value
        self.group, self.scale = 0, value
        return True


def _number(text: str, first: re.Match[str], words: Mapping[str, int]) -> Spelled | None:
    if half := _HALF_A.match(text, first.start()):
        whole = words.get(half["scale"].lower(), 0)
        return Spelled(start=half.start(), end=half.end(), value=Fraction(whole, 2))
    word = _opening(text, first, words)
    found, end = _Sum(), -1
    while word:
        value = words.get(word[0].lower())
        if value is None or not found.takes(value):
            break
        end = word.end()
        word = _next(text, end, joins=found.group % 100 == 0)
    if end < 0:
        return None
    half = _HALF.match(text, end)
    total = Fraction(found.total + found.group) + (Fraction(1, 2) if half else 0)
    return Spelled(start=first.start(), end=half.end() if half else end, value=total)


def _opening(text: str, first: re.Match[str], words: Mapping[str, int]) -> re.Match[str] | None:
    """Return the word that a number begins with: "a hundred" does, "hundreds" does not."""
    if first[0].lower() in ("a", "an"):
        following = _next(text, first.end(), joins=False)
        scaled = words.get(following[0].lower(), 0) if following else 0
        return following if scaled == _DOZEN or scaled >= 100 else None
    value = words.get(first[0].lower(), 0)
    if value >= 1000:
        # "2 million" belongs to its digits; "тысяча" stands alone.
        digits = re.search(r"\d[ \u00a0]?$", text[max(first.start() - 2, 0) : first.start()])
        return first if first[0].lower() in _ALONE and not digits else None
    return None if first[0].lower() in ("dozen", "hundred") else first


def _next(text: str, end: int, *, joins: bool) -> re.Match[str] | None:
    """Return the word after *end*; "and" between is part of a number where it *joins*."""
    gap = _GAP.match(text, end)
    if gap is None or ("and" in gap[0] and not joins):
        return None
    return _WORD.match(text, gap.end())
