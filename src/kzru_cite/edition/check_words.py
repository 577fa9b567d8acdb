"""Hold the words for the state of the check, in the languages that editions speak."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class CheckWords(Struct, frozen=True, kw_only=True):
    """
    The words of one language.

    *policy* is filled with ``{unable}`` and ``{coverage}`` (per cent), ``{looks}``, ``{days}`` and
    ``{stale}``; *changed* with ``{rules}``, *commit* with ``{commit}``, *more* with ``{number}``.
    *classes* name the families of rules, *columns* what became of the checks of each.
    """

    policy: str
    changed: str
    by_class: str
    kind: str
    columns: tuple[str, str, str, str, str]
    classes: Mapping[str, str]
    unable: str
    more: str
    commit: str
    dirty: str


_EN = CheckWords(
    policy=(
        "The policy: at most {unable}% of the checks may fail to be made; claims cover at least "
        "{coverage}% of the sentences of each section; a page is dead after {looks} misses that "
        "lie {days} days apart; what was last seen more than {stale} days ago is looked at again."
    ),
    changed="Severities changed by the editors: {rules}.",
    by_class="Checks by what they look at",
    kind="Class",
    columns=("Planned", "Passed", "Failed", "Not made", "Let pass"),
    classes={
        "ARC": "archived copies",
        "COV": "claims and coverage",
        "DAT": "dates",
        "DUP": "doubles",
        "EDS": "retractions",
        "IDS": "identifiers",
        "KEY": "keys",
        "LNK": "links",
        "NAM": "names",
        "NUM": "figures",
        "QUO": "quotations",
        "REG": "registries",
        "RUN": "the check itself",
        "SYN": "syntax of entries",
        "TTL": "titles",
        "TXT": "characters",
    },
    unable="Could not be made:",
    more="and {number} more",
    commit="State of the project: commit",
    dirty="with local changes",
)
_RU = CheckWords(
    policy=(
        "Правила: не удаться может не более {unable} % проверок; утверждения охватывают не менее "
        "{coverage} % предложений каждого раздела; страница считается исчезнувшей после неудачных "
        "обращений ({looks}) с промежутком в днях ({days}); увиденное раньше, чем за {stale} дн., "
        "проверяется заново."
    ),
    changed="Уровни, изменённые редакцией: {rules}.",
    by_class="Проверки по предмету",
    kind="Предмет",
    columns=("Запланировано", "Пройдено", "Не пройдено", "Не удалось", "Допущено"),
    classes={
        "ARC": "архивные копии",
        "COV": "утверждения и охват",
        "DAT": "даты",
        "DUP": "повторы",
        "EDS": "отзывы публикаций",
        "IDS": "идентификаторы",
        "KEY": "ключи",
        "LNK": "ссылки",
        "NAM": "имена",
        "NUM": "числа",
        "QUO": "цитаты",
        "REG": "реестры",
        "RUN": "сама проверка",
        "SYN": "запись источников",
        "TTL": "заглавия",
        "TXT": "знаки",
    },
    unable="Проверить не удалось:",
    more="и ещё {number}",
    commit="Состояние проекта: коммит",
    dirty="с местными изменениями",
)
_KK = CheckWords(
    policy=(
        "Ережелер: тексерулердің ең көбі {unable} % жасалмай қалуы мүмкін; тұжырымдар әр бөлім "
        "сөйлемдерінің кемінде {coverage} % қамтиды; бет {looks} рет, арасына {days} күн салып, "
        "ашылмаса, жоғалған болып саналады; {stale} күннен бұрын көрілген қайта тексеріледі."
    ),
    changed="Редакция өзгерткен деңгейлер: {rules}.",
    by_class="Тексерулер нысаны бойынша",
    kind="Нысан",
    columns=("Жоспарланған", "Өткен", "Өтпеген", "Жасалмаған", "Рұқсат етілген"),
    classes={
        "ARC": "мұрағат көшірмелері",
        "COV": "тұжырымдар мен қамту",
        "DAT": "күндер",
        "DUP": "қайталаулар",
        "EDS": "қайтарылған жарияланымдар",
        "IDS": "сәйкестендіргіштер",
        "KEY": "кілттер",
        "LNK": "сілтемелер",
        "NAM": "есімдер",
        "NUM": "сандар",
        "QUO": "дәйексөздер",
        "REG": "тізілімдер",
        "RUN": "тексерудің өзі",
        "SYN": "дереккөз жазбасы",
        "TTL": "атаулар",
        "TXT": "таңбалар",
    },
    unable="Тексеру мүмкін болмағандар:",
    more="және тағы {number}",
    commit="Жобаның күйі: коммит",
    dirty="жергілікті өзгерістермен",
)
CHECK_WORDS: Mapping[str, CheckWords] = {"en": _EN, "ru": _RU, "kk": _KK}
