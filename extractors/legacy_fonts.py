"""Texts typed in the fonts of before Unicode (.VnTime: TCVN3, VNI-Times: VNI), decoded by tables that are data."""
from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files


@cache
def _table(encoding: str) -> tuple[re.Pattern[str], dict[str, str]]:
    text = (files("gazetteers") / "data" / "legacy_fonts.csv").read_text(encoding="utf-8")
    rows = (row for row in csv.DictReader(text.splitlines()) if row["encoding"] == encoding)
    pairs = {"".join(chr(int(code, 16)) for code in row["codes"].split()): row["letter"] for row in rows}
    longest = sorted(pairs, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest))), pairs


def legacy_of(font: str) -> str | None:
    """"tcvn3" or "vni" for the name of such a font (also with a subset prefix "ABCDEF+"), else None."""
    name = font.rpartition("+")[2].lower().lstrip()
    if name.startswith((".vn", "vntime", "vnarial")):
        return "tcvn3"
    return "vni" if name.startswith(("vni-", "vni ")) else None


def decode_legacy(text: str, encoding: str) -> str:
    """The text as Unicode (NFC); `encoding` is "tcvn3" or "vni"; characters outside its table stay."""
    pattern, pairs = _table(encoding)
    return pattern.sub(lambda m: pairs[m.group()], text)
