"""Figures of a claim are compared with those of its quotations."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kzru_cite.loaded import load
from kzru_cite.loading import start
from kzru_cite.model.figures import compare
from kzru_cite.pandoc import Pandoc

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
    ("The withdrawal began on 13 January.", "Troops came on 6 January and left on January 13", "a"),
    ("98,000 crossed the border.", "Nearly 100,000 crossed, 98,000 in a week", "a"),
    ("Over 90,000 people crossed.", "98,000 people crossed", "a"),
    ("No more than 100 people crossed.", "98 people crossed", "a"),
    ("Since 2009 it lasted 10 years.", "10-летний проект с 2009 года", "aa"),
    ("It took 2 decades.", "It took twenty years.", "a"),
    ("Temperatures of 40 °C were reached.", "104°F was reached", "a"),
    ("The plant gives 1,200 MW.", "1.2 GW plant", "a"),
    ("He paid 1.5 million pounds.", "£1.5m was paid", "a"),
    ("The share was 12.5%.", "One in eight people", "a"),
    ("More than half agreed.", "51.5% agreed", "a"),
    ("Between 5 and 10% left, 3 of 7.", "5 percent and 10 percent left, 3 of 7", "aaa"),
    ("Between 5 and 10 people left.", "Seven people left", "a"),
    ("About 12 people left.", "10 to 15 people left", "a"),
    ("In 2018 trade grew.", "| 2018 | grew |", "a"),
    ("In 1511 he came.", "He reigned 1511-1521", "a"),
    ("It was in 1505-1533.", "from 1505 on, until 1533", "a"),
    ("It came in the 1990s.", "It came in the 1990s.", "a"),
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
    (
        "Kazakh exports to Russia were $5 billion.",
        "Exports from Russia to Kazakhstan were $7 billion.",
        "m",
    ),
    (
        "In 2013 Putin said that Kazakhs had no state.",
        "Putin said that Kazakhs had no state in 1991.",
        "m",
    ),
    ("Some 40% of exports go east.", "Some 60% of exports go west", "m"),
    ("More than half agreed.", "49% agreed", "m"),
    ("The sum of $6.6 billion is paid.", "Lukoil paid $5bn, Gazprom $1bn", "m"),
    ("It is 1,680 km of coast, 7,000 km in all.", "a way of 1,894 km", "mm"),
    ("It was agreed in the 1990s.", "It was agreed in 1989.", "m"),
    ("The ratio is 3:1.", "It is 3", "m"),
    ("More than 450 people came.", "More than 400 people came", "m"),
    ("5 people came.", "The A5 road", "m"),
    ("It was on 29 August 2014.", "It was in August 2014", "m"),
    ("At least 5 people came.", "At most 9 people came", "m"),
    ("At most 5 people came.", "At least 4 people came", "m"),
    ("It is 2 km.", "It is 5 kg.", "m"),
    ("About 20 people came.", "24 people came", "m"),
    ("In 2013 it had 50 people.", "In 2014 and 2012 it had 60 or 70 people", "mc"),
    ("Exports were 5 million tonnes.", "Exports were 6 to 7 million dollars.", "m"),
    ("It came in 2014.", "It came in the 18th century.", "m"),
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
        "The programme was paid more than $450 million.",
        "The programme was paid $430 million.",
        "c",
    ),
    ("Oman held 8% of the consortium.", "Oman held 7% of the consortium, Russia 24%", "c"),
    ("Казахстан продал 15 млн тонн нефти.", "Казахстан продал 51 млн тонн нефти.", "c"),
    ("The order stops the pipeline for 30 days.", "stop the pipeline for 20 days", "c"),
    ("It was built in the 17th century.", "It was built in the 18th century.", "c"),
    ("The library holds 430,000 books.", "The library holds 340,000 books and 12 maps.", "c"),
    ("Trade came to about $18.23 billion.", "Trade came to about $18.22 billion.", "c"),
    ("It rose to 100% of it.", "It rose to 99% of it.", "c"),
    ("He reigned from 1511 to 1523.", "He reigned from 1511 to 1521.", "c"),
    ("It has 12 members.", "It has 13 members and 5 observers.", "c"),
    ("14 people died.", "Fifteen people died; 50 people were hurt.", "c"),
    (
        "Inflation reached 20.3% in December 2022.",
        "Inflation reached 20.1% in December 2022.",
        "ca",
    ),
    (
        "The treaty of 25 May 1992 was signed in Moscow.",
        "On May 26, 1992, the treaty was signed in Moscow.",
        "c",
    ),
    ("The treaty of 25 May 1992 was signed.", "The treaty of 26 May 1992 was signed.", "c"),
    ("Prices rose by 5 to 10%.", "Prices rose by 5 to 15%.", "c"),
    ("Prices rose by 20%.", "Prices rose by 5 to 15%.", "c"),
    ("At least 900 people came to the rally.", "At most 500 people came to the rally.", "c"),
    ("At most 500 people came to the rally.", "At least 900 people came to the rally.", "c"),
]
LETTERS = {"agrees": "a", "derived": "d", "missing": "m", "contradicted": "c"}


@pytest.mark.parametrize(("claim", "quote", "expected"), PAIRS)
def test_pairs(claim: str, quote: str, expected: str) -> None:
    found = compare(claim, [quote])
    outcomes = "".join(LETTERS[one.comparison.value] for one in found)
    assert expected == outcomes, [(one.figure.text, one.why, one.counterpart) for one in found]


def test_the_date_of_the_claim_gives_what_the_source_leaves_out() -> None:
    claim, quote = "On 5 January 2022 he asked for help, in 2022.", "On Wednesday he asked for help"
    for when in ("2022-01-05", "2022-01", "2022", "2021-12/2022-01"):
        found = compare(claim, [quote], when)
        assert ["agrees", "agrees"] == [one.comparison.value for one in found], when
    for when in ("", "2021", "2022-02-05", "later", "2020/2021"):
        found = compare(claim, [quote], when)
        assert "missing" == found[0].comparison.value, when
    (found_day,) = compare("On 5 January he asked.", [quote], "2021-12-01/2022-02-01")
    assert "agrees" == found_day.comparison.value


def test_a_check_explains_what_is_worked_out() -> None:
    claim = "87% were for it and 8% against, together 95%; 190 per 200 asked"
    quote = "87 percent for, 8 percent against, of 200 asked"
    found = compare(claim, [quote], check="87 + 8 = 95; 200 * 95% = 190")
    assert "aadda" == "".join(LETTERS[one.comparison.value] for one in found)
    for check in ("87 + 8 = 96", "87 +", "95 > 8", "95 = 95; 100 - 6 = 94"):
        found = compare(claim, [quote], check=check)
        assert "missing" in [one.comparison.value for one in found], check
    found = compare(
        "They left on 19 January, 13 days after 6 January",
        ["It began on 6 January, and ended on 19 January"],
        check="19 - 6 = 13",
    )
    assert "ada" == "".join(LETTERS[one.comparison.value] for one in found)
    (first, second) = compare(
        "In 2015, 550 years after", ["In 2015; in 1465"], check="2015 - 1465 = 550"
    )
    assert ("agrees", "derived") == (first.comparison.value, second.comparison.value)


def test_the_counterpart_names_its_quotation() -> None:
    (found,) = compare(
        "Trade came to $18.2 billion.", ["Trade grew.", "Trade came to $18.3 billion."]
    )
    assert ("contradicted", 1) == (found.comparison.value, found.quote)
    assert found.counterpart is not None
    assert "$18.3 billion" == found.counterpart.text


def test_each_quotation_may_give_a_part() -> None:
    found = compare("In 2018 it came to 18 billion.", ["it came to 18 billion", "in 2018"])
    assert ["agrees", "agrees"] == [one.comparison.value for one in found]
    assert [1, 0] == [one.quote for one in found]


def test_claims_of_the_article_agree_with_themselves_and_contradict_no_other(
    root: Path, pandoc: Pandoc
) -> None:
    claims = load(start(root, pandoc), date(2026, 11, 23)).dossier.article.claims
    for claim in claims:
        found = compare(claim.text, [claim.text], claim.attributes.get("date", ""))
        assert {"agrees"} >= {one.comparison.value for one in found}, claim.id
    told = [claim for claim in claims if "%" in claim.text or "$" in claim.text]
    assert len(told) > 15
    for claim in told:
        for other in told:
            found = compare(claim.text, [other.text], claim.attributes.get("date", ""))
            against = [one.figure.text for one in found if one.comparison.value == "contradicted"]
            assert [] == against, (claim.id, other.id)
