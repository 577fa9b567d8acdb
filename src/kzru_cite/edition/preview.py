"""Make of the HTML page the copy that is served while somebody writes: it loads itself anew."""

from __future__ import annotations

import re
from html import escape

_POLICY = re.compile(r'(<meta http-equiv="Content-Security-Policy" content=")([^"]*)(">)')
_BODY = re.compile(r"<body[^>]*>")
# The state changes with each build; who knows an older one is answered at the next.
_SCRIPT = """<script>
(function ask() {
  fetch("/-/state?seen=%d").then(function (answer) { return answer.json(); }).then(
    function (state) { if (state === %d) { ask(); } else { location.reload(); } },
    function () { setTimeout(ask, 1000); });
})();
</script>
"""
_ALLOWED = "script-src 'unsafe-inline'; connect-src 'self'"
_FRAME = (
    '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<title>Not built</title>\n</head>\n<body>\n</body>\n</html>\n"
)
_BANNER = (
    '<div role="alert" lang="en" style="position: sticky; top: 0; z-index: 9; padding: 0.8em 1em; '
    'background: #7a0010; color: #fff; font: 1rem/1.4 sans-serif; white-space: pre-wrap">{}</div>\n'
)


def preview(page: str, state: int, fault: str = "") -> str:
    """
    Return *page* ('': none was built yet) with a script that waits for another *state*.

    A *fault*, plain text, is shown above what was built last.
    """
    shown = _POLICY.sub(lambda match: f"{match[1]}{match[2]}; {_ALLOWED}{match[3]}", page or _FRAME)
    if fault:
        banner = _BANNER.format(escape(fault))
        shown = _BODY.sub(lambda match: f"{match[0]}\n{banner}", shown, count=1)
    head, end, rest = shown.rpartition("</body>")
    return f"{head}{_SCRIPT % (state, state)}{end}{rest}"
