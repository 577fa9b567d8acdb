"""Documents of Word, made by hand: what writes such files would say it more nicely."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}/relationships" xmlns:m="{_OFFICE}/math" xmlns:a="{_DRAWING}/main" '
    f'xmlns:wp="{_DRAWING}/wordprocessingDrawing" xmlns:pic="{_DRAWING}/picture"'
)
_TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
)
# Entities that grow tenfold with each.
LAUGHS = "".join(
    f'<!ENTITY a{one} "{f"&a{one - 1};" * 10}">' if one else '<!ENTITY a0 "ha">'
    for one in range(12)
)
PICTURE = (
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/>'
    '<wp:docPr id="1" name="x" descr="a &#x202e; &lt;script&gt;alert(1)&lt;/script&gt;"/>'
    f'<a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic><pic:nvPicPr>'
    '<pic:cNvPr id="1" name="x" descr="alert(2)"/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:{how}="rId9"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r></w:p>"
)


def document(
    body: str,
    *,
    before: str = "",
    related: tuple[str, str] = ("", ""),
    outside: bool = False,
    parts: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """
    Return the files of a document with *body* in its XML, *before* it what stands above the root.

    *related* is the kind and the target of the relationship rId9; *parts* are further files.
    """
    kind, target = related
    mode = ' TargetMode="External"' if outside else ""
    one = f'<Relationship Id="rId9" Type="{_OFFICE}/relationships/{kind}" Target="{target}"{mode}/>'
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(
            f'<Relationship Id="rId1" Type="{_OFFICE}/relationships/officeDocument" '
            'Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relations(one if kind else ""),
        "word/document.xml": (
            f'<?xml version="1.0" encoding="UTF-8"?>{before}<w:document {_SPACES}>'
            f"<w:body>{body}</w:body></w:document>"
        ),
        **(parts or {}),
    }


def packed(files: Mapping[str, str], places: Mapping[str, str]) -> bytes:
    """Pack the files of a document, in which {name} stands for each of *places*."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(_placed(name, places), _placed(text, places))
    return made.getvalue()


def _placed(text: str, places: Mapping[str, str]) -> str:
    for name, place in places.items():
        text = text.replace(f"{{{name}}}", place)
    return text


def _relations(inside: str) -> str:
    head = f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">'
    return f"{head}{inside}</Relationships>"


def paragraph(words: str, style: str = "") -> str:
    """Return words, in which entities may stand, as a paragraph."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{words}</w:t></w:r></w:p>'


def field(instruction: str) -> str:
    """Return a sentence with a field of Word."""
    kinds = ("begin", "separate", "end")
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{one}"/></w:r>' for one in kinds)
    told = f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
    return (
        f"<w:p><w:r><w:t>See </w:t></w:r>{begin}{told}{separate}"
        f"<w:r><w:t>shown</w:t></w:r>{end}<w:r><w:t>.</w:t></w:r></w:p>"
    )


def cited(words: str) -> str:
    """Return a citation as Zotero writes it, with *words* in all that it says of the work."""
    name = {"family": words, "given": words}
    work = {
        **dict.fromkeys(("title", "publisher", "note", "id"), words),
        "type": "book",
        "author": [name],
        "URL": f"file:///etc/passwd?{words}",
    }
    item = {"id": 1, "uris": ["http://zotero.example/1"], "itemData": work}
    told = {"citationID": "x", "citationItems": [item]}
    return field(f"ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(told)}")
