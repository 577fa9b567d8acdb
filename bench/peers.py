"""
Install the programs that we are measured against, each set in environments of its own.

Those of Debian are used where they are installed, and told as left out where they are not.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

_HOME = Path(__file__).parent / ".venv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """Packages of PyPI and one of npm, each with its version; *name* is that of their folders."""

    name: str
    wheels: tuple[str, ...]
    node: str

    @property
    def home(self) -> Path:
        """Return the environment of the packages from PyPI."""
        return _HOME / self.name

    @property
    def programs(self) -> Path:
        """Return the folder of their programs."""
        return self.home / "bin"

    @property
    def node_home(self) -> Path:
        """Return the folder of the package from npm."""
        return _HOME / f"{self.name}-node"

    def node_program(self, name: str) -> str:
        """Return the path of a program from npm."""
        return str(self.node_home / "node_modules" / ".bin" / name)

    def missing(self) -> str:
        """Install what is missing; return "", or why that failed."""
        try:
            self._install()
        except (OSError, subprocess.CalledProcessError) as error:
            names = ", ".join((*self.wheels, *filter(None, [self.node])))
            return f"{names}: could not be installed ({error})"
        return ""

    def _install(self) -> None:
        """Make the environments, unless they are there; anew when a version changes."""
        stamp = _HOME / f"{self.name}-stamp"
        wanted = f"{sys.version_info[:2]} {self.wheels} {self.node}"
        if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return
        print("installing the peers into bench/.venv …", file=sys.stderr)
        if self.wheels:
            venv.create(self.home, with_pip=True, clear=True)
            pip = [str(self.programs / "python"), "-m", "pip", "install", "-qq", *self.wheels]
            subprocess.run(pip, check=True)
        self.node_home.mkdir(exist_ok=True, parents=True)
        words = ["npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run([*words, "--prefix", str(self.node_home), self.node], check=True)
        stamp.write_text(wanted, encoding="utf-8")


def debian(program: str, package: str) -> str:
    """Return "" when a program of Debian is there, else what to install."""
    if shutil.which(program):
        return ""
    return f"{program}: not installed (apt-get install {package})"
