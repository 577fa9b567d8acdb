"""Draw QR codes; the only module that knows the library."""

from __future__ import annotations

import segno
from msgspec import Struct

# A code holds at most 2,953 bytes, but on paper so fine a one cannot be read: of more than these
# modules across, each would be less than 0.3 mm wide.
_MOST = 65


class Code(Struct, frozen=True, kw_only=True):
    """A code as SVG, without the margin, and its *width* in modules."""

    svg: str
    width: int


def draw(address: str) -> Code | None:
    """
    Return the code of an address (ISO/IEC 18004, level L); None when it would be too fine.

    The lowest level that corrects errors gives the coarsest modules, and paper is clean.
    """
    try:
        # The encoding is named, since the library would otherwise choose by the letters.
        code = segno.make(address, error="l", micro=False, boost_error=False, encoding="utf-8")
    except segno.DataOverflowError:
        return None
    width = len(code.matrix)
    if width > _MOST:
        return None
    drawn = code.svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None)
    return Code(svg=drawn, width=width)
