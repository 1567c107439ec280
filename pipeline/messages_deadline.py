"""What `giaoviec deadline` says, laid over the messages of the command line."""

from __future__ import annotations

from pipeline.messages import MESSAGES

_TEXTS: dict[str, tuple[str, str]] = {
    "deadline_empty": (
        'Chưa có câu để đọc. Ví dụ: giaoviec deadline "trước ngày 15/5" --issued 2026-03-10',
        'There is no text to read. Example: giaoviec deadline "trước ngày 15/5" --issued 2026-03-10',
    ),
    "deadline_issued": (
        "Ngày văn bản không đúng: {issued}. Hãy viết 2026-01-30, hoặc 2026-01 khi chưa có ngày.",
        "Not a date: {issued}. Write 2026-01-30, or 2026-01 where the day is blank.",
    ),
    "deadline_line": (
        "Dòng {number}: không phải đối tượng JSON có text và issued; đã bỏ qua.",
        "Line {number}: not a JSON object with text and issued; left out.",
    ),
    "deadline_none": ("Không có thời hạn trong câu này.", "There is no deadline in this text."),
    "deadline_other": ("Thời hạn khác trong câu", "Another deadline in the text"),
    "deadline_phrase": ("Cụm từ", "Phrase"),
    "bound": ("Chiều", "Direction"),
    "due_from": ("Từ ngày", "From"),
    "due_last": ("Ngày cuối còn đúng hạn", "Last day that complies"),
    "due_clock": ("Giờ", "Time of day"),
    "recurs": ("Lặp lại (RFC 5545)", "Recurs (RFC 5545)"),
    "waits": ("Sự kiện chờ", "Waits for"),
    "inferred": ("Suy ra", "Inferred"),
    "fuzzy": ("Quy ước", "Convention"),
    "problem": ("Cần xem lại", "Problem"),
    "yes_inferred": (
        "ngày, tháng hoặc năm không ghi, lấy theo ngày văn bản",
        "day, month or year left out, taken from the document's date",
    ),
    "yes_fuzzy": ("khoảng ngày theo quy ước (đầu, giữa, cuối)", "bounds by convention (beginning, middle, end)"),
    "problem_past": ("hạn trước ngày văn bản", "before the document's own date"),
    "problem_impossible": ("ngày không có trên lịch", "no such day on the calendar"),
    "problem_weekday": ("thứ không khớp với ngày", "the weekday does not fit the date"),
    "problem_no_year": ("không rõ năm", "the year is not known"),
    "problem_no_day": ("không rõ ngày của văn bản", "the document's day is not known"),
    "bound_before": ("trước", "before"),
    "bound_by": ("chậm nhất, đến hết", "by"),
    "bound_within": ("trong", "within"),
    "bound_from": ("từ, sau", "from"),
    "kind_date": ("ngày", "date"),
    "kind_month": ("tháng", "month"),
    "kind_quarter": ("quý", "quarter"),
    "kind_half_year": ("nửa năm", "half-year"),
    "kind_year": ("năm", "year"),
    "kind_period": ("khoảng thời gian", "period"),
    "kind_duration": ("thời hạn tính từ một mốc", "duration"),
    "kind_recurring": ("định kỳ", "recurring"),
    "kind_ongoing": ("thường xuyên", "ongoing"),
    "kind_event": ("theo sự kiện", "event"),
}


def lay_over() -> None:
    """Makes these messages known to `say`."""
    MESSAGES.update(_TEXTS)
