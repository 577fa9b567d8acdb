"""Hold the Russian words on sources, links and quotations."""

from __future__ import annotations

from kzru_cite.edition.evidence_labels import EvidenceLabels
from kzru_cite.model.bonds import Standing
from kzru_cite.model.claim_state import ClaimState
from kzru_cite.model.entry_state import Blemish
from kzru_cite.model.links import LinkClass

EVIDENCE_RU = EvidenceLabels(
    links={
        LinkClass.ALIVE: "Страница найдена: {date}.",
        LinkClass.MOVED: "Страница найдена по новому адресу: {date}.",
        LinkClass.CLOSED: "Страница найдена, доступ по подписке или паролю: {date}.",
        LinkClass.TO_ROOT: "Вместо страницы открылась главная страница сайта: {date}.",
        LinkClass.SOFT_404: "Сайт сообщил, что страницы нет: {date}.",
        LinkClass.PARKED: "Адрес выставлен на продажу: {date}.",
        LinkClass.TLS_BROKEN: "Защищённое соединение не удалось: {date}.",
        LinkClass.GONE: "Страницы больше нет, последняя попытка: {date}.",
        LinkClass.NAME_GONE: "Сайта больше нет, последняя попытка: {date}.",
        LinkClass.SUSPECTED_GONE: "Страница не найдена, возможно, её больше нет: {date}.",
        LinkClass.DRIFTED: "Содержание страницы изменилось: {date}.",
        LinkClass.ROBOT_WALL: "Не проверено, сайт не пускает программы: {date}.",
        LinkClass.RATE_LIMITED: "Не проверено, сайт просил подождать: {date}.",
        LinkClass.SERVER_TROUBLE: "Не проверено, сбой сервера: {date}.",
        LinkClass.NOT_CHECKED: "Ссылка не проверена.",
    },
    last_good="В последний раз найдена: {date}.",
    moved_to="Новый адрес:",
    page="Страница",
    also="Также",
    translated="Название в переводе:",
    blemishes={
        Blemish.RETRACTED: "Публикация отозвана",
        Blemish.IN_PART: "Публикация отозвана, по меньшей мере частично",
        Blemish.OF_CONCERN: "Редакция выразила сомнение в публикации",
        Blemish.CORRECTED: "Исправлено после публикации",
    },
    notice="уведомление",
    states={
        ClaimState.SUPPORTED: "Подтверждено источниками",
        ClaimState.PARTLY: "Подтверждено частично",
        ClaimState.AGAINST: "Не подтверждается",
        ClaimState.OPEN: "Источник указан, ещё не сверен",
        ClaimState.UNSOURCED: "Источника пока нет",
        ClaimState.FREE: "Источник не нужен",
    },
    standings={
        Standing.UNLINKED: "утверждение ещё не сверено с источником",
        Standing.UNQUOTED: "слова источника ещё не приведены",
        Standing.UNSEARCHED: "цитату ещё не искали в источнике",
        Standing.MISSING: "цитата в источнике не найдена",
        Standing.UNDECIDED: "цитата найдена, решения ещё нет",
        Standing.LAPSED: "решение утратило силу: утверждение или источник изменились",
        Standing.SUPPORTS: "источник подтверждает утверждение",
        Standing.PARTLY: "источник подтверждает утверждение частично",
        Standing.CONTRADICTS: "источник противоречит утверждению",
        Standing.INACCESSIBLE: "источник недоступен",
    },
    bases={
        "common": "Общеизвестно.",
        "own": "Собственная работа авторов.",
        "definition": "Определение.",
    },
    proof="Подтверждение",
    proof_of="{state}: «{words}»",
    close="Закрыть",
    on_page="Эти слова на странице",
    in_copy="В архивной копии",
    entry="Источник",
    decided="Решение: {name}, {date}.",
    decided_by="Решение: {name}.",
    decided_on="Решение: {date}.",
    show="Показать утверждения",
    show_quiet="Неброско",
    show_plain="Не показывать",
    checks="Источники и проверки",
    checks_why="Каждое утверждение редактор дословно сверяет с каждым его источником. "
    "Вот что уже сделано.",
    claims="Утверждения",
    state="Состояние",
    bonds="Сверка утверждений с источниками",
    standing="Итог",
    coverage="Предложения, охваченные утверждениями",
    section="Раздел",
    covered="Охвачено",
    covered_of="{covered}\u00a0из\u00a0{all}",
    percent="{number}\u00a0%",
    lead="Введение",
)
