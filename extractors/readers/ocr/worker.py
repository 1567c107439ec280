"""The process that reads pages: takes page pictures on its standard input, answers on its standard output.

Started by `pool`; a hanging or dying engine takes only this process with it. Run as a module, never imported.
"""
from __future__ import annotations

import os
import pickle
import struct
import sys
from contextlib import suppress
from typing import IO, Any

LENGTH = struct.Struct("<Q")


def send(stream: IO[bytes], value: Any) -> None:
    """Writes one value, its length first."""
    data = pickle.dumps(value, protocol=5)
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """Reads one value; EOFError when the other side is gone."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    size, = LENGTH.unpack(head)
    data = stream.read(size)
    if len(data) < size:
        raise EOFError
    return pickle.loads(data)


def _die_with_parent() -> None:
    """A worker that hangs in native code must not outlive the one who would have killed it (Linux only)."""
    if sys.platform.startswith("linux"):
        import ctypes
        import signal
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def main(spec: str, model: str) -> None:
    """Says ("ready", engine), then answers pages until the input ends: ("ok", PageRead) or ("error", what is wrong)."""
    _die_with_parent()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what native code prints must not get between the answers
    import cv2

    from extractors.readers.ocr.engine import load_engine
    from extractors.readers.ocr.recognise import read_picture
    cv2.setNumThreads(1)
    engine = load_engine(spec, model)
    send(answers, ("ready", engine.name))
    while True:
        try:
            page = receive(sys.stdin.buffer)
        except EOFError:
            return
        answer: tuple[str, Any]
        try:
            answer = ("ok", read_picture(page, engine))
        except (ValueError, RuntimeError, ArithmeticError, LookupError, TypeError, OSError, MemoryError,
                cv2.error) as problem:
            answer = ("error", f"{type(problem).__name__}: {problem}")
        send(answers, answer)


if __name__ == "__main__":
    main(*sys.argv[1:3])
