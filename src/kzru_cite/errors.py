"""Name what ends the work: exceptions that only the command line turns into exit codes."""


class KzruError(Exception):
    """
    Say what was not done, why, and what to do about it.

    *hint* is one sentence or empty.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class SettingsError(KzruError):
    """Settings that cannot be read, or hold an unknown key or a wrong value (exit code 2)."""


class UsageError(KzruError):
    """A call that makes no sense: no such file, code, edition or style (exit code 2)."""


class ToolError(KzruError):
    """A program that this one needs has failed: pandoc or Typst (exit code 3)."""


class OverwhelmedError(ToolError):
    """A program that was given too much: it ran out of its time or its memory (exit code 3)."""


class LedgerError(KzruError):
    """A ledger that cannot be written to without harm: it stays as it is (exit code 2)."""


class ClusterError(KzruError):
    """A cluster that cannot be reached, or went away in the middle of a run (exit code 3)."""
