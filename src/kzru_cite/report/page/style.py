"""Hold the style sheet of the page, with the colours of the editions."""

from __future__ import annotations

from collections.abc import Mapping

from kzru_cite.model.theme import DARK, LIGHT


def sheet() -> str:
    """Return the style sheet."""
    light, dark = _variables(LIGHT), _variables(DARK)
    dark_scheme = f"@media (prefers-color-scheme: dark) {{ :root {{ {dark} }} }}"
    return f":root {{ color-scheme: light dark; {light} }}\n{dark_scheme}\n{_RULES}"


def _variables(colours: Mapping[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


_RULES = """\
*, ::before, ::after { box-sizing: border-box; }
html {
  background: var(--paper); color: var(--text); line-height: 1.5; scroll-behavior: smooth;
  font-family: system-ui, "Segoe UI", "Noto Sans", "DejaVu Sans", sans-serif;
  -webkit-text-size-adjust: 100%; text-size-adjust: 100%;
}
body { margin: 0 auto; padding: 1.5rem 1.1rem 4rem; max-width: 64rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .4rem; text-wrap: balance; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 .8rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0; font-weight: 600; }
p, ul, dl, figure, pre { margin: 0 0 .8rem; }
a { color: var(--link); text-underline-offset: .15em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 2px; }
code, pre { font-family: ui-monospace, "DejaVu Sans Mono", Consolas, monospace; font-size: .88em; }
.quiet { color: var(--quiet); }
.skip { position: absolute; left: 1rem; top: -5rem; padding: .5rem 1rem; background: var(--paper); }
.skip:focus { top: .5rem; }
.verdict { display: inline-block; font-weight: 700; padding: .15rem .7rem; border: 2px solid; border-radius: 2rem; margin: 0 .6rem .4rem 0; }
.passed { color: var(--supported); }
.failed { color: var(--against); }
.incomplete { color: var(--partly); }
.sums { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: .6rem; padding: 0; margin: 1rem 0; list-style: none; }
.sums li { background: var(--raised); border: 1px solid var(--line); border-radius: 8px; padding: .5rem .8rem; }
.sums b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.error { --state: var(--against); }
.warning { --state: var(--unsourced); }
.note { --state: var(--open); }
.sums .error b, .sums .warning b, .sums .note b { color: var(--state); }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 0 2.5rem; }
svg { display: block; width: 100%; height: auto; margin-bottom: .5rem; }
time { white-space: nowrap; }
svg text { font-family: inherit; font-size: 16px; fill: var(--quiet); }
svg .axis { stroke: var(--line); stroke-width: 1; }
.fine { fill: var(--supported); --state: var(--supported); }
.unseen, .unknown { fill: var(--line); --state: var(--line); }
.drifted { fill: var(--link); --state: var(--link); }
.faulty { fill: var(--partly); --state: var(--partly); }
.suspected { fill: var(--unsourced); --state: var(--unsourced); }
.lost { fill: var(--against); --state: var(--against); }
.none { fill: var(--raised); --state: var(--raised); stroke: var(--quiet); }
svg .gap { stroke: var(--paper); stroke-width: 1; }
.legend { list-style: none; padding: 0; font-size: .92rem; }
.legend li { display: flex; align-items: baseline; gap: .5rem; padding: .1rem 0; }
.legend i { flex: none; width: .8rem; height: .8rem; border-radius: 3px; background: var(--state); border: 1px solid var(--quiet); align-self: center; }
.legend b { font-variant-numeric: tabular-nums; min-width: 1.4rem; text-align: right; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; margin: .6rem 0; }
th, td { text-align: left; padding: .25rem .9rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td.number, th.number { text-align: right; }
.wide { overflow-x: auto; }
.wide td, .wide th { overflow-wrap: normal; }
details { margin: 0 0 .6rem; }
summary { cursor: pointer; padding: .2rem 0; }
.filter { position: sticky; top: 0; z-index: 1; background: var(--paper); border-bottom: 1px solid var(--line); padding: .6rem 0; margin-bottom: 1rem; display: flex; flex-wrap: wrap; gap: .5rem 1.2rem; align-items: center; }
.filter[hidden], .filter fieldset[hidden] { display: none; }
.filter fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .2rem .9rem; }
.filter legend { float: left; padding: 0; margin-right: .7rem; color: var(--quiet); }
.filter label { white-space: nowrap; display: inline-flex; align-items: center; gap: .35rem; min-height: 1.5rem; }
.filter input[type="search"], .filter select { font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--quiet); border-radius: 5px; padding: .3rem .5rem; max-width: 100%; }
.filter input[type="search"] { width: 15rem; }
.filter input[type="checkbox"] { width: 1.05rem; height: 1.05rem; margin: 0; accent-color: var(--link); }
.filter output { color: var(--quiet); flex-basis: 100%; font-size: .92rem; }
.finding { border: 1px solid var(--line); border-left: 5px solid var(--state); border-radius: 6px; padding: .7rem .9rem .2rem; margin: 0 0 .9rem; scroll-margin-top: 8rem; }
.finding[hidden] { display: none; }
.finding .head { display: flex; flex-wrap: wrap; gap: .1rem .8rem; align-items: baseline; font-size: .9rem; margin-bottom: .3rem; }
.finding .severity { color: var(--state); font-weight: 700; }
.finding .place { color: var(--quiet); }
.finding .state { border: 1px solid; border-radius: 2rem; padding: 0 .6rem; color: var(--quiet); }
.finding h3 { margin-bottom: .4rem; }
.settled { background: var(--raised); border-left-style: dashed; }
.lines { background: var(--raised); border-radius: 5px; padding: .5rem .6rem; line-height: 1.5; white-space: pre-wrap; }
.settled .lines { background: var(--paper); }
.lines > span { display: block; padding-left: 3.6em; text-indent: -3.6em; }
.lines .here { background: color-mix(in srgb, var(--state) 9%, transparent); }
.lines .nr { display: inline-block; min-width: 2.6em; margin-right: 1em; text-align: right; text-indent: 0; color: var(--quiet); user-select: none; }
mark { background: var(--target); color: var(--text); border-bottom: 2px solid var(--state); padding: 0; }
.point { border-left: 2px solid var(--state); }
.change del { color: var(--against); }
.change ins { color: var(--supported); }
.page { white-space: pre-wrap; background: var(--raised); border-radius: 5px; padding: .7rem .9rem; }
.page-list dt { font-weight: 600; margin-top: .6rem; }
@media (max-width: 30rem) {
  body { padding: 1rem .8rem 3rem; }
  .filter { position: static; }
  .filter label:has(input[type="search"]), .filter input[type="search"] { width: 100%; }
  .lines > span { padding-left: 0; text-indent: 0; }
  .lines .nr { min-width: 0; }
}
@media print {
  .filter, .skip { display: none; }
  .finding { break-inside: avoid; }
}
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
@media (forced-colors: active) { mark { outline: 1px solid; } svg path, svg rect, .legend i { forced-color-adjust: none; } }
"""
