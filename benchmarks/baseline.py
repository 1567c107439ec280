"""What a script of an afternoon finds: regular expressions and dateparser, on the same files and by the same scorer.

It stands beside the program's own figures, so that a reader sees what the rest of the code is for.
Reads files; writes nothing.
"""

from __future__ import annotations

import re
from pathlib import Path

from benchmarks.score import Record

ITEM = re.compile(r"(?P<marker>\d+(?:\.\d+)*[.)]|[a-zđ]\)|[-+•])\s+(?P<text>\S.*)", re.DOTALL)
ROW = re.compile(r"(?P<marker>\d+)\t(?P<text>[^\t]+)(?P<rest>\t.*)?")
OFFICES = (
    "Nông nghiệp và Môi trường|Tài nguyên và Môi trường|Khoa học và Công nghệ|Giáo dục và Đào tạo|Tài chính|Y tế|Nội vụ"
    "|Văn hóa, Thể thao và Du lịch|Xây dựng|Công Thương|Tư pháp|Dân tộc và Tôn giáo|Giao thông vận tải|Ngoại vụ"
)
UNIT = re.compile(
    rf"Sở (?:{OFFICES})|(?:UBND|Ủy ban nhân dân) các (?:xã, phường|huyện, thị xã, thành phố)|Công an tỉnh|Cục Thuế tỉnh"
    r"|[Cc]ác sở, (?:ban, )?ngành|(?:các )?địa phương|Văn phòng (?:UBND tỉnh|Tỉnh ủy)|Bộ Chỉ huy Quân sự tỉnh"
    r"|(?:UBND|Ủy ban nhân dân) (?:xã|phường)(?: [A-ZĐ]\w+)+|các (?:cơ quan|đơn vị)(?:, đơn vị)? liên quan"
)
WITH = re.compile(
    r"phối hợp (?:với |cùng )?(?P<units>[^;.]+?)(?= (?:xây dựng|triển khai|rà soát|tổ chức|thực hiện)|[;.]|$)"
)


def read(path: Path) -> str:
    """A file's text, as its usual library gives it."""
    if path.suffix == ".docx":
        from docx import Document

        document = Document(str(path))
        rows = ["\t".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
        return "\n".join([paragraph.text for paragraph in document.paragraphs] + rows)
    if path.suffix == ".pdf":
        import pdfplumber

        with pdfplumber.open(path) as pdf:
            return "\n".join(page.extract_text() for page in pdf.pages)
    return path.read_text(encoding="utf8")


def tasks(path: Path) -> list[Record]:
    """The tasks of one file, with the columns that the scorer looks at."""
    found = []
    heading = ""
    for paragraph in _paragraphs(read(path)):
        match = ROW.match(paragraph) or ITEM.match(paragraph)
        if match and match["text"].rstrip().endswith(":"):
            heading = match["text"]
        elif match:
            cells = (match.groupdict().get("rest") or "").split("\t")[1:]
            found.append(_task(match["marker"].rstrip(".)"), match["text"], heading, cells))
    return found


def _paragraphs(text: str) -> list[str]:
    out: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if ITEM.match(line) or ROW.match(line) or not out or out[-1].endswith((".", ":", ";")):
            out.append(line)
        else:
            out[-1] += " " + line
    return out


def _task(marker: str, text: str, heading: str, cells: list[str]) -> Record:
    from dateparser.search import search_dates

    partners = WITH.search(text)
    named = [UNIT.findall(cell) for cell in cells]
    columns = [units for units in named if units]  # of a table row: the lead's comes first, then the coordinators'
    before = UNIT.findall(text[: partners.start()] if partners else text)[:1]
    dates = search_dates(cells[-1] if cells else text, languages=["vi"], settings={"STRICT_PARSING": True}) or []
    return {
        "text": text,
        "path": [marker],
        "kind": "assignment",
        "lead_names": columns[0] if columns else before or UNIT.findall(heading)[:1],
        "coordinator_names": columns[1] if len(columns) > 1 else UNIT.findall(partners["units"]) if partners else [],
        "product": next((cell for cell in cells if cell and not UNIT.search(cell)), None),
        "deadline_kind": "date" if dates else "none",
        "due_date": dates[-1][1].date() if dates else None,
    }
