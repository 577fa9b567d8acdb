"""Say which arguments pandoc gets for each step; values, so that tests can compare them."""

from __future__ import annotations

# Nothing in the text can make pandoc read a file or fetch an address.
_FROM_JSON = ("--from=json", "--sandbox", "--eol=lf")


def citing(bibliography: str, style: str | None) -> tuple[str, ...]:
    """Work out citations with the CSL-JSON file *bibliography*; None is pandoc's own style."""
    chosen = () if style is None else (f"--csl={style}",)
    return (*_FROM_JSON, "--to=json", "--citeproc", f"--bibliography={bibliography}", *chosen)


def listing(style: str | None) -> tuple[str, ...]:
    """Write CSL-JSON items as a bibliography in Markdown that holds no HTML."""
    chosen = () if style is None else (f"--csl={style}",)
    form = ("--from=csljson", "--to=commonmark-raw_html", "--wrap=none", "--eol=lf")
    # pandoc escapes the words of a link, and not where it leads: an address could end it.
    plain = "--metadata=link-bibliography=false"
    return (*form, "--sandbox", "--citeproc", plain, *chosen)


def page(templates: str) -> tuple[str, ...]:
    """Write one HTML page; its title is the only heading of the first level."""
    return (
        *_FROM_JSON,
        "--to=html5",
        "--standalone",
        f"--template={templates}/page.html",
        "--section-divs",
        "--shift-heading-level-by=1",
        "--toc",
        "--toc-depth=3",
        "--mathml",
        "--wrap=none",
        "--syntax-highlighting=none",
    )


def book(templates: str) -> tuple[str, ...]:
    """Write an EPUB 3 with a file for each section of the first level."""
    return (
        *_FROM_JSON,
        "--to=epub3",
        f"--template={templates}/book.html",
        "--split-level=1",
        "--toc",
        "--toc-depth=2",
        "--mathml",
        "--wrap=none",
        "--syntax-highlighting=none",
        "--output=-",
    )


def paper(templates: str) -> tuple[str, ...]:
    """
    Write Typst text, to be set by Typst.

    Without the extension ``citations`` the worked-out text of a citation is kept; without
    ``smart`` the writer curls quotation marks itself, which is right beside « and ».
    """
    return (
        *_FROM_JSON,
        "--to=typst-citations-smart",
        "--standalone",
        f"--template={templates}/paper.typ",
        "--wrap=none",
        "--syntax-highlighting=none",
    )


def as_metadata() -> tuple[str, ...]:
    """Turn CSL-JSON items into metadata of a text."""
    return ("--from=csljson", "--to=json", "--sandbox", "--eol=lf")


def document(_templates: str) -> tuple[str, ...]:
    """Write a Word document; the look comes from pandoc's own reference document."""
    return (*_FROM_JSON, "--to=docx", "--syntax-highlighting=none", "--output=-")


def journal(templates: str) -> tuple[str, ...]:
    """Write JATS for archives, with references as data rather than as formatted text."""
    return (
        *_FROM_JSON,
        "--to=jats_archiving+element_citations",
        "--standalone",
        f"--template={templates}/article.jats",
        "--mathml",
        "--wrap=none",
    )


# What most readers of Markdown know; grid tables and definition lists are legible to the rest.
_PLAIN = (
    "markdown-auto_identifiers-bracketed_spans-citations-fenced_code_attributes"
    "-fenced_divs-header_attributes-implicit_figures-inline_code_attributes-inline_notes"
    "-line_blocks-link_attributes-multiline_tables-native_divs-native_spans-raw_attribute"
    "-raw_html-raw_tex-simple_tables-smart-table_attributes-table_captions"
)


def plain(_templates: str) -> tuple[str, ...]:
    """Write Markdown with footnotes and pipe tables, and without attributes or HTML."""
    return (*_FROM_JSON, f"--to={_PLAIN}", "--standalone", "--wrap=none")
