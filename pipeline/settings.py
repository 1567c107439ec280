"""What an installation may set: environment variables GIAOVIEC_*, or a .env file in the working folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _cores() -> int:
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


class Settings(BaseSettings):
    """Settings of a run. Units: seconds, megabytes (10^6 bytes)."""

    model_config = SettingsConfigDict(env_prefix="GIAOVIEC_", env_file=".env", extra="ignore")

    data: Annotated[Path, Field(description="Folder of inbox, catalogue and tables.")] = Path("data")
    catalogue: Annotated[str | None, Field(description="Database URL of the catalogue; else SQLite.")] = None
    workers: Annotated[int, Field(ge=1, description="Documents read at the same time.")] = Field(default_factory=_cores)
    batch: Annotated[int, Field(ge=1, description="Documents in one Prefect task.")] = 32
    timeout: Annotated[float, Field(gt=0, description="Seconds one document may take before it is given up.")] = 900.0
    memory: Annotated[int, Field(ge=100, description="Megabytes one document may take before it is given up.")] = 1500
    max_size: Annotated[int, Field(ge=1, description="Megabytes a file may have.")] = 200
    lang: Annotated[str, Field(pattern="^(vi|en)$", description="Language of messages: vi or en.")] = "vi"
    prefect: Annotated[bool, Field(description="Record runs with Prefect.")] = True
    lock_wait: Annotated[float, Field(ge=0, description="Seconds to wait for another run on the same output.")] = 10.0

    @property
    def inbox(self) -> Path:
        """Where new files are put."""
        return self.data / "raw"

    @property
    def processed(self) -> Path:
        """Where the tables are published unless --out says otherwise."""
        return self.data / "processed"

    def state_of(self, out: Path) -> Path:
        """Where catalogue, quarantine and logs of an output stand: the data folder, or inside an output of its own."""
        return self.data if out.resolve() == self.processed.resolve() else out / "_state"

    def catalogue_url(self, out: Path) -> str:
        """The catalogue's database URL."""
        return self.catalogue or f"sqlite:///{(self.state_of(out) / 'catalogue.db').resolve()}"
