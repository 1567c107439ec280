"""Word files: each construct alone, as Word writes it, against what Word prints."""

from __future__ import annotations

import io
import time
import zipfile

import pytest

from extractors.models import Document, Grid, Paragraph
from extractors.read import read_document
from tests.make_docx import cell, docx, level, numbered, par, row, run, table


def texts(document: Document) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if isinstance(b, Paragraph)]


def grids(document: Document) -> list[list[list[str]]]:
    return [
        [[document.text[c.start : c.end] for c in r.cells] for r in b.rows]
        for b in document.blocks
        if isinstance(b, Grid)
    ]


def read(*body: str, **parts: str) -> Document:
    return read_document(docx(*body, **parts))


def abstract(*levels: str, key: int = 0) -> str:
    return f'<w:abstractNum w:abstractNumId="{key}">{"".join(levels)}</w:abstractNum>'


def num(key: int, of: int = 0, more: str = "") -> str:
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


OUTLINE = abstract(
    level(0, "upperRoman", "%1."),
    level(1, "decimal", "%2."),
    level(2, "decimal", "%2.%3."),
    level(3, "lowerLetter", "%4)"),
    level(4, "bullet", "-"),
    level(5, "bullet", "\uf02d"),
    level(6, "bullet", "+"),
)


def test_labels_are_the_printed_ones() -> None:
    steps = [
        (0, "I."),
        (1, "1."),
        (1, "2."),
        (2, "2.1."),
        (2, "2.2."),
        (3, "a)"),
        (3, "b)"),
        (4, "-"),
        (5, "-"),
        (6, "+"),
        (3, "c)"),
        (1, "3."),
        (2, "3.1."),
        (0, "II."),
        (1, "1."),
        (3, "a)"),
    ]
    got = texts(read(*(numbered(f"Việc {n}", 1, lvl) for n, (lvl, _) in enumerate(steps)), numbering=OUTLINE + num(1)))
    assert got == [f"{label} Việc {n}" for n, (_, label) in enumerate(steps)]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ("", ["1. a", "2. b", "3. c", "4. d"]),
        ('<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>', ["1. a", "2. b", "1. c", "2. d"]),
        ('<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>', ["1. a", "2. b", "7. c", "8. d"]),
        (
            '<w:lvlOverride w:ilvl="0">' + level(0, "upperLetter", "%1/") + "</w:lvlOverride>",
            ["1. a", "2. b", "C/ c", "D/ d"],
        ),
    ],
)
def test_two_lists_of_one_kind_share_or_restart(more: str, expected: list[str]) -> None:
    numbering = abstract(level(0, "decimal", "%1.")) + num(1) + num(2, 0, more)
    body = [numbered("a", 1), numbered("b", 1), numbered("c", 2), numbered("d", 2)]
    assert texts(read(*body, numbering=numbering)) == expected


def test_level_that_never_restarts() -> None:
    numbering = abstract(level(0, "upperRoman", "%1."), level(1, "decimal", "%2.", more='<w:lvlRestart w:val="0"/>'))
    body = [numbered("a", 1), numbered("b", 1, 1), numbered("c", 1), numbered("d", 1, 1)]
    assert texts(read(*body, numbering=numbering + num(1))) == ["I. a", "1. b", "II. c", "2. d"]


def test_legal_numbering_and_skipped_levels() -> None:
    numbering = abstract(level(0, "upperRoman", "Chương %1"), level(1, "decimal", "%1.%2.", more="<w:isLgl/>"))
    body = [numbered("Quy định", 1), numbered("b", 1, 1), numbered("c", 1, 1)]
    assert texts(read(*body, numbering=numbering + num(1))) == ["Chương I Quy định", "1.1. b", "1.2. c"]


def test_numbering_from_the_style_and_switched_off() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="Muc"><w:name w:val="Mục"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Con"><w:basedOn w:val="Muc"/></w:style>'
    )
    body = [
        par("a", props='<w:pStyle w:val="Muc"/>'),
        par("b", props='<w:pStyle w:val="Con"/>'),
        par("C", props='<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>'),
        par("d", props='<w:pStyle w:val="Muc"/>'),
    ]
    got = texts(read(*body, styles=styles, numbering=abstract(level(0, "decimal", "%1)")) + num(1)))
    assert got == ["1) a", "2) b", "C", "3) d"]


def test_numbers_in_table_cells_are_their_text() -> None:
    rows = [row("STT", "Nhiệm vụ")] + [row(cell(numbered("", 1)), f"Việc {n}") for n in (1, 2, 3)]
    got = grids(read(table(*rows), numbering=abstract(level(0, "decimal", "%1")) + num(1)))
    assert [r[0] for r in got[0]] == ["STT", "1", "2", "3"]


@pytest.mark.parametrize(
    ("form", "numbers"),
    [
        ("decimalZero", ["01", "02", "03"]),
        ("lowerRoman", ["i", "ii", "iii"]),
        ("upperLetter", ["A", "B", "C"]),
        ("none", ["", "", ""]),
        ("lowerLetter", ["a", "b", "c"]),
    ],
)
def test_number_formats(form: str, numbers: list[str]) -> None:
    got = texts(read(*(numbered("x", 1) for _ in numbers), numbering=abstract(level(0, form, "%1.")) + num(1)))
    assert got == [f"{n}. x" for n in numbers]


def test_letters_go_on_past_z() -> None:
    got = texts(
        read(*(numbered("x", 1) for _ in range(28)), numbering=abstract(level(0, "lowerLetter", "%1)")) + num(1))
    )
    assert (got[3], got[25], got[26], got[27]) == ("d) x", "z) x", "aa) x", "bb) x")


# --- what is printed, what is not


@pytest.mark.parametrize(
    ("xml", "expected", "warning"),
    [
        (
            "<w:del>" + "<w:r><w:delText>cũ </w:delText></w:r></w:del><w:ins>" + run("mới") + "</w:ins>",
            "Việc mới",
            "tracked_changes",
        ),
        (
            "<w:moveFrom>" + run("đi") + "</w:moveFrom><w:moveTo>" + run("đến") + "</w:moveTo>",
            "Việc đến",
            "tracked_changes",
        ),
        (run("ẩn", "<w:vanish/>") + run("hiện"), "Việc hiện", "hidden_text"),
        (run("ẩn", '<w:vanish w:val="0"/>'), "Việc ẩn", None),
        (run("45", "<w:strike/>") + run("46"), "Việc 46", "struck_out"),
        (run("hoa", "<w:caps/>"), "Việc HOA", None),
        ('<w:hyperlink r:id="x">' + run("liên kết") + "</w:hyperlink>", "Việc liên kết", None),
        ("<w:sdt><w:sdtContent>" + run("trong khung") + "</w:sdtContent></w:sdt>", "Việc trong khung", None),
        ('<w:fldSimple w:instr="DATE">' + run("12/5") + "</w:fldSimple>", "Việc 12/5", None),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText><w:t>mã</w:t></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            + run("7")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "Việc 7",
            None,
        ),
        ("<w:r><w:t>57</w:t><w:noBreakHyphen/><w:t>NQ/TW</w:t></w:r>", "Việc 57-NQ/TW", None),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t></w:r>", "Việc a bc", None),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>' + run(" 90%"), "Việc ≥ 90%", None),
        ('<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>' + run("x"), "Việc x", None),
        (run("5 km") + run("2", '<w:vertAlign w:val="superscript"/>'), "Việc 5 km2", None),
        (run("xong") + run("1", '<w:vertAlign w:val="superscript"/>') + run("."), "Việc xong.", None),
        ('<w:bookmarkStart w:id="1"/>' + run("x") + '<w:commentReference w:id="2"/>', "Việc x", None),
        ("<w:smartTag><w:smartTag>" + run("thẻ") + "</w:smartTag></w:smartTag>", "Việc thẻ", None),
    ],
)
def test_visible_text(xml: str, expected: str, warning: str | None) -> None:
    document = read(par(run("Việc ") + xml))
    assert texts(document) == [expected]
    assert [w.code for w in document.warnings] == ([warning] if warning else [])


def test_struck_text_is_kept_aside() -> None:
    document = read(par(run("Số: "), run("45", "<w:strike/>"), run("/KH-BCĐ")))
    assert texts(document) == ["Số: /KH-BCĐ"]
    assert [f.text for f in document.furniture] == ["45"]


def test_field_code_that_runs_over_paragraphs() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    body = [
        par(begin),
        par(
            '<w:r><w:instrText> o</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>' + run("Kết quả")
        ),
        par(run("tiếp") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
        par("Sau"),
    ]
    assert texts(read(*body)) == ["Kết quả tiếp", "Sau"]


def test_deleted_paragraph_end_joins_the_next() -> None:
    body = [
        par(run("Giao Sở "), props="<w:rPr><w:del/></w:rPr>"),
        par("Y tế."),
        par("<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>", props="<w:rPr><w:del/></w:rPr>"),
        par("Hết."),
    ]
    assert texts(read(*body)) == ["Giao Sở Y tế.", "Hết."]


def test_box_is_read_once() -> None:
    box = "<w:txbxContent>" + par("Trong hộp.") + "</w:txbxContent>"
    xml = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert texts(read(par(run("Trước.") + xml), par("Sau."))) == ["Trước.", "Trong hộp.", "Sau."]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Giao Sở Y tế chủ trì,", "phối hợp với Sở Nội vụ."], ["Giao Sở Y tế chủ trì, phối hợp với Sở Nội vụ."]),
        (["1. Giao Sở Y tế:", "- Việc một;", "- Việc hai."], ["1. Giao Sở Y tế:", "- Việc một;", "- Việc hai."]),
        (["Rà soát.", "Cơ quan chủ trì: Sở Y tế."], ["Rà soát.", "Cơ quan chủ trì: Sở Y tế."]),
        (["DANH MỤC NHIỆM VỤ", "TRỌNG TÂM NĂM 2026"], ["DANH MỤC NHIỆM VỤ TRỌNG TÂM NĂM 2026"]),
    ],
)
def test_soft_breaks(lines: list[str], expected: list[str]) -> None:
    xml = "<w:r>" + "<w:br/>".join(f"<w:t>{x}</w:t>" for x in lines) + "</w:r>"
    assert texts(read(par(xml))) == expected


# --- notes, heads and feet


def test_footnotes_stand_aside_with_their_place() -> None:
    notes = (
        '<w:footnote w:id="0" w:type="separator">'
        + par("")
        + '</w:footnote><w:footnote w:id="7">'
        + par("Chú thích.")
        + "</w:footnote>"
    )
    ends = '<w:endnote w:id="3">' + par("Cuối bài.") + "</w:endnote>"
    body = par(
        run("Quá hạn")
        + '<w:r><w:footnoteReference w:id="7"/></w:r>'
        + run("; xong")
        + '<w:r><w:endnoteReference w:id="3"/></w:r>'
        + run(".")
    )
    document = read(body, footnotes=notes, endnotes=ends)
    assert texts(document) == ["Quá hạn; xong."]
    assert [(f.mark, f.text, f.anchor) for f in document.footnotes] == [("1", "Chú thích.", 7), ("i", "Cuối bài.", 13)]


def test_headers_and_footers_are_furniture() -> None:
    document = read(par("Nội dung."), header1=par("2"), footer1=par("Lưu hành nội bộ"))
    assert texts(document) == ["Nội dung."]
    assert [(f.kind, f.text) for f in document.furniture] == [("page_number", "2"), ("footer", "Lưu hành nội bộ")]


# --- tables


def test_merged_cells() -> None:
    xml = table(
        row("STT", "Việc", "Chủ trì", "Hạn"),
        row("I", cell("NHÓM", span=3)),
        row(cell("1", merge="restart"), "a", cell("Sở Y tế", merge="restart"), "2025"),
        row(cell(merge="continue"), "b", cell(merge="continue"), "2026"),
        row("2", "c", cell("Sở Nội vụ", merge="restart"), "2027"),
    )
    document = read(xml)
    grid = next(b for b in document.blocks if isinstance(b, Grid))
    assert grid.columns == 4
    assert grids(document)[0] == [
        ["STT", "Việc", "Chủ trì", "Hạn"],
        ["I", "NHÓM"],
        ["1", "a", "Sở Y tế", "2025"],
        ["b", "2026"],
        ["2", "c", "Sở Nội vụ", "2027"],
    ]
    assert [(c.col, c.span, c.rows) for c in grid.rows[2].cells] == [(0, 1, 2), (1, 1, 1), (2, 1, 2), (3, 1, 1)]
    assert [c.col for c in grid.rows[3].cells] == [1, 3]
    assert grid.rows[4].cells[2].rows == 1


def test_cells_in_content_controls_deleted_rows_and_shifted_rows() -> None:
    xml = table(
        row("A", "B", "C"),
        row("x", "y", "z", props="<w:del/>"),
        row(f"<w:sdt><w:sdtContent>{cell('1')}</w:sdtContent></w:sdt>", "2", "3"),
        row("b", "c", props='<w:gridBefore w:val="1"/>'),
    )
    document = read(xml)
    grid = next(b for b in document.blocks if isinstance(b, Grid))
    assert grids(document)[0] == [["A", "B", "C"], ["1", "2", "3"], ["b", "c"]]
    assert [c.col for c in grid.rows[2].cells] == [1, 2]


def test_header_row_and_paragraphs_of_a_cell() -> None:
    xml = table(row("STT", "Việc", props="<w:tblHeader/>"), row("1", cell("Một.", "Hai.")))
    document = read(xml)
    grid = next(b for b in document.blocks if isinstance(b, Grid))
    assert [r.header for r in grid.rows] == [True, False]
    assert grids(document)[0][1] == ["1", "Một.\nHai."]


def test_nested_table_is_read_in_its_cell() -> None:
    inner = table(row("trong", "bảng"))
    document = read(table(row("STT", "Việc", "Hạn"), row("1", cell(par("Trước"), inner, par("Sau")), "2025")))
    assert grids(document)[0][1] == ["1", "Trước\ntrong\nbảng\nSau", "2025"]
    assert [w.code for w in document.warnings] == ["nested_table"]


def test_head_table_becomes_paragraphs_beside_the_flow() -> None:
    head = table(
        row(
            cell("BỘ Y TẾ", "Số: 12/BYT-KCB", "V/v triển khai"),
            cell(
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "Hà Nội, ngày 5 tháng 3 năm 2025"
            ),
        ),
        borders=False,
    )
    foot = table(
        row(cell("Nơi nhận:", "- Như trên;"), cell("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Trần Văn B")), borders=False
    )
    document = read(head, par("Kính gửi: Các Sở Y tế."), par("Bộ Y tế yêu cầu rà soát."), foot)
    assert grids(document) == []
    asides = [document.text[b.start : b.end] for b in document.blocks if isinstance(b, Paragraph) and b.aside]
    assert asides[:3] == ["BỘ Y TẾ", "Số: 12/BYT-KCB", "V/v triển khai"]
    assert asides[-1] == "Trần Văn B" and "Kính gửi: Các Sở Y tế." not in asides


def test_head_parted_by_tabs() -> None:
    tab = "<w:r><w:tab/></w:r>"
    document = read(
        par(run("UBND TỈNH A") + tab + run("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")),
        par(run("SỞ NỘI VỤ") + tab + run("Độc lập - Tự do - Hạnh phúc")),
        par(run("Số: 5/SNV-VP") + tab + run("An Giang, ngày 2 tháng 3 năm 2025")),
        par("Nội dung công văn."),
    )
    assert texts(document) == [
        "UBND TỈNH A",
        "SỞ NỘI VỤ",
        "Số: 5/SNV-VP",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "An Giang, ngày 2 tháng 3 năm 2025",
        "Nội dung công văn.",
    ]


def test_sentence_broken_by_a_hard_return_is_one_paragraph() -> None:
    document = read(par("- Rà soát, đánh giá hiện trạng hạ tầng và"), par("báo cáo kết quả."), par("- Việc khác."))
    assert texts(document) == ["- Rà soát, đánh giá hiện trạng hạ tầng và báo cáo kết quả.", "- Việc khác."]


# --- looks


def test_bold_centred_heading_indent() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:rPr><w:b/></w:rPr></w:style>'
    document = read(
        par("Mục", props='<w:pStyle w:val="H2"/><w:jc w:val="center"/>'),
        par("Lề", props='<w:ind w:left="720"/>'),
        par(run("Một phần ", "<w:b/>"), run("đậm")),
        styles=styles,
    )
    first, second, third = (b for b in document.blocks if isinstance(b, Paragraph))
    assert (first.bold, first.centered, first.heading) == (True, True, 2)
    assert second.indent == 36.0 and not third.bold


@pytest.mark.parametrize(
    ("font", "typed", "expected", "code"),
    [
        (".VnTime", "Céng hßa x· héi", "Cộng hòa xã hội", "legacy_font"),
        (".VnTimeH", "kÕ ho¹ch", "KẾ HOẠCH", "legacy_font"),
        ("VNI-Times", "Coäng hoøa xaõ hoäi", "Cộng hòa xã hội", "legacy_font"),
        ("Times New Roman", "Cộng hòa", "Cộng hòa", None),
    ],
)
def test_old_fonts_are_decoded(font: str, typed: str, expected: str, code: str | None) -> None:
    half = len(typed) // 2
    props = f'<w:rFonts w:ascii="{font}"/>'
    document = read(par(run(typed[:half], props), run(typed[half:], props)))
    assert texts(document) == [expected]
    assert [w.code for w in document.warnings] == ([code] if code else [])


def test_source_map_names_the_paragraph() -> None:
    document = read(par("Một."), par(""), par("Ba."))
    assert document.source.line(document.text.index("Ba")) == 3
    assert document.source.page(0) is None and document.pages == ()


def test_decomposed_letters_are_composed() -> None:
    assert texts(read(par("Ke\u0302\u0301 hoa\u0323ch \u00d0\u1eafk L\u1eafk\u200b"))) == ["Kế hoạch Đắk Lắk"]


# --- size


def _big(paragraphs: int) -> bytes:
    body = [numbered(f"Giao Sở Y tế việc số {n}.", 1, n % 3) for n in range(paragraphs)]
    rows = [row(str(n), "Việc", cell("x", merge="restart" if n % 5 == 0 else "continue")) for n in range(paragraphs)]
    return docx(*body, table(row("STT", "Việc", "Chủ trì"), *rows), numbering=OUTLINE + num(1))


@pytest.mark.slow
def test_time_is_linear() -> None:
    def seconds(n: int) -> float:
        data = _big(n)
        start = time.process_time()
        read_document(data)
        return time.process_time() - start

    seconds(500)
    small, large = min(seconds(2000) for _ in range(3)), min(seconds(8000) for _ in range(2))
    assert large < 4 * small * 1.8


def test_strict_variant_of_the_format_reads_the_same() -> None:
    old, new = (
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    package = zipfile.ZipFile(io.BytesIO(docx(numbered("Nội dung.", 1), numbering=OUTLINE + num(1))))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as strict:
        for name in package.namelist():
            strict.writestr(name, package.read(name).replace(old.encode(), new.encode()))
    assert texts(read_document(out.getvalue())) == ["I. Nội dung."]
