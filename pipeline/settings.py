"""What an installation may set: environment variables GIAOVIEC_*, or a .env file in the working folder."""
from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


def _cores() -> int:
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


class Settings(BaseSettings):
    """Settings of a run. Units: seconds, megabytes (10^6 bytes)."""

    model_config = SettingsConfigDict(env_prefix="GIAOVIEC_", env_file=".env", extra="ignore")

    data: Path = Field(Path("data"), description="Folder of the inbox, the catalogue and the published tables.")
    catalogue: str | None = Field(None, description="Database URL of the catalogue; SQLite beside the tables if unset.")
    workers: int = Field(default_factory=_cores, ge=1, description="Documents read at the same time.")
    batch: int = Field(32, ge=1, description="Documents in one Prefect task.")
    timeout: float = Field(600.0, gt=0, description="Seconds one document may take before it is given up.")
    memory: int = Field(1500, ge=100, description="Megabytes one document may take before it is given up.")
    max_size: int = Field(200, ge=1, description="Megabytes a file may have.")
    lang: str = Field("vi", pattern="^(vi|en)$", description="Language of messages: vi or en.")
    prefect: bool = Field(True, description="Record runs with Prefect.")
    lock_wait: float = Field(10.0, ge=0, description="Seconds to wait for another run on the same output to end.")

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
