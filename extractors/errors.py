"""Why a document could not be read: a code, a plain Vietnamese reason, and what to do about it."""
from __future__ import annotations


class DocumentError(Exception):
    """The document as a whole cannot be read. `code` is stable, `reason` and `cure` are for a clerk."""

    def __init__(self, code: str, reason: str, cure: str = "") -> None:
        super().__init__(code, reason, cure)
        self.code, self.reason, self.cure = code, reason, cure

    def __str__(self) -> str:
        return f"{self.reason} {self.cure}".strip()
