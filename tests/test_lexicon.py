"""The word-list loader refuses what a clerk may do wrong, naming file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from gazetteers.lexicon import LexiconError, load_lexicon


def write(folder: Path, content: str | bytes) -> Path:
    data = content if isinstance(content, bytes) else content.encode()
    (folder / "words.csv").write_bytes(data)
    return folder


def test_rows_come_in_order_with_comments_and_empty_lines_skipped(tmp_path: Path) -> None:
    write(tmp_path, '# a note\nrole,title\n\nlead,Chủ trì\n# more\nproduct,"Kết quả, sản phẩm"\n')
    assert load_lexicon("words", ("role",), tmp_path) == (
        {"role": "lead", "title": "Chủ trì"},
        {"role": "product", "title": "Kết quả, sản phẩm"},
    )


def test_byte_order_mark_is_not_part_of_the_first_column(tmp_path: Path) -> None:
    write(tmp_path, "\ufeffrole\nlead\n".encode())
    assert load_lexicon("words", ("role",), tmp_path)[0]["role"] == "lead"


@pytest.mark.parametrize(
    ("content", "line", "word"),
    [
        ("a,b\n1,2\n1,2,3\n", 3, "3 ô"),
        ("a,b\n1,2\n1\n", 3, "1 ô"),
        ("a,b\n,2\n", 2, "trống"),
        ("a,b\n1, 2\n", 2, "khoảng trắng"),
        ("a,b\n1,2  3\n", 2, "khoảng trắng"),
        ("a,b\n1,e\u0302\n", 2, "NFC"),
        ("a,a\n1,2\n", 1, "cột"),
        ("b,c\n1,2\n", 1, "cột"),
        ('a,b\n"1,2\n', 2, "ngoặc kép"),
        ("", 1, "trống"),
        (b"a,b\n1,2\n\xff,1\n", 3, "UTF-8"),
    ],
)
def test_malformed_file_is_refused_with_its_line(tmp_path: Path, content: str | bytes, line: int, word: str) -> None:
    with pytest.raises(LexiconError) as error:
        load_lexicon("words", ("a",), write(tmp_path, content))
    assert error.value.line == line
    assert word in str(error.value)
    assert "words.csv" in str(error.value)


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"words\.csv"):
        load_lexicon("words", (), tmp_path)


@pytest.mark.parametrize(
    ("name", "key", "needed"),
    [
        ("column_titles", ("title",), ("title", "role", "match", "rank", "example")),
        ("column_contents", ("kind", "words"), ("kind", "words", "at", "example")),
        ("appendix_words", ("words",), ("words", "kind", "example")),
        ("ditto_words", ("words",), ("words", "kind", "example")),
        ("document_types", ("type",), ("type", "code")),
        ("issuer_codes", ("code",), ("code", "level", "name", "example")),
        ("issuer_words", ("words", "kind"), ("words", "kind", "example")),
        ("reference_codes", ("written",), ("written", "code", "example")),
        ("signer_titles", ("words",), ("words", "form", "example")),
    ],
)
def test_word_lists_are_filled_and_say_nothing_twice(name: str, key: tuple[str, ...], needed: tuple[str, ...]) -> None:
    rows = load_lexicon(name, needed)
    keys = [tuple(r[k] for k in key) for r in rows]
    assert [k for k in set(keys) if keys.count(k) > 1] == []
