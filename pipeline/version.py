"""The pipeline version that stands in every row: program, rules and lexicon, schema. Another version extracts anew."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import extractors
import gazetteers
from gazetteers.units import overlay_path
from pipeline import rows, schemas

_KNOWLEDGE = (".py", ".csv", ".json", ".toml")


def _knowledge_files() -> list[tuple[str, Path]]:
    """Every file whose change may change a row: rules, lexicons, a clerk's own units, the code that makes rows."""
    out = []
    for package in (gazetteers, extractors):
        root = Path(str(package.__file__)).parent
        out += [
            (f"{root.name}/{p.relative_to(root).as_posix()}", p)
            for p in root.rglob("*")
            if p.suffix in _KNOWLEDGE and "__pycache__" not in p.parts
        ]
    out += [(f"pipeline/{Path(m.__file__ or '').name}", Path(m.__file__ or "")) for m in (rows, schemas)]
    own = overlay_path()
    if own:
        out.append(("own units", own))
    return sorted(out)


@cache
def pipeline_version() -> str:
    """Package version, a hash of rules and lexicons, and the schema version: "0.1.0+3f2a90c1.s1"."""
    digest = hashlib.sha256()
    for name, path in _knowledge_files():
        digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    try:
        package = version("giaoviec")
    except PackageNotFoundError:
        package = "0"
    return f"{package}+{digest.hexdigest()[:8]}.s{schemas.SCHEMA_VERSION}"
