"""The simulation of large runs, which lies among the benches."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType


def simulation() -> ModuleType:
    """Load the simulation by its path."""
    path = Path(__file__).parents[1] / "bench" / "simulate.py"
    spec = importlib.util.spec_from_file_location("simulate", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its data classes look their module up.
    sys.modules["simulate"] = module
    spec.loader.exec_module(module)
    return module
