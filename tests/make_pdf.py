"""Small PDFs of directives for tests: other layouts, fonts and habits than any one office's. Needs reportlab."""
from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

A4 = (595.3, 841.9)
Draw = Callable[[Any, int], None]


@cache
def fonts() -> None:
    """Registers the one family that every test machine has (it comes with matplotlib)."""
    import matplotlib
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for name in ("DejaVuSerif", "DejaVuSans"):
        slanted = "Italic" if name.endswith("Serif") else "Oblique"
        for tag, bold, italic in (("", 0, 0), ("-Bold", 1, 0), (f"-{slanted}", 0, 1), (f"-Bold{slanted}", 1, 1)):
            pdfmetrics.registerFont(TTFont(name + tag, str(folder / f"{name}{tag}.ttf")))
            addMapping(name, bold, italic, name + tag)


@dataclass
class Look:
    """How a document is set: points; `align` is reportlab's 0 left, 1 centre, 4 justified."""

    font: str = "DejaVuSerif"
    size: float = 11.0
    leading: float = 15.0
    margins: tuple[float, float, float, float] = (57, 85, 57, 57)  # top, left, bottom, right
    indent: float = 28.0
    space: float = 4.0
    align: int = 4
    size_page: tuple[float, float] = A4
    on_page: Draw | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def width(self) -> float:
        """Of the text."""
        return self.size_page[0] - self.margins[1] - self.margins[3]

    def style(self, **changes: Any) -> Any:
        """A paragraph style of this look."""
        from reportlab.lib.styles import ParagraphStyle

        fonts()
        values = {"fontName": self.font, "fontSize": self.size, "leading": self.leading, "alignment": self.align,
                  "firstLineIndent": self.indent, "spaceAfter": self.space, **self.extra, **changes}
        return ParagraphStyle("x", **values)

    def text(self, text: str, **changes: Any) -> Any:
        """One paragraph; reportlab's own marks (<b>, <i>, <super>, <br/>) may stand in the text."""
        from reportlab.platypus import Paragraph

        return Paragraph(text, self.style(**changes))

    def lines(self, *lines: str, **changes: Any) -> Any:
        """Centred lines, one below the other, as in a head."""
        return self.text("<br/>".join(lines), **{"alignment": 1, "firstLineIndent": 0, "spaceAfter": 0, **changes})

    def beside(self, left: Any, right: Any, share: float = 0.42) -> Any:
        """Two columns without rules: the head, or Nơi nhận and the signature."""
        from reportlab.platypus import Table

        return Table([[left, right]], [self.width * share, self.width * (1 - share)],
                     style=[("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0),
                            ("RIGHTPADDING", (0, 0), (-1, -1), 4)])

    def table(self, rows: Sequence[Sequence[str]], widths: Sequence[float], style: Sequence[Any] = (),
              size: float = 9.5, repeat: int = 1, align: int = 0, split_in_row: int = 0) -> Any:
        """A ruled table of texts; `widths` are shares of the text's width."""
        from reportlab.lib import colors
        from reportlab.platypus import Table

        def cell(text: str) -> Any:
            if text == "":
                return ""
            return self.text(text, firstLineIndent=0, spaceAfter=0, alignment=align, fontSize=size, leading=size * 1.25)

        grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")]
        return Table([[cell(t) for t in row] for row in rows], [self.width * w for w in widths], repeatRows=repeat,
                     splitInRow=split_in_row, style=[*(grid if not style or style[0] != "bare" else []),
                                                     *[s for s in style if s != "bare"]])


def make(look: Look, story: Sequence[Any]) -> bytes:
    """The PDF's bytes."""
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    fonts()
    out = io.BytesIO()
    top, left, bottom, right = look.margins
    wide, high = look.size_page
    frame = Frame(left, bottom, wide - left - right, high - top - bottom, 0, 0, 0, 0)

    def decorate(canvas: Any, doc: Any) -> None:
        if look.on_page:
            canvas.saveState()
            look.on_page(canvas, doc.page)
            canvas.restoreState()

    doc = BaseDocTemplate(out, pagesize=look.size_page, pageTemplates=[PageTemplate("p", [frame], onPage=decorate)],
                          title="x", invariant=1)
    doc.build(list(story))
    return out.getvalue()


def draw(paint: Callable[[Any], None], size: tuple[float, float] = A4) -> bytes:
    """A PDF painted by hand on a canvas; `paint` calls showPage between pages."""
    from reportlab.pdfgen.canvas import Canvas

    fonts()
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    paint(canvas)
    canvas.save()
    return out.getvalue()
