"""Hold the Kazakh words on sources, links and quotations."""

from __future__ import annotations

from kzru_cite.edition.evidence_labels import EvidenceLabels
from kzru_cite.model.bonds import Standing
from kzru_cite.model.claim_state import ClaimState
from kzru_cite.model.entry_state import Blemish
from kzru_cite.model.links import LinkClass

EVIDENCE_KK = EvidenceLabels(
    links={
        LinkClass.ALIVE: "Бет табылған күн: {date}.",
        LinkClass.MOVED: "Бет жаңа мекенжайдан табылған күн: {date}.",
        LinkClass.CLOSED: "Бет табылды, жазылу немесе құпиясөз керек: {date}.",
        LinkClass.TO_ROOT: "Беттің орнына сайттың басты беті ашылды: {date}.",
        LinkClass.SOFT_404: "Сайт бет жоқ деп хабарлады: {date}.",
        LinkClass.PARKED: "Мекенжай сатылымға қойылған: {date}.",
        LinkClass.TLS_BROKEN: "Қорғалған байланыс орнатылмады: {date}.",
        LinkClass.GONE: "Бет енді жоқ, соңғы тексеру: {date}.",
        LinkClass.NAME_GONE: "Сайт енді жоқ, соңғы тексеру: {date}.",
        LinkClass.SUSPECTED_GONE: "Бет табылмады, енді жоқ болуы мүмкін: {date}.",
        LinkClass.DRIFTED: "Беттің мазмұны өзгерген: {date}.",
        LinkClass.ROBOT_WALL: "Тексерілмеді, сайт бағдарламаларды кіргізбейді: {date}.",
        LinkClass.RATE_LIMITED: "Тексерілмеді, сайт күте тұруды сұрады: {date}.",
        LinkClass.SERVER_TROUBLE: "Тексерілмеді, сервер істен шықты: {date}.",
        LinkClass.NOT_CHECKED: "Сілтеме тексерілмеген.",
    },
    last_good="Соңғы рет табылған күн: {date}.",
    moved_to="Жаңа мекенжайы:",
    page="Беті",
    also="Сондай-ақ",
    translated="Атауының аудармасы:",
    blemishes={
        Blemish.RETRACTED: "Жарияланым қайтарып алынған",
        Blemish.IN_PART: "Жарияланым кем дегенде ішінара қайтарып алынған",
        Blemish.OF_CONCERN: "Редакция жарияланымға күмән білдірген",
        Blemish.CORRECTED: "Жарияланғаннан кейін түзетілген",
    },
    notice="хабарлама",
    states={
        ClaimState.SUPPORTED: "Дереккөздер растайды",
        ClaimState.PARTLY: "Ішінара расталған",
        ClaimState.AGAINST: "Расталмайды",
        ClaimState.OPEN: "Дереккөз көрсетілген, әлі салыстырылмаған",
        ClaimState.UNSOURCED: "Дереккөз әзірге жоқ",
        ClaimState.FREE: "Дереккөз қажет емес",
    },
    standings={
        Standing.UNLINKED: "тұжырым дереккөзбен әлі салыстырылмаған",
        Standing.UNQUOTED: "дереккөздің сөздері әлі келтірілмеген",
        Standing.UNSEARCHED: "дәйексөз дереккөзден әлі ізделмеген",
        Standing.MISSING: "дәйексөз дереккөзден табылмады",
        Standing.UNDECIDED: "дәйексөз табылды, шешім әлі жоқ",
        Standing.LAPSED: "шешім күшін жойды: тұжырым не дереккөз өзгерген",
        Standing.SUPPORTS: "дереккөз тұжырымды растайды",
        Standing.PARTLY: "дереккөз тұжырымды ішінара растайды",
        Standing.CONTRADICTS: "дереккөз тұжырымға қайшы келеді",
        Standing.INACCESSIBLE: "дереккөз қолжетімсіз",
    },
    bases={
        "common": "Жалпыға мәлім.",
        "own": "Авторлардың өз жұмысы.",
        "definition": "Анықтама.",
    },
    proof="Дәлел",
    proof_of="{state}: «{words}»",
    close="Жабу",
    on_page="Беттегі осы сөздер",
    in_copy="Мұрағаттағы көшірмеде",
    entry="Дереккөз",
    decided="Шешім: {name}, {date}.",
    decided_by="Шешім: {name}.",
    decided_on="Шешім: {date}.",
    show="Тұжырымдарды көрсету",
    show_quiet="Байсалды",
    show_plain="Көрсетпеу",
    checks="Дереккөздер мен тексерулер",
    checks_why="Редактор әр тұжырымды оның әр дереккөзімен сөзбе-сөз салыстырады. "
    "Қазіргі жағдайы мынадай.",
    claims="Тұжырымдар",
    state="Жай-күйі",
    bonds="Тұжырымдарды дереккөздермен салыстыру",
    standing="Нәтиже",
    coverage="Тұжырымдар қамтыған сөйлемдер",
    section="Бөлім",
    covered="Қамтылған",
    covered_of="{all}\u00a0сөйлемнің\u00a0{covered}",
    percent="{number}\u00a0%",
    lead="Кіріспе",
)
