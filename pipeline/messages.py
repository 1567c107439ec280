"""What the command line says, in Vietnamese and in English, by key."""

from __future__ import annotations

MESSAGES: dict[str, tuple[str, str]] = {
    "documents": ("Văn bản", "Documents"),
    "tasks": ("Nhiệm vụ", "Tasks"),
    "pages": ("trang", "pages"),
    "reading": ("Đang đọc", "Reading"),
    "summary": ("Kết quả", "Summary"),
    "inputs": ("Tệp đưa vào", "Files"),
    "done": ("Đọc xong", "Read"),
    "partial": ("Đọc được một phần", "Partly read"),
    "failed": ("Không đọc được", "Failed"),
    "duplicate": ("Trùng nội dung", "Duplicates"),
    "skipped": ("Không phải đọc lại", "Nothing to do"),
    "needs_review": ("Cần người xem lại", "Need review"),
    "leads": ("Nhiệm vụ theo đơn vị chủ trì", "Tasks by lead unit"),
    "unit": ("Đơn vị", "Unit"),
    "none": ("(chưa rõ)", "(unknown)"),
    "deadlines": ("Hạn sắp tới", "Next deadlines"),
    "past": ("Hạn đã qua, gần nhất", "Latest deadlines, all past"),
    "due": ("Hạn", "Due"),
    "task": ("Nhiệm vụ", "Task"),
    "why_review": ("Vì sao cần xem lại", "Why review is needed"),
    "reason": ("Lý do", "Reason"),
    "count": ("Số lượng", "Count"),
    "problems": ("Tệp chưa đọc được trọn vẹn", "Files not fully read"),
    "file": ("Tệp", "File"),
    "others": ("và {count} mục khác", "and {count} more"),
    "tables_in": ("Bảng dữ liệu ở {out}", "Tables are in {out}"),
    "quarantine_in": ("Bản sao tệp lỗi ở {folder}", "Copies of failed files are in {folder}"),
    "seconds": ("{seconds:.1f} giây", "{seconds:.1f} s"),
    "no_such": (
        "Không có tệp hay thư mục {path}. Hãy kiểm tra lại đường dẫn.",
        "No such file or folder: {path}. Check the path.",
    ),
    "nothing_in": ("Không có tệp nào để đọc trong: {paths}.", "There is no file to read in: {paths}."),
    "busy": (
        "Một lần chạy khác (tiến trình {holder}) đang ghi vào {out}. Hãy đợi nó xong, hoặc chọn --out khác.",
        "Another run (process {holder}) is writing to {out}. Wait for it to end, or choose another --out.",
    ),
    "broken": (
        "Không khởi động được trình đọc: {detail}. Hãy chạy lại `make setup`, hoặc sửa tệp từ điển đã nêu.",
        "Readers cannot start: {detail}. Run `make setup` again, or mend the lexicon file it names.",
    ),
    "disk": (
        "Không ghi được kết quả: {detail}. Hãy kiểm tra quyền ghi và chỗ trống của {out}, rồi chạy lại; "
        "phần đã ghi vẫn nguyên vẹn.",
        "Results cannot be written: {detail}. Check permissions and free space of {out}, then run again; "
        "what is written stays whole.",
    ),
    "database": (
        "Không dùng được cơ sở dữ liệu danh mục: {detail}. Hãy kiểm tra GIAOVIEC_CATALOGUE.",
        "The catalogue's database cannot be used: {detail}. Check GIAOVIEC_CATALOGUE.",
    ),
    "settings": (
        "Thiết lập sai: {detail}. Hãy sửa biến môi trường GIAOVIEC_* hoặc tệp .env.",
        "A setting is wrong: {detail}. Mend the GIAOVIEC_* variable or the .env file.",
    ),
    "no_prefect": (
        "Không dùng được Prefect ({detail}); đã chạy trực tiếp.",
        "Prefect could not be used ({detail}); the run went on without it.",
    ),
    "interrupted": (
        "Đã dừng theo yêu cầu. Những gì đã ghi vẫn nguyên vẹn; chạy lại để làm tiếp.",
        "Stopped as asked. What was written is whole; run again to go on.",
    ),
    "unread": ("{name}: {reason}", "{name}: {reason}"),
    "path": ("Mục", "Path"),
    "lead": ("Chủ trì", "Lead"),
    "coordinators": ("Phối hợp", "Coordinators"),
    "report_to": ("Báo cáo", "Report to"),
    "product": ("Sản phẩm", "Product"),
    "responsible": ("Chịu trách nhiệm", "Responsible"),
    "repair": ("Đã sửa chữ quét", "Misreading mended"),
    "references": ("Viện dẫn", "References"),
    "kind": ("Loại", "Kind"),
    "text": ("Nội dung", "Text"),
    "deadline": ("Thời hạn", "Deadline"),
    "field": ("Trường", "Field"),
    "value": ("Giá trị", "Value"),
    "where": ("Ở đâu", "Where"),
    "rule": ("Quy tắc", "Rule"),
    "confidence": ("Độ tin cậy", "Confidence"),
    "page": ("trang {page}", "page {page}"),
    "line": ("dòng {line}", "line {line}"),
    "inherited": ("theo đề mục", "from its heading"),
    "review": ("Cần xem lại: {reasons}", "Needs review: {reasons}"),
    "no_tasks": ("Không tìm thấy nhiệm vụ nào.", "No task was found."),
}

_language = 0


def use(lang: str) -> None:
    """Chooses the language of messages: "vi" or "en"."""
    global _language
    _language = int(lang == "en")


def say(key: str, **values: object) -> str:
    """The message of a key, filled in."""
    text = MESSAGES[key][_language]
    return text.format(**values) if values else text
