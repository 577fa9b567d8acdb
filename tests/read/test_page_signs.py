"""Signs of walls, notices and missing pages are seen, and not where there are none."""

from __future__ import annotations

import pytest
from pages import ADDRESS, WORDS, facts, linked

from kzru_cite.read.page_signs import SIGNS

LONG = f"<main><h1>A river</h1><p>{WORDS * 90}</p></main>"
# Wordings and pages are ours; the names of classes, scripts and hosts are those of the makers.
PAGES = [
    ("challenge:cloudflare", "<title>Just a moment...</title>", "<script src=/c></script>"),
    ("challenge:cloudflare", "<title>Wait</title><script>window._cf_chl_opt={};</script>", "Wait."),
    ("challenge:cloudflare", "<title>Attention Required! | Cloudflare</title>",
     '<div id="cf-error-details"><h1>Sorry, you have been blocked</h1></div>'),
    ("challenge:cloudflare", "<title>Access denied</title>",
     '<div id="cf-error-details">Error 1020</div>'),
    ("challenge:akamai", "<title>Access Denied</title>",
     "<h1>Access Denied</h1>You have no permission.<p>Reference #18.2d351ab8.1557333295.a4e16ab"),
    ("challenge:akamai", "<title>x</title>", '<div id="sec-if-cpt-container"></div>'),
    ("challenge:incapsula", '<script src="/_Incapsula_Resource?a=1"></script>', ""),
    ("challenge:incapsula", "", "Request unsuccessful. Incapsula incident ID: 1-2"),
    ("challenge:perimeterx", "<title>x</title>", '<div id="px-captcha"></div>Press and hold.'),
    ("challenge:datadome", "", '<iframe src="https://geo.captcha-delivery.com/c/"></iframe>'),
    ("challenge:aws", "<script>window.gokuProps = {};</script>", "<div></div>"),
    ("challenge:aws", '<script src="https://a.b.token.awswaf.com/c/challenge.js"></script>', "x"),
    ("challenge:other", "<title>DDOS-GUARD</title>", "Checking."),
    ("challenge:other", "<title>Проверка браузера</title>", "Подождите."),
    ("challenge:other", "<title>Making sure you&#39;re not a bot!</title>", "Wait."),
    ("challenge:other", "<script src=https://check.ddos-guard.net/check.js></script>", "Wait"),
    ("challenge:other", "<title>Too Many Requests</title>", "<h1>whoa there</h1>"),
    ("challenge:other", "<title>403 Forbidden</title>", "<h1>Forbidden</h1>"),
    ("captcha", "<title>x</title>", '<form><div class="g-recaptcha"></div></form>'),
    ("captcha", "<title>Captcha</title>", LONG),
    ("password-field", "<title>x</title>", LONG + "<input name=p type='Password'>"),
    ("paywall", linked('{"@type": "NewsArticle", "isAccessibleForFree": "False"}'), LONG),
    ("paywall", linked('{"@type": "NewsArticle", "isAccessibleForFree": false}'), LONG),
    ("paywall", "", LONG.replace("</main>", "<p>Subscribe to continue reading.</p></main>")),
    ("paywall", "", "<p>Статья доступна только для подписчиков</p>"),
    ("login-words", "<title>Log in | The Paper</title>", LONG),
    ("login-words", "<title>x</title>", "<h1>Войти на сайт</h1>"),
    ("login-words", "<title>Sign in to your account</title>", ""),
    ("login-words", "<title>Жүйеге кіру</title>", ""),
    ("parked", "<title>example.org</title>", '<script src="https://img.sedoparking.com/x"></script>'),
    ("parked", "<title>x</title>", "<p>This domain is for sale!</p>"),
    ("parked", "<title>x</title>", "<p>Домен example.kz продаётся</p>"),
    ("parked", "<title>Situs Slot Gacor Hari Ini</title>", LONG),
    ("consent-wall", "<title>x</title>", "<p>Before you continue to the site: cookies.</p>"),
    ("consent-wall", "<title>We value your privacy</title>", "<p>Accept</p>"),
    ("script-only", '<title>x</title><script src="/app.js"></script>', '<div id="root"></div>'),
    ("wayback-notice", "<title>Wayback Machine</title>", "<p>Hrm.</p>"),
    ("wayback-notice", "<title>Internet Archive Wayback Machine</title>", LONG),
    ("wayback-notice", "", "<p>This URL has been excluded from the Wayback Machine.</p>"),
    ("redirect-notice", "", "<p>Got an HTTP 302 response at crawl time. Redirecting to x</p>"),
    ("redirect-notice", "<title>301 Moved Permanently</title>", "<a href=/x>here</a>"),
    ("redirect-notice", "", "<p>Вы будете перенаправлены</p>"),
    ("empty", "", ""),
    ("cover-sheet", "<title>On trade</title>",
     "<p>Citation for published version: Rao, On trade.</p><p>General rights</p>"),
    ("abstract-only", "<title>On trade</title>",
     f"<main><p>Abstract</p><p>{WORDS}</p></main><p>Get access</p>"),
    ("abstract-only", '<meta name="citation_title" content="On trade">',
     f"<main><h1>On trade</h1><h2>Abstract</h2><p>{WORDS}</p><a>Get access</a></main>"),
    ("abstract-only", '<meta name="citation_doi" content="10.5555/1">',
     f"<main><p>Abstract. {WORDS}</p></main><aside>Institutional access</aside>"),
]  # fmt: skip
MISSING = [
    *("404", "404 Not Found", "Error 404", "HTTP 404", "404 - Page not found", "Not Found"),
    *("Page not found | The Paper", "The Paper - Page Not Found", "Sorry, this page is missing"),
    *("Oops, the page you are looking for does not exist", "This page isn’t available"),
    *("The article has been removed", "We can't find that page", "Nothing found", "404: file gone"),
    *("Страница не найдена", "Запрашиваемая страница не существует", "Ошибка 404", "Не найдено"),
    *("Материал удалён", "Бет табылмады", "Сұралған бет табылған жоқ", "Қате 404"),
    *("Seite nicht gefunden", "Die Seite wurde leider nicht gefunden", "Page introuvable"),
    *("Página no encontrada", "Pagina non trovata", "Sayfa bulunamadı", "Nie znaleziono strony"),
    *("ページが見つかりませんでした | 別のサイト", "Сторінку не знайдено", "页面不存在"),
]
TEXTS = [
    *("A river rises", "Missing plane not found after a year of search in the ocean"),
    *("The page that could not be turned: a novel", "Found: 404 ways to leave a country"),
    *("Story found in a drawer", "How to log in to history", "Logging in the Amazon forests"),
    *("Domain of the Khans is for sale", "Captcha and its discontents", "A moment of peace"),
    *(
        "Страница истории, которая не забыта",
        "Вход России в войну",
        "Redirecting rivers in Siberia",
    ),
    *("Peugeot 404 (1960)", "Consent of the governed", "Subscribe or die", "Wayback"),
]


@pytest.mark.parametrize(("sign", "head", "body"), PAGES)
def test_each_sign_is_seen(sign: str, head: str, body: str) -> None:
    assert sign in facts(head, body).signs


def test_every_sign_of_the_list_has_a_page_here() -> None:
    assert {name for name, _ in SIGNS} == {sign for sign, _, _ in PAGES} | {"not-found-words"}
    assert all(has.__doc__ for _, has in SIGNS)


@pytest.mark.parametrize("title", MISSING)
def test_words_for_a_missing_page(title: str) -> None:
    assert facts(f"<title>{title}</title>", LONG).signs == ("not-found-words",)
    assert facts("<title>The Paper</title>", f"<h1>{title}</h1>{LONG}").signs == (
        "not-found-words",
    )


@pytest.mark.parametrize("title", TEXTS)
def test_texts_about_such_things_have_no_sign(title: str) -> None:
    body = LONG.replace("A river", title)
    assert facts(f"<title>{title} | The Paper</title>", body).signs == ()


@pytest.mark.parametrize(
    "head",
    [
        '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>',
        '<script src="/_Incapsula_Resource?SWJIYLWA=1"></script>',
        '<script src="https://js.datadome.co/tags.js"></script>',
        '<script src="https://www.google.com/recaptcha/api.js"></script><div class="g-recaptcha">',
        '<script>window._pxAppId = "x"; window.gokuProps</script>',
        linked('{"@type": "NewsArticle", "isAccessibleForFree": true}'),
        '<noscript><meta http-equiv="refresh" content="0;url=/nojs"></noscript>',
    ],
)
def test_scripts_of_guards_on_a_page_with_text_are_no_sign(head: str) -> None:
    assert facts(head, LONG).signs == ()


@pytest.mark.parametrize(
    ("content", "signs"),
    [
        ("0;url=/new", ("meta-refresh:https://news.example.org/new",)),
        ("5; URL='https://x.org/'", ("meta-refresh:https://x.org/",)),
        ("300", ()),
        (f"60;url={ADDRESS}#top", ()),
        ("0;url=javascript:go()", ()),
        ("0;url=", ()),
    ],
)
def test_a_refresh_that_leads_away_is_a_sign(content: str, signs: tuple[str, ...]) -> None:
    assert facts(f'<meta http-equiv="Refresh" content="{content}">', LONG).signs == signs


def test_hosts_that_ask_for_consent() -> None:
    assert "consent-wall" in facts("", LONG, "https://consent.example.org/m?continue=x").signs
    assert facts("", LONG, "http://[broken").signs == ()
