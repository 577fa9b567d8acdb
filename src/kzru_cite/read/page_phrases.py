"""
Keep the words by which walls, notices and missing pages are known, in many languages.

A phrase a line, each a regular expression without regard to capitals; a blank at the start of a
line does not count. Those for titles must fit the whole title or a whole part of it.
"""

from __future__ import annotations

import re


def _phrases(lines: str) -> re.Pattern[str]:
    found = "|".join(filter(None, map(str.strip, lines.splitlines())))
    return re.compile(found, re.IGNORECASE | re.DOTALL)


BLOCKED = _phrases(r"""
    you have been blocked
    access denied
    error 10(?:05|06|07|08|09|10|12|15|20)\b
    enable cookies
""")
CLOUDFLARE_TITLE = _phrases(r"""
    just a moment
    attention required!? ?\|? ?(?:cloudflare)?
""")
AKAMAI_REFERENCE = _phrases(r"Reference\s*#\s*\d+\.[0-9a-f]+\.\d+")
DENIED_TITLE = _phrases(r"""
    access denied
    forbidden
""")
ROBOT_TITLE = _phrases(r"""
    (?:are you|i'?m not|you are not) a robot
    are you human
    pardon our interruption
    ddos-guard
    (?:security|browser|bot|human|robot) (?:check|verification|checkpoint|challenge)
    client challenge
    checking your browser
    verify(?:ing)? (?:that )?you are (?:a )?human
    one moment,? please
    making sure you'?re not a bot!?
    please wait
    access to this page has been denied
    you are being rate limited
    (?:error |http )?(?:429 )?too many requests
    (?:error |http )?(?:403 )?(?:access denied|forbidden)
    доступ (?:запрещ[её]н|ограничен)
    проверка (?:браузера|безопасности)
    вы не робот
    не робот ли вы
    один момент
    подтвердите,? что вы (?:человек|не робот)
    сіз робот емессіз бе
    (?:sind sie|bist du) ein mensch
    un instant
    un momento
""")
CAPTCHA_TITLE = _phrases(r"(?:enter |введите )?(?:the )?(?:captcha|капча|капчу)")
SUBSCRIBE = _phrases(r"""
    subscribe (?:now )?to (?:continue|keep|read (?:the full|this)|unlock)
    to continue reading,? (?:please )?subscribe
    this (?:article|content|story) is (?:\w+ )?(?:for|to) (?:our )?(?:paid )?subscribers
    already a subscriber\?
    subscriber-only
    you(?:'|’)ve (?:reached|read) your (?:last )?(?:monthly|free)
    оформите подписку
    доступно только (?:по подписке|подписчикам)
    только для подписчиков
    чтобы (?:читать дальше|дочитать)
    жазылушыларға ғана
    réservé (?:aux|à nos) abonnés
    il vous reste [\d.,]+ ?% de cet article
    jetzt abonnieren und weiterlesen
    nur für abonnenten
    contenido exclusivo para suscriptores
    suscríbete para seguir leyendo
""")
# Each of the phrases above holds one of these.
SUBSCRIBE_ROOTS = (
    *("subscri", "ve re", "подпис", "читать", "жазылушы", "abonn", "de cet article", "suscr"),
)
LOGIN_TITLE = _phrases(r"""
    (?:please |you (?:must|need to) )?(?:log|sign)[ -]?(?:in|on)
    (?:please )?(?:log|sign)[ -]?(?:in|on) (?:to|or|with|page|form|and) .{1,60}
    (?:user |member )?login(?: page| required)?
    (?:authentication|authorization) required
    single sign[ -]on
    вход(?: (?:в|на) .{1,40})?
    войти(?: (?:в|на) .{1,40})?
    авторизация(?: .{1,40})?
    кіру
    жүйеге кіру
    увійти
    вхід
    anmeld(?:en|ung)
    einloggen
    connexion
    se connecter
    identifiez-vous
    iniciar sesi[óo]n
    acceder
    accedi
    entrar
    giriş(?: yap)?
    zaloguj(?: się)?
    ログイン
    登录
    로그인
""")

_THING = (
    r"(?:sorry,? |oops,? |ooops,? |error:? )?(?:the |this |that |your )?(?:requested )?"
    r"(?:page|file|url|article|document|content|resource|story|post|entry|item)s?"
    r"(?: (?:that )?(?:you|you are|you're|you were) .{1,40})?"
)
_STRANITSA = (
    r"(?:запрашиваем\w+ |такой |эта |данная )?"
    r"(?:страниц[аы]|материал|публикация|документ|файл|запись|новость|статья)(?: \w+)?"
)
NOT_FOUND_TITLE = _phrases(rf"""
    (?:http )?(?:error|ошибка|fehler|erreur|қате|hata|помилка)?[ :#-]*(?:404|410)
    (?:404|410)[ :,.-]*(?:error|ошибка|fehler|қате|hata|gone|page|file|not found|oops).{{0,40}}
    (?:not|nothing) found
    {_THING} (?:was |is |could |can )?(?:not|cannot) (?:be )?(?:found|available|here|located)
    {_THING} (?:wasn|isn|couldn|can)['’]t (?:be )?(?:found|available|here|located)
    {_THING} (?:does not|doesn['’]t|no longer) exists?(?: .{{0,30}})?
    {_THING} (?:is )?(?:missing|unavailable|no longer available)
    {_THING} (?:was|is|has been|have been) (?:removed|deleted)
    we (?:can['’]t|cannot|couldn['’]t) find (?:that|the|this) page
    {_STRANITSA} (?:не (?:найден[аоы]?|существует|обнаружена)|удал[её]н[аоы]?|отсутствует)
    (?:ничего )?не найден[ао]?
    (?:сұралған |бұл )?(?:бет|парақ|материал|құжат)(?: \w+)? (?:табылмады|табылған жоқ|өшірілген)
    табылмады
    сторінк[уа] не (?:знайдено|знайдена|існує)
    старонка не знойдзена
    (?:die )?seite (?:wurde )?(?:leider )?nicht gefunden
    (?:diese )?seite existiert nicht.{{0,10}}
    nicht gefunden
    (?:cette |la )?page (?:est )?(?:introuvable|non trouvée|inexistante|inconnue)
    introuvable
    (?:la )?p[áa]gina (?:no|non|não) (?:encontrada|trovata|existe|disponible)
    no encontrado
    sayfa bulunamadı
    aradığınız sayfa .{{1,30}}
    nie znaleziono strony
    strona nie (?:została znaleziona|istnieje)
    stránka nenalezena
    pagina niet gevonden
    sidan (?:kunde inte hittas|hittades inte)
    siden (?:blev )?ikke funnet
    sivua ei löydy.{{0,10}}
    sahifa topilmadi
    барак табылган жок
    (?:お探しの|ご指定の)?ページ(?:が|は)(?:見つかりません.{{0,10}}|存在しません)
    页面不存在
    找不到(?:页面|网页)?
    페이지를 찾을 수 없습니다
    الصفحة غير موجودة
""")
FOR_SALE = _phrases(r"""
    domain(?: name)? (?:is|may be|could be|might be) (?:available )?for (?:sale|purchase)
    buy this domain
    this domain (?:has expired|is parked|is registered at|was recently registered)
    domain is available for
    related searches.{0,200}privacy policy
    домен(?:ное имя)? (?:\S+ )?(?:прода[её]тся|припаркован|выставлен на продажу)
    купить (?:этот )?домен
    срок регистрации домена .{0,40}ист[её]к
    домен сатылады
    domain (?:\S+ )?steht zum verkauf
    diese domain (?:kaufen|ist zu verkaufen)
    nom de domaine est à vendre
    dominio (?:está )?en venta
    bu alan adı satılık
""")
GAMBLING = _phrases(r"""
    \bslot (?:gacor|online|deposit|thailand|demo|dana)
    \b(?:situs|link|agen|bandar) (?:slot|judi|togel)
    \bjudi (?:online|bola)
    \btogel\b
    \bslot88\b
    \bpkv games\b
""")
CONSENT_TITLE = _phrases(r"""
    before you continue.*
    (?:cookie )?(?:consent|wall)
    we value your privacy
    your privacy.*
""")
CONSENT = _phrases(r"""
    before you continue to
    accept (?:all )?(?:cookies )?(?:to|and) continue
    (?:we and our|with our) (?:\d+ )?partners .{0,200}(?:consent|cookies)
    (?:bitte )?stimmen sie .{0,80}cookies
    mit werbung (?:und cookies )?weiterlesen
    accepter (?:les cookies )?(?:et|pour) continuer
    (?:примите|согласитесь).{0,60}(?:cookie|куки).{0,40}продолжить
""")
WAYBACK = _phrases(r"""
    wayback machine (?:has not|hasn[’']t|doesn[’']t have)
    excluded from the wayback machine
    page cannot be (?:crawled or )?displayed due to robots\.txt
    snapshot cannot be displayed
    this url has been excluded
""")
REDIRECT = _phrases(r"""
    got an http 30\d response at crawl time
    you are (?:now )?being redirected
    you will be redirected
    document (?:has moved|may be found) here
    click here if you are not (?:automatically )?redirected
    if (?:your browser|the page|you are not).{0,40}redirect
    (?:вы будете|вас) перенаправ
    сейчас произойд[её]т переадресация
    sie werden (?:jetzt )?(?:automatisch )?weitergeleitet
    vous allez être redirigé
""")
MOVED_TITLE = _phrases(r"""
    30[12378] .{3,25}
    moved (?:permanently|temporarily)
    (?:object|document|page) moved
    redirect(?:ing|ed)?(?: notice)?
    перенаправление
    переадресация
    weiterleitung
    redirection
""")


# A paragraph of its own, or the beginning of one.
ABSTRACT = re.compile(
    r"^(?:abstract|zusammenfassung|résumé|аннотация|реферат|аңдатпа)\s*(?:[.:—–-]|$)",
    re.IGNORECASE | re.MULTILINE,
)
# Only who keeps a text back for money or a login says these.
KEPT_BACK = _phrases(r"""
    \bget (?:full )?access\b
    \b(?:buy|purchase|rent) (?:this |the )?(?:article|chapter|pdf|access)\b
    \baccess (?:this article|through your (?:institution|organi[sz]ation)|options)\b
    \binstitutional access\b
    \bpreview of subscription content\b
""")
FULL_TEXT = _phrases(r"""
    \bfull[ -]?text\b
    \b(?:download|view|get|open|read) (?:the )?(?:full )?(?:article )?\(?pdf\b
    \bpdf download\b
    \bget (?:full )?access\b
    \b(?:buy|purchase|rent) (?:this |the )?(?:article|chapter|pdf|access)\b
    \baccess (?:this article|through your (?:institution|organi[sz]ation)|options)\b
    \brequest (?:a |the )?(?:copy|full)\b
    \binstitutional access\b
    \bpreview of subscription content\b
    полный текст
    (?:скачать|загрузить|открыть) (?:статью |файл )?\(?pdf
    толық мәтін
    \bvolltext\b
    \btexte intégral\b
    \btexto completo\b
""")
# What repositories print on the cover before a work; each line is one sign of it.
COVERS = (
    _phrases(r"""
        \b(?:author|author['’]s|accepted|peer[ -]reviewed) (?:\w+ ){0,2}(?:version|manuscript)
        \bdocument version
        \b(?:post|pre)[ -]?print version
    """),
    _phrases(r"""
        citation for (?:the )?(?:published|original) (?:version|publication)
        \b(?:please |to )cite (?:this|the) (?:published |original )?(?:version|paper|article|item)
        \bsuggested citation
    """),
    _phrases(r"""
        \bdownloaded from
        \blink to (?:the )?(?:publisher|published|publication|original)
        \bavailable (?:from|at|in) (?:the )?(?:\w+ )?(?:repository|archive)
    """),
    _phrases(r"""
        \bterms (?:of use|and conditions)
        \bgeneral rights
        \bcopyright and (?:moral rights|reuse)
        \btake[ -]?down policy
        \busers may (?:freely )?(?:download|distribute)
    """),
    _phrases(r"""
        \b(?:research|institutional|digital|open access) (?:repository|portal|archive)
        \beprints\b
        \bnot-for-profit service that helps scholars
    """),
)
