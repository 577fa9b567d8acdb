"""Write a report as one HTML file that asks for nothing and in which nothing of others can run."""

from __future__ import annotations

from kzru_cite.report.page.whole import render

__all__ = ["render"]
