"""Hold the script of the page: it hides what is not searched for, and writes only a count."""

from __future__ import annotations

SCRIPT = """\
"use strict";
(() => {
  const form = document.getElementById("filter");
  const found = document.getElementById("found");
  const findings = [...document.querySelectorAll(".finding")].map(element => ({
    element, words: element.textContent.toLowerCase(),
  }));
  const chosen = name => new Set(
    [...form.querySelectorAll(`[name="${name}"]:checked`)].map(box => box.value));
  const show = () => {
    const words = form.elements.words.value.toLowerCase().split(/\\s+/).filter(Boolean);
    const severities = chosen("severity"), states = chosen("state");
    const code = form.elements.code.value;
    let count = 0;
    for (const one of findings) {
      const { severity, state, code: own } = one.element.dataset;
      const seen = severities.has(severity) && states.has(state) && (!code || code === own)
        && words.every(word => one.words.includes(word));
      one.element.hidden = !seen;
      count += seen;
    }
    found.textContent = `${count} of ${findings.length} shown`;
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", event => event.preventDefault());
  form.hidden = false;
  show();
})();
"""
