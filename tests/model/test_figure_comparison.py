"""Figures of a claim are compared with those of its quotations."""

from __future__ import annotations

import pytest

from kzru_cite.model.figures import compare

# Claim, quotation, and what becomes of each figure in order, by its first letter.
PAIRS = [
    # The same, in other forms.
    ("Trade came to $18.22 billion.", "Trade came to $18,219,255,476.", "a"),
    ("Trade came to $18.2 billion.", "trade amounted to US$ 18.22bn", "a"),
    ("Trade was about $18 billion.", "Товарооборот составил 18,2 млрд долларов США.", "a"),
    ("It budgeted 441 billion tenge.", "Бюджет увеличен на 441 млрд тенге", "a"),
    ("It budgeted 441 billion tenge.", "Бюджетке 441 млрд теңге бөлінді", "a"),
    ("Exports fell by 5.7%.", "exports declined 5.68 percent", "a"),
    ("Some 33% agreed.", "A third of those asked agreed.", "a"),
    ("A third of those asked agreed.", "33 % of respondents agreed", "a"),
    ("Half of the firm is foreign.", "Foreigners hold 50 percent of the firm.", "a"),
    ("Two thirds voted for it.", "66.7% voted in favour", "a"),
    ("Nearly half of them left.", "48% of them left", "a"),
    ("The border is 7,591 km (4,717 mi) long.", "The 7,591-kilometre border", "aa"),
    ("The border is 4,717 miles long.", "граница длиной 7591 км", "a"),
    ("It pumps 67 million tonnes a year.", "67 mln tons of oil", "a"),
    ("Twenty-five people died.", "25 people were killed", "a"),
    ("25 people died.", "Twenty-five people were killed", "a"),
    ("Около двух тысяч солдат прибыли.", "About 2,000 soldiers arrived", "a"),
    ("The 18th century saw it.", "В XVIII веке это было", "a"),
    ("In the 18th century it was built.", "It was built in 1731.", "a"),
    ("In the 1990s it grew.", "in 1994 growth began", "a"),
    ("It was signed on 18 January 2005.", "Signed January 18, 2005, in Moscow", "a"),
    ("It was signed on 18 January 2005.", "Подписан 18 января 2005 года", "a"),
    ("It was signed on 18 January 2005.", "18.01.2005", "a"),
    ("It was signed in January 2005.", "signed on 18 January 2005", "a"),
    ("It was signed in 2005.", "Келісім 2005 жылғы 18 қаңтарда жасалды", "a"),
    ("Vasily III reigned from 1505 to 1533.", "Vasily III (1505–1533)", "a"),
    (
        "From 2005 to 2014 firms invested $9.1 billion.",
        "In 2005-2014, $9.1 billion was invested",
        "aa",
    ),
    ("Work takes 10 to 15 years.", "it may take 10-15 years", "a"),
    ("Work takes at least 10 years.", "it may take 10-15 years", "a"),
    ("Work takes up to 15 years.", "between 10 and 15 years", "a"),
    ("More than $400 million was paid.", "The programme received $430 million", "a"),
    ("About 2,500 soldiers came.", "2,487 soldiers arrived", "a"),
    ("The margin is 3 percentage points.", "погрешность 3 процентных пункта", "a"),
    ("It marked 550 years.", "the 550th anniversary", "m"),
    ("It marked the 550th anniversary.", "550 anniversary events", "a"),
    ("Russia sold goods worth $12,923,333,532.", "| Russia | 12,923,333,532 |", "a"),
    (
        "Output rose from 12.9 to 19.2 million tonnes.",
        "from 12.9 million tonnes to 19.2 million tonnes",
        "aa",
    ),
    ("Its ratio is 3:1.", "a ratio of 3:1", "a"),
    ("22, 13 and 59 per cent said so.", "22% said yes, 13% no, 59% neither", "aaa"),
    ("In the flight 747 people came.", "A Boeing 747 brought them", "a"),
    # Not said by the source, and no more than that.
    ("Trade came to $18.2 billion.", "Trade grew.", "m"),
    ("Trade came to $18.2 billion.", "GDP is $170 billion", "m"),
    ("In 2014 Putin spoke of statehood.", "The Soviet Union broke up in 1991.", "m"),
    ("The share is 13%.", "The share grew by 13 percentage points", "m"),
    ("Work takes 12 years.", "between 10 and 15 years", "m"),
    ("22% sided with Ukraine.", "Двадцать один процент за Украину", "m"),
    ("It cost 5 million euros.", "It cost 5 million dollars.", "m"),
    ("Exports fell by 5.6%.", "exports fell by 5.68%", "m"),
    ("About 1,000 soldiers stayed.", "On 6 January the planes landed", "m"),
    # Contradicted.
    ("Trade came to $18.3 billion in 2018.", "Trade came to $18.2 billion in 2018.", "ca"),
    ("The border is 7,591 km long.", "a border of 7,644 km", "c"),
    (
        "Putin spoke of statehood on 29 August 2013.",
        "Putin spoke of statehood on 29 August 2014.",
        "c",
    ),
    ("The khanate was founded in 1466.", "The khanate was founded in 1465.", "c"),
    (
        "22% sided with Ukraine and 13% with Russia.",
        "21% sided with Ukraine and 13% with Russia",
        "ca",
    ),
    ("Of those asked 21% backed it.", "12% of those asked backed it", "c"),
    ("About 2,500 soldiers were sent.", "some 25,000 soldiers were sent", "c"),
    ("2,500 soldiers were sent.", "2,600 soldiers were sent", "c"),
    (
        "More than $450 million was paid to the programme.",
        "The programme was paid $430 million.",
        "c",
    ),
    ("Oman held 8% of the consortium.", "Oman held 7% of the consortium, Russia 24%", "c"),
    ("Казахстан продал 15 млн тонн нефти.", "Казахстан продал 51 млн тонн нефти.", "c"),
    ("The order stops the pipeline for 30 days.", "stop the pipeline for 20 days", "c"),
    ("It was built in the 17th century.", "It was built in the 18th century.", "c"),
    ("The library holds 430,000 books.", "The library holds 340,000 books and 12 maps.", "c"),
]
LETTERS = {"agrees": "a", "derived": "d", "missing": "m", "contradicted": "c"}


@pytest.mark.parametrize(("claim", "quote", "expected"), PAIRS)
def test_pairs(claim: str, quote: str, expected: str) -> None:
    found = compare(claim, [quote])
    outcomes = "".join(LETTERS[one.comparison.value] for one in found)
    assert expected == outcomes, [(one.figure.text, one.why, one.counterpart) for one in found]
