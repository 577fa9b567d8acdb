"""Keys are found by what people remember of a source."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kzru_cite.model.lookup import lookup
from kzru_cite.model.one_line import citation, one_line
from kzru_cite.model.place import SourceText
from kzru_cite.read.bibliography import read_bibliography
from test_cli import ARTICLE, call

SOURCES = """\
@online{najibullah2023,
  author       = {Najibullah, Farangis},
  title        = {Disenchanted Russian Emigre},
  organization = {Radio Free Europe},
  date         = {2023-06-11},
  url          = {https://www.rferl.org/a/disenchanted/1.html},
}

@article{зотова2020,
  author       = {Зотова, Наталья and van der Berg, Jan and {Counting House} and Lee, Bo},
  title        = {Счёт поездов},
  subtitle     = {В степи},
  journaltitle = {Journal of Steppes},
  date         = {2020},
  doi          = {10.5555/Trains.1},
}

@book{nrc2007,
  editor    = {{National Research Council} and Rao, Anna},
  title     = {The Biological Program},
  publisher = {Steam Press},
  year      = {2007},
  isbn      = {978-0-309-11158-4},
}

@inbook{part-,
  author    = {Rao, Anna},
  title     = {A part},
  booktitle = {The whole},
  date      = {undated},
  url       = {http://[broken},
}
"""
REFERENCES = read_bibliography([SourceText(path="r.bib", text=SOURCES)]).references


@pytest.mark.parametrize(
    ("search", "keys"),
    [
        ("najibullah", ["najibullah2023"]),
        ("Najibulah emigre", ["najibullah2023"]),
        ("disench 2023", ["najibullah2023"]),
        ("disench 2022", []),
        ("rferl.org", ["najibullah2023"]),
        ("https://www.rferl.org/a/disenchanted/1.html", ["najibullah2023"]),
        ("zotova poezdov", ["зотова2020"]),
        ("Berg steppes", ["зотова2020"]),
        ("https://doi.org/10.5555/trains.1", ["зотова2020"]),
        ("9780309111584", ["nrc2007"]),
        ("978-0-309-11158-4", ["nrc2007"]),
        ("national-research", ["nrc2007"]),
        ("rao", ["nrc2007", "part-"]),
        ("nrc2007", ["nrc2007"]),
        ("logical", ["nrc2007"]),
        ("xq", []),
        ("nothing-like-it", []),
        ("…", []),
    ],
)
def test_what_is_found(search: str, keys: list[str]) -> None:
    assert keys == [hit.reference.key for hit in lookup(REFERENCES, search)]


def test_the_best_comes_first() -> None:
    hits = lookup(REFERENCES, "anna")
    assert [100.0, 100.0] == [hit.score for hit in hits]
    assert lookup(REFERENCES, "part")[0].score > lookup(REFERENCES, "par")[0].score
    assert lookup(REFERENCES, "Najibullah")[0].score > lookup(REFERENCES, "Nadjibulla")[0].score > 0


def test_references_on_one_line() -> None:
    rferl, doi = "https://www.rferl.org/a/disenchanted/1.html", "https://doi.org/10.5555/Trains.1"
    assert [
        f"Najibullah, Farangis. 2023. Disenchanted Russian Emigre. Radio Free Europe. {rferl}",
        f"Зотова, Наталья et al. 2020. Счёт поездов: В степи. Journal of Steppes. {doi}",
        "National Research Council and Rao, Anna. 2007. The Biological Program. Steam Press",
        "Rao, Anna. A part. The whole. http://[broken",
    ] == [one_line(reference) for reference in REFERENCES]


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("rao2019", "[@rao2019]"),
        ("a:b/c_d", "[@a:b/c_d]"),
        ("part-", "[@{part-}]"),
        ("зотова2020", "[@зотова2020]"),
    ],
)
def test_keys_are_cited_as_pandoc_reads_them(key: str, wanted: str) -> None:
    assert wanted == citation(key)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "article").mkdir()
    (tmp_path / "article" / "a.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "references.bib").write_text(SOURCES, encoding="utf-8")
    return tmp_path


def test_the_program_prints_what_to_write(folder: Path) -> None:
    done = call("cite", "biological", "2007", folder=folder)
    assert 0 == done.code
    assert done.out == (
        "[@nrc2007]\n  National Research Council and Rao, Anna. 2007. The Biological Program. "
        "Steam Press\n"
    )
    told = call("cite", "biological", "--format", "json", folder=folder)
    [found] = json.loads(told.out)["found"]
    assert ("nrc2007", "references.bib", 18) == (found["key"], found["path"], found["line"])


def test_nothing_found_is_a_failure_and_no_word_a_wrong_call(folder: Path) -> None:
    done = call("cite", "elsewhere", folder=folder)
    assert (1, "") == (done.code, done.out)
    assert "nothing is found for 'elsewhere'" in done.err
    empty = json.loads(call("cite", "elsewhere", "--format", "json", folder=folder).out)
    assert {"version": 1, "found": []} == empty
    assert 2 == call("cite", "…", folder=folder).code
