"""The unit of work: one file from its bytes to its staged rows, without Prefect, whatever happens to it.

Runs in a worker process. Reads the file; writes its staged rows; hands back an `Outcome`, which is small. The one broad
`except` of the program stands here: any failure of a document becomes a code and a plain Vietnamese reason, with the
traceback in the log file only.
"""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from extractors.errors import DocumentError
from extractors.models import Extraction, Status, Warn
from pipeline.inbox import PROBLEMS, FileProblem, file_uri, printable_name, read_bytes, settled
from pipeline.publish import Store
from pipeline.rows import FileFacts, Rows, extraction_rows, unread_rows

log = logging.getLogger("giaoviec")

Extract = Callable[..., Extraction]
INTERNAL = "Lỗi trong chương trình khi đọc tệp ({kind}); chi tiết ở tệp nhật ký. Hãy báo cho người quản trị."
NOT_DIRECTIVE = (
    "Không giống văn bản chỉ đạo: không thấy số, ký hiệu, loại văn bản, cơ quan ban hành và không có nhiệm vụ nào."
)
NO_TEXT = "Không đọc được chữ nào trong tệp."
NO_TASKS = "Không tìm thấy nhiệm vụ nào được giao trong văn bản."
MEMORY = "Văn bản cần quá nhiều bộ nhớ (giới hạn {limit} MB); hãy tách tệp hoặc nâng GIAOVIEC_MEMORY."


@dataclass(frozen=True, slots=True)
class Job:
    """One file to be read. `max_size`, `memory` in megabytes; `ocr_workers` processes read its scanned pages, which
    are kept in `page_cache`."""

    path: Path
    facts: FileFacts
    out: Path
    version: str
    max_size: int = 200
    memory: int = 1500
    logs: Path = Path("logs")
    page_cache: Path | None = None
    ocr_workers: int = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. `reason` is plain Vietnamese; `code` is stable."""

    doc_id: str
    status: Status
    code: str | None = None
    reason: str | None = None
    seconds: float = 0.0
    pages: int = 0
    tasks: int = 0


def judged(extraction: Extraction) -> tuple[Extraction, str | None]:
    """The extraction with an honest status: nothing read or nothing recognised is never an empty success."""
    if extraction.status is not Status.OK or extraction.tasks:
        return extraction, None
    head = extraction.head
    if not extraction.document.text.strip():
        return replace(extraction, status=Status.FAILED, reason=NO_TEXT), "no_text"
    if not (head.number_symbol or head.symbol or head.doc_type or head.issuer):
        return replace(extraction, status=Status.FAILED, reason=NOT_DIRECTIVE), "not_directive"
    return replace(extraction, warnings=(*extraction.warnings, Warn("no_tasks", NO_TASKS))), None


def _default_extract(job: Job) -> Extract:
    from extractors.extract import extract
    from extractors.read import ReadOptions
    from pipeline.page_cache import PageFiles

    cache = PageFiles(job.page_cache) if job.page_cache else None
    options = ReadOptions(max_bytes=job.max_size * 1_000_000, ocr_workers=job.ocr_workers, page_cache=cache)
    return partial(extract, options=options)


@dataclass(frozen=True, slots=True)
class Reading:
    """One file as read: its rows, its outcome, and the extraction where there is one."""

    rows: Rows
    outcome: Outcome
    extraction: Extraction | None = None


def _read(job: Job, extract: Extract | None) -> Reading:
    start = time.perf_counter()
    data = settled(read_bytes, job.path, job.max_size)
    if job.facts.sha256 is None:
        job = replace(job, facts=facts_of(job.path, data))
    elif hashlib.sha256(data).hexdigest() != job.facts.sha256:
        raise FileProblem("changing", PROBLEMS["changing"])
    extraction, code = judged((extract or _default_extract(job))(data, job.facts.name))
    seconds = time.perf_counter() - start
    rows = extraction_rows(job.facts, extraction, job.version, seconds)
    rows["documents"][0]["reason_code"] = code
    outcome = Outcome(
        job.facts.doc_id,
        extraction.status,
        code,
        extraction.reason,
        seconds,
        len(extraction.document.pages),
        len(extraction.tasks),
    )
    return Reading(rows, outcome, extraction)


def facts_of(path: Path, data: bytes) -> FileFacts:
    """What is known of a file once its bytes are there."""
    sha256 = hashlib.sha256(data).hexdigest()
    return FileFacts(sha256[:16], printable_name(path), file_uri(path), sha256, len(data))


def failed(job: Job, code: str, reason: str, seconds: float = 0.0) -> Reading:
    """The row and the outcome of a document that could not be read."""
    rows = unread_rows(job.facts, Status.FAILED, reason, code, job.version)
    rows["documents"][0]["seconds"] = round(seconds, 3)
    return Reading(rows, Outcome(job.facts.doc_id, Status.FAILED, code, reason, seconds))


def attempt(job: Job, extract: Extract | None = None) -> Reading:
    """Reads one file, whatever it holds: a failure is a reading too."""
    start = time.perf_counter()
    try:
        return _read(job, extract)
    except (DocumentError, FileProblem) as e:
        reason, code = str(e) if isinstance(e, DocumentError) else e.reason, e.code
    except MemoryError:
        reason, code = MEMORY.format(limit=job.memory), "memory"
    except Exception as e:  # the document boundary: one file never stops a batch
        log.exception("internal error while reading %s", job.path)
        reason, code = INTERNAL.format(kind=type(e).__name__), "internal"
    return failed(job, code, reason, time.perf_counter() - start)


def read_alone(path: Path, version: str = "", page_cache: Path | None = None, ocr_workers: int = 1) -> Reading:
    """Reads one file by itself, without a run, tables or a catalogue."""
    facts = FileFacts("", printable_name(path), file_uri(path), None, None)
    return attempt(Job(path, facts, Path(), version, page_cache=page_cache, ocr_workers=ocr_workers))


def work(job: Job, extract: Extract | None = None) -> Outcome:
    """Reads one file and stages its rows; never raises for what the file holds. OSError when staging fails."""
    reading = attempt(job, extract)
    Store(job.out).stage(job.facts.doc_id, reading.rows)
    return reading.outcome


LOST = {
    "timeout": "Đọc quá lâu (giới hạn {timeout:.0f} giây); hãy tách tệp hoặc nâng GIAOVIEC_TIMEOUT.",
    "memory": MEMORY,
    "crashed": "Trình đọc tệp bị dừng đột ngột hai lần; tệp có thể bị hỏng. Hãy mở và lưu lại tệp rồi chạy lại.",
}


def record_lost(job: Job, code: str, timeout: float) -> Outcome:
    """Stages the row of a document whose worker was lost: `code` is timeout, memory or crashed."""
    reason = LOST[code].format(timeout=timeout, limit=job.memory)
    reading = failed(job, code, reason, timeout if code == "timeout" else 0.0)
    Store(job.out).stage(job.facts.doc_id, reading.rows)
    return reading.outcome
