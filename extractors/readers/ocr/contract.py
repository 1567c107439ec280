"""What passes between the readers of files and the reading of page pictures."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from extractors.models import PageRead

if TYPE_CHECKING:
    from numpy import uint8
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as it was scanned: its pixels (height x width grey, or height x width x 3 RGB, uint8) and the size
    of the page in points, as the reader of the file turns it upright by its own marks (a PDF's /Rotate).

    `reason` says why the page is read as a picture; it is kept in the `PageRead`.
    """

    number: int
    width: float
    height: float
    pixels: NDArray[uint8]
    reason: str = ""
    photo: bool = False  # taken by a camera: perspective and shadows are to be expected


class PageReader(Protocol):
    """Reads page pictures. Every page given comes back, in order; one that could not be read has source "none"."""

    def read_pages(self, pages: Iterable[PageImage]) -> Iterator[PageRead]:
        """Takes pages lazily (a few at a time are in memory) and yields them in the same order."""
        ...
