"""Word files made of raw parts, so that a test can hold exactly the construct it is about."""

from __future__ import annotations

import io
import zipfile

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KINDS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header1": "header",
    "footer1": "footer",
}


def run(text: str, props: str = "") -> str:
    """One w:r with one w:t."""
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*runs: str, props: str = "") -> str:
    """One w:p; a plain string becomes a run."""
    inner = "".join(r if r.startswith("<") else run(r) for r in runs)
    return f"<w:p><w:pPr>{props}</w:pPr>{inner}</w:p>"


def numbered(text: str, num: int, level: int = 0) -> str:
    """One paragraph with automatic numbering."""
    return par(text, props=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(n: int, form: str, pattern: str, start: int = 1, more: str = "") -> str:
    """One w:lvl of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{n}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def cell(*content: str, span: int = 1, merge: str | None = None) -> str:
    """One w:tc; `merge` "restart" or "continue"."""
    props = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    props += "" if merge is None else "<w:vMerge/>" if merge == "continue" else f'<w:vMerge w:val="{merge}"/>'
    inner = "".join(c if c.startswith("<") else par(c) for c in content) or par("")
    return f"<w:tc><w:tcPr>{props}</w:tcPr>{inner}</w:tc>"


def table(*rows: str, borders: bool = True) -> str:
    """One w:tbl of rows made with `row`."""
    line = '<w:top w:val="single"/><w:insideV w:val="single"/>' if borders else ""
    return f"<w:tbl><w:tblPr><w:tblBorders>{line}</w:tblBorders></w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, props: str = "") -> str:
    """One w:tr; a plain string becomes a cell."""
    return f"<w:tr><w:trPr>{props}</w:trPr>{''.join(c if c.startswith('<') else cell(c) for c in cells)}</w:tr>"


def docx(*body: str, main: str = "word/document.xml", extra: dict[str, bytes] | None = None, **parts: str) -> bytes:
    """A package with the given body; `parts` are the inner XML of styles, numbering, footnotes … by name."""
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{_REL}/officeDocument" Target="{main}"/></Relationships>',
        main: f"<w:document {W} {_MORE}><w:body>{''.join(body)}</w:body></w:document>",
    }
    relations = ""
    for n, (name, xml) in enumerate(parts.items(), 1):
        tag = {"header1": "hdr", "footer1": "ftr"}.get(name, name)
        files[f"word/{name}.xml"] = f"<w:{tag} {W} {_MORE}>{xml}</w:{tag}>"
        relations += f'<Relationship Id="rId{n}" Type="{_REL}/{_KINDS[name]}" Target="{name}.xml"/>'
    folder, _, last = main.rpartition("/")
    files[f"{folder}/_rels/{last}.rels".lstrip("/")] = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}'
        "</Relationships>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in files.items():
            package.writestr(name, text)
        for name, data in (extra or {}).items():
            package.writestr(name, data)
    return out.getvalue()
