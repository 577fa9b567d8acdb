"""Readers reach the evidence by keyboard, at any width and in any colours, without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsers import chromium, nu_errors
from evidence_samples import evidence_page
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

STATES = ("quiet", "supported", "partly", "against", "open", "unsourced", "free", "plain")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    place = tmp_path_factory.mktemp("evidence") / "article.html"
    place.write_text(evidence_page(), encoding="utf-8")
    return place.as_uri()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Any]:
    contexts = []

    def open_page(width: int = 1400, height: int = 900, **wishes: Any) -> Page:  # noqa: ANN401
        context = browser.new_context(
            viewport={"width": width, "height": height}, bypass_csp=True, **wishes
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def _violations(page: Page) -> list[Any]:
    found = Axe().run(page).response
    assert 20 < len(found["passes"])
    return [
        (each["id"], [node["html"][:120] for node in each["nodes"]]) for each in found["violations"]
    ]


def _opened(page: Page) -> list[str]:
    ids: list[str] = page.evaluate(
        "[...document.querySelectorAll('[popover]')].filter(e => e.matches(':popover-open'))"
        ".map(e => e.id)"
    )
    return ids


def _focus(page: Page) -> str:
    where: str = page.evaluate(
        "document.activeElement.getAttribute('popovertarget')"
        " || document.activeElement.closest('[popover]')?.id || document.activeElement.id"
    )
    return where


def _visible(page: Page, target: str) -> bool:
    """Tell whether an element lies inside the window, all of its box."""
    seen: bool = page.evaluate(
        "id => { const box = document.getElementById(id).getBoundingClientRect();"
        " return box.width > 0 && box.height > 0 && box.left >= -0.5 && box.top >= -0.5"
        " && box.right <= innerWidth + 0.5 && box.bottom <= innerHeight + 0.5; }",
        target,
    )
    return seen


def _marks(page: Page) -> list[str]:
    targets: list[str] = page.evaluate(
        "[...document.querySelectorAll('.mark')].map(e => e.getAttribute('popovertarget'))"
    )
    return targets


def _through_all(page: Page) -> list[str]:
    """Open each pop-over by keyboard alone, close it again; return those gone through."""
    done: list[str] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        target = _focus(page)
        if not target.startswith("edition-proof-") or target in done:
            if page.evaluate("document.activeElement === document.body") and done:
                break
            continue
        page.keyboard.press("Enter")
        assert [target] == _opened(page)
        assert _visible(page, target), target
        assert target == _focus(page), "the focus goes into the pop-over"
        page.keyboard.press("Tab")
        inside = f"document.getElementById('{target}').contains(document.activeElement)"
        assert page.evaluate(inside)
        page.keyboard.press("Escape")
        assert [] == _opened(page)
        assert page.evaluate("document.activeElement.className") == "mark"
        assert target == _focus(page), "the focus comes back to the mark"
        done.append(target)
    return done


@pytest.mark.parametrize(
    ("width", "wishes"),
    [
        (1400, {}),
        (390, {}),
        (320, {}),
        (1400, {"java_script_enabled": True, "reduced_motion": "reduce"}),
        (1400, {"forced_colors": "active"}),
    ],
    ids=["wide", "phone", "narrow", "reduced-motion", "forced-colours"],
)
def test_the_keyboard_reaches_every_pop_over(visit: Any, width: int, wishes: Any) -> None:  # noqa: ANN401
    page = visit(width, **wishes)
    marks = _marks(page)
    assert 10 == len(marks)
    assert sorted(marks) == sorted(_through_all(page))


def test_pop_overs_open_where_no_script_may_run(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 800, "height": 700})
    page = context.new_page()
    page.goto(address)
    page.locator(".mark").first.focus()
    page.keyboard.press("Enter")
    card = page.locator("#edition-proof-1")
    assert card.is_visible()
    assert "Supported by its sources" in card.inner_text()
    page.keyboard.press("Escape")
    assert not card.is_visible()
    page.locator("#edition-show-open").check()
    assert not page.locator(".mark").first.is_visible()
    context.close()


def test_the_close_button_and_a_click_beside_close_it(visit: Any) -> None:  # noqa: ANN401
    page = visit()
    page.locator(".mark").first.click()
    page.locator("#edition-proof-1 .close").click()
    assert ([], "edition-proof-1") == (_opened(page), _focus(page))
    page.locator(".mark").first.click()
    page.locator("h1").click()
    assert [] == _opened(page)


def test_the_switch_is_worked_by_arrow_keys_and_shows_one_state(visit: Any) -> None:  # noqa: ANN401
    page = visit()
    page.locator("#edition-show-quiet").focus()
    seen = []
    for _ in STATES:
        value = page.evaluate("document.querySelector('.switch input:checked').value")
        shown = page.evaluate(
            "[...document.querySelectorAll('.mark')].filter(e => e.checkVisibility())"
            ".map(e => e.dataset.state)"
        )
        lines = page.evaluate(
            "[...document.querySelectorAll('span.claim')]"
            ".filter(e => getComputedStyle(e).textDecorationLine === 'underline').length"
        )
        seen.append((value, set(shown), lines > 0))
        page.keyboard.press("ArrowDown")
    assert seen == [
        ("quiet", set(STATES[1:-1]), True),
        *((state, {state}, True) for state in STATES[1:-1]),
        ("plain", set(), False),
    ]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_axe_finds_no_violation_in_any_state_of_the_switch(
    visit: Any,  # noqa: ANN401
    state: str,
    colours: str,
) -> None:
    page = visit(color_scheme=colours)
    page.locator(f"#edition-show-{state}").check()
    assert [] == _violations(page)


@pytest.mark.parametrize(
    ("width", "wishes"),
    [
        (1400, {"color_scheme": "light"}),
        (1400, {"color_scheme": "dark"}),
        (320, {"color_scheme": "light"}),
        (320, {"color_scheme": "dark"}),
        (1400, {"forced_colors": "active"}),
    ],
    ids=["wide", "wide-dark", "narrow", "narrow-dark", "forced-colours"],
)
def test_axe_finds_no_violation_with_an_open_pop_over(visit: Any, width: int, wishes: Any) -> None:  # noqa: ANN401
    page = visit(width, **wishes)
    for number in range(page.locator(".mark").count()):
        page.locator(".mark").nth(number).click()
        assert 1 == len(_opened(page))
        assert [] == _violations(page)
        page.keyboard.press("Escape")


@pytest.mark.parametrize("width", [320, 390, 700, 768, 1152, 1400, 1920])
def test_the_page_never_scrolls_sideways(visit: Any, width: int) -> None:  # noqa: ANN401
    page = visit(width)
    assert width >= page.evaluate("document.documentElement.scrollWidth")


def test_at_twice_the_size_everything_is_reached(visit: Any) -> None:  # noqa: ANN401
    # A zoom of 200 % halves the window in the pixels of the page.
    page = visit(640, 450, device_scale_factor=2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    assert sorted(_marks(page)) == sorted(_through_all(page))


def test_on_paper_there_are_notes_and_addresses_but_no_buttons(visit: Any) -> None:  # noqa: ANN401
    page = visit()
    page.locator(".mark").first.click()
    page.emulate_media(media="print")
    shown = page.locator("body").inner_text()
    assert "[update needed]" in shown
    assert "Supported by its sources" not in shown.split("Sources and checks")[0]
    assert "The source supports the claim. Decided" not in shown
    visible = "[...document.querySelectorAll('.mark, [popover], .switch, input')]"
    assert not page.evaluate(f"{visible}.some(e => e.checkVisibility())")
    links = "[...document.querySelectorAll('.record a')].map(e => "
    printed = page.evaluate(f"{links}getComputedStyle(e, '::after').content)")
    addresses = page.evaluate(f"{links}e.getAttribute('href'))")
    assert [f'" ({each})"' for each in addresses] == printed


def test_nothing_is_asked_and_nothing_is_said(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    page.locator(".mark").first.click()
    assert ([], [address]) == (said, asked)
    assert _focus(page) == "edition-proof-1"
    context.close()


def test_nothing_takes_the_focus_when_the_page_opens(visit: Any) -> None:  # noqa: ANN401
    page = visit()
    page.wait_for_timeout(200)
    assert page.evaluate("document.activeElement === document.body && scrollY === 0")


@pytest.mark.tools
@pytest.mark.parametrize("language", ["en-GB", "ru", "kk"])
def test_nu_finds_no_error(language: str, root: Path, tmp_path: Path) -> None:
    assert "" == nu_errors(evidence_page(language), root, tmp_path)
