"""Figures are read out of running text, and what is no figure is left."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kzru_cite.model.figures import Bound, Figure, Kind, compare, figures, same_value


def told(figure: Figure) -> str:
    """Write a figure in short: its kind, value or range, unit and softening."""
    values = [f"{float(one.low):g}-{float(one.high):g}" for one in figure.readings]
    values = ["-".join(dict.fromkeys(one.split("-"))) for one in values]
    days = [str(day) for day in figure.days]
    soft = "" if figure.bound is Bound.EXACT else figure.bound.value
    parts = (figure.kind.name.lower(), "|".join(values + days), figure.unit, soft)
    return " ".join(part for part in parts if part)


READ = [
    # Marks between thousands, decimals, scales.
    ("1,234,567.89 of 1.234.567,89", "count 1.23457e+06; count 1.23457e+06"),
    ("12'345 and 12 345 and 12,34,567", "count 12345; count 12345; count 1.23457e+06"),
    ("1,110 people", "count 1110|1.11"),
    ("about 2,5 million", "count 2.5e+06 about"),
    ("18,22 млрд, 400 тыс. и 5 миллионов", "count 1.822e+10; count 400000; count 5e+06"),
    ("5 crore and 3 lakh", "count 5e+07; count 300000"),
    ("drei Millionen, 3 Millionen, 3 millions", "count 3e+06; count 3e+06"),
    # Words.
    ("twenty-five of one hundred and fifty", "count 25; count 150"),
    ("two thousand, three hundred and one of them", "count 2000; count 301"),
    ("five hundred thousand, two million five hundred", "count 500000; count 2.0005e+06"),
    ("a hundred, two dozen, a dozen, hundreds, a man", "count 100; count 24; count 12"),
    ("half a million in two and a half years", "count 500000; quantity 2.5 year"),
    ("one of the five, twenty and ten", "count 5; count 20; count 10"),
    ("двести пятьдесят тысяч, тысяча человек", "count 250000; count 1000"),
    ("5 тысяч, миллионы", "count 5000"),
    ("қырық бес адам, үш жүз, он екі", "count 45; count 300; count 12"),
    ("он сказал: три", "count 3"),
    ("two hundred hundred, two thousand million", "count 200; count 2000"),
    ("ten fifteen", "count 10; count 15"),
    # Percentages, points, shares, money, units.
    ("22, 13 and 59 per cent", "percent 22; percent 13; percent 59"),
    ("26 percentage points of 4 п. п.", "points 26; points 4"),
    ("5-10 %", "percent 5-10"),
    ("US$5m, $5 bn, €3.4bn", "money 5e+06 USD; money 5e+09 USD; money 3.4e+09 EUR"),
    ("5 million US dollars, 3 рубля, 7 теңге", "money 5e+06 USD; money 3 RUB; money 7 KZT"),
    ("$5–10 billion", "money 5e+09-1e+10 USD"),
    ("between $5 billion and $10 billion", "money 5e+09-1e+10 USD"),
    ("A$5, C$6 dollars", "money 5 AUD; money 6 CAD"),
    (
        "5 MW, 20 °C, 30 bcm, 2 mcm",
        "quantity 5 MW; quantity 20 degC; quantity 3e+10 m**3; quantity 2e+06 m**3",
    ),
    ("5 sq km, 5 км², 5 Kilometres", "quantity 5 km**2; quantity 5 km**2; quantity 5 km"),
    ("100m barrels, 100m", "quantity 1e+08 oil_bbl; quantity 100 m"),
    ("3 to 4 more years, 10-year-olds", "quantity 3-4 year; quantity 10 year"),
    ("from 12.9 to 19.2 bln", "count 1.29e+10; count 1.92e+10"),
    ("from 5 to 10 km", "quantity 5 km; quantity 10 km"),
    ("5 men and 10 km", "count 5; quantity 10 km"),
    ("5 km and 10 kg", "quantity 5 km; quantity 10 kg"),
    ("5 km - 10 kg", "quantity 5 km; quantity 10 kg"),
    ("10-5 won", "count 10; count 5"),
    ("5th to 10th", "ordinal 5-10"),
    ("three times, 3:1, 3:0", "ratio 3; ratio 3; count 3; count 0"),
    ("a third of them, a third term", "percent 33.3333"),
    ("half of it, the first half of 2014", "percent 50; year 2014"),
    ("550th, 550-й", "ordinal 550; ordinal 550"),
    # Softening.
    ("more than 5, no more than 6, up to 7", "count 5 at least; count 6 at most; count 7 at most"),
    (
        "более 5, не более 6, >7, ~8",
        "count 5 at least; count 6 at most; count 7 at least; count 8 about",
    ),
    ("5 or so, 6 or more", "count 5 about; count 6 at least"),
    ("200 адамнан астам, 300-ге жуық", "count 200 at least; count 300 about"),
    # Dates.
    (
        "18 January 2005, January 18, 2005, 18th of January",
        "date 2005-01-18; date 2005-01-18; date -----01-18",
    ),
    ("15–25 June 2022", "date 2022-06-15; date 2022-06-25"),
    ("June 15 to 25, 2022", "date 2022-06-15; date 2022-06-25"),
    ("18. Januar 2005, 18 janvier 2005", "date 2005-01-18; date 2005-01-18"),
    ("2005 жылғы 18 қаңтар, 2005 жылғы мамыр", "date 2005-01-18; date 2005-05"),
    ("may 5 of them, 5 may go, march 5", "count 5; count 5; count 5"),
    (
        "2005-01-18, 18.01.2005, 05/04/2014, 04/04/2014",
        "date 2005-01-18; date 2005-01-18; date 2014-04-05|2014-05-04; date 2014-04-04",
    ),
    ("March 2023, March 5", "date 2023-03; date -----03-05"),
    (
        "In November 22% sided, in May 5 %, in June 7 per cent, on 9 May 8%",
        "percent 22; percent 5; percent 7; date -----05-09; percent 8",
    ),
    # Years.
    ("in 2022 prices rose, 2000 people, 1500 soldiers", "year 2022; count 2000; count 1500"),
    ("в 1500 году 1500 солдат", "year 1500; count 1500"),
    ("from 1505 to 1533, 2014-15, 2019–2024", "year 1505-1533; year 2014-2015; year 2019-2024"),
    ("2019 and 1999", "year 2019; year 1999"),
    ("1500 to 1600 soldiers", "count 1500-1600"),
    ("mid-1990, the 1990s, 1990-е годы", "year 1990; decade 1990-1999; decade 1990-1999"),
    (
        "the 18th century, XVI–XVII вв., twenty-first century",
        "century 1701-1800; century 1501-1700; century 2001-2100",
    ),
    ("in the 45th century, IX век", "ordinal 45; century 801-900"),
]


@pytest.mark.parametrize(("text", "expected"), READ)
def test_figures_are_read(text: str, expected: str) -> None:
    assert expected == "; ".join(told(figure) for figure in figures(text))


@pytest.mark.parametrize(
    "text",
    [
        "G20 and COVID-19",
        "a Boeing 747, an F-16, Windows 10",
        "ISO 8601, ISO/IEC 27001, RFC 3986, ГОСТ 7.1",
        "No. 5, p. 28, pp. 58-77, Section 3.2, § 5, Article 51, footnote 7, стр. 5",
        "ISBN 978-0-306-40615-7, ISSN 0028-0836, doi 10.1000/182, PMID 123456",
        "version 3.11, v2.0, 1.2.3-beta, Python 3.11, CC BY-SA 4.0",
        "+7 727 123-45-67, (555) 555-1234, 555-555-1234",
        "10 Downing Street, ул. Абая, д. 5",
        "https://example.org/2014/08/29 and a1@example.org",
        "at 10:30, 9 a.m., 24/7, Q3, the ’90s, 4G",
        "as shown [12], [3–5]",
        "51° N",
        "one of them, no one",
        "5abc",
        "31/31/2014 and 3/4",
    ],
)
def test_what_is_no_figure_is_left(text: str) -> None:
    assert [] == [figure.text for figure in figures(text)]


def test_the_language_decides_about_words() -> None:
    assert [12, 30] == [one.readings[0].low for one in figures("zwölf von dreißig", "de-DE")]
    assert [12, 30] == [one.readings[0].low for one in figures("douze et trente", "fr")]
    assert [10] == [one.readings[0].low for one in figures("он адам", "kk")]
    assert () == figures("он адам", "ru")


def test_offsets_are_exact() -> None:
    text = "about $18.22 billion, on 15 to 25 June 2022, a third of it"
    assert ["$18.22 billion", "15", "25 June 2022", "a third"] == [
        text[one.start : one.end] for one in figures(text)
    ]
    assert all(text[one.start : one.end] == one.text for one in figures(text))


MARKS = [",", ".", " ", "\u00a0", "\u202f", "\u2009", "'", "’"]


@given(st.integers(10_000, 10**13), st.sampled_from(MARKS), st.integers(0, 3))
def test_a_number_reads_back_from_any_notation(number: int, mark: str, places: int) -> None:
    grouped = f"{number:,}".replace(",", mark)
    part = str(number)[:places]
    decimal = "," if mark == "." else "."
    text = f"They were {grouped}{decimal + part if part else ''} in all."
    wanted = Fraction(f"{number}.{part}" if part else number)
    (found,) = figures(text)
    assert wanted in [reading.low for reading in found.readings]


@given(
    st.integers(1, 999), st.sampled_from([("thousand", 3), ("million", 6), ("млрд", 9), ("bn", 9)])
)
def test_a_scale_multiplies(number: int, scale: tuple[str, int]) -> None:
    (found,) = figures(f"about {number} {scale[0]}")
    assert number * 10 ** scale[1] == found.readings[0].low


ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
TENS = (*("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"),)


def in_words(number: int) -> str:
    if number >= 1000:
        scale, name = (10**6, "million") if number >= 10**6 else (1000, "thousand")
        head, rest = divmod(number, scale)
        joint = " and " if 0 < rest < 100 else " "
        return f"{in_words(head)} {name}" + (joint + in_words(rest) if rest else "")
    if number >= 100:
        rest = number % 100
        return f"{ONES[number // 100]} hundred" + (f" and {in_words(rest)}" if rest else "")
    if number < 20:
        return ONES[number]
    return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")


@given(st.integers(2, 999_999_999))
def test_a_number_reads_back_from_english_words(number: int) -> None:
    assert [number] == [one.readings[0].low for one in figures(f"They were {in_words(number)}.")]


@given(st.integers(10_000, 10**12), st.integers(2, 5))
def test_rounding_never_contradicts(number: int, digits: int) -> None:
    places = len(str(number)) - digits
    rounded = round(Fraction(number, 10**places)) * 10**places if places > 0 else number
    claim = f"The two sold {rounded:,} tonnes of oil in 2018."
    quote = f"The two sold {number:,} tonnes of oil in 2018."
    for text, source in ((claim, quote), (quote, claim)):
        assert ["agrees"] * len(figures(text)) == [
            one.comparison.value for one in compare(text, [source])
        ]


@given(
    st.integers(10, 10**9), st.data(), st.sampled_from(["%", " soldiers", " km", " tenge", " дней"])
)
def test_a_changed_digit_contradicts(number: int, data: st.DataObject, unit: str) -> None:
    # A number that ends in noughts may be a rounded one.
    digits = str(number * 10 + data.draw(st.integers(1, 9)))
    at = data.draw(st.integers(0, len(digits) - 1))
    other = data.draw(st.sampled_from([one for one in "123456789" if one != digits[at]]))
    changed = f"{digits[:at]}{other}{digits[at + 1 :]}"
    claim = f"The alliance sent forces of {int(changed):,}{unit} beyond the border."
    quote = f"The alliance sent forces of {int(digits):,}{unit} beyond the border."
    assert ["contradicted"] == [one.comparison.value for one in compare(claim, [quote])]


@given(st.text(alphabet="0123456789 ,.-–%$€°:/()[]abXVI№сthк¼²", max_size=60))
def test_any_text_can_be_read_and_agrees_with_itself(text: str) -> None:
    found = figures(text)
    assert all(text[one.start : one.end] == one.text for one in found)
    assert {"agrees"} >= {one.comparison.value for one in compare(text, [text])}
    assert same_value(text, text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("100 sq km", "10,000 ha"),
        ("2,471 acres", "1,000 hectares"),
        ("1 square mile", "2.59 km²"),
        ("100 cubic feet", "2.83 m³"),
        ("2 m²", "21.5 square feet, that is 2 sq m"),
        ("60 mph", "97 km/h"),
        ("5,000 MWh", "5 GWh"),
        ("2 TWh", "2,000 GWh"),
        ("5 kWh", "5 кВт·ч"),
        ("500 kW", "0.5 MW"),
        ("10 nautical miles", "18.52 km"),
        ("50 cm", "500 mm"),
        ("100 yards", "91.4 m"),
        ("12 inches", "1.0 foot"),
        ("5.0 kg", "11 lbs"),
        ("16 ounces", "454 grams"),
        ("7.33 barrels", "1,165 litres"),
        ("10 gallons", "37.9 litres"),
        ("5 hours", "300 minutes"),
        ("120 seconds", "2 minutes"),
        ("3 weeks", "21 days"),
        ("24 months", "2 years"),
        ("18.2", "$18.2 billion"),
        ("August 2014", "29 August 2014"),
        ("Astana", "ASTANA."),
        ("one", "1"),
    ],
)
def test_one_value_in_two_forms(one: str, other: str) -> None:
    assert same_value(one, other)
    assert same_value(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("5 km", "6 km"), ("5 km", "5 kg"), ("5", "none"), ("Astana", "Almaty"), ("2014", "1990s")],
)
def test_two_values(one: str, other: str) -> None:
    assert not same_value(one, other)


def test_kinds_have_names_for_messages() -> None:
    assert "sum of money" == Kind.MONEY.value


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("paid 5 US dollars", "USD"),
        ("paid 5 DOLLARS", "USD"),
        ("paid 5 of euros", "EUR"),
        ("after 5 more years", "year"),
        ("after 5 Further kilometres", "km"),
        ("about 5\u00a0°C", "degC"),
        ("about 5-km", "km"),
        ("about 5 шаршы километр", "km**2"),
    ],
)
def test_words_for_a_unit_may_begin_in_many_ways(text: str, unit: str) -> None:
    assert unit in [figure.unit for figure in figures(text)]
