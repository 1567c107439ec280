"""Convert what only an office program can open (Word before 2007, RTF) through LibreOffice, where it is installed."""
from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from extractors.errors import DocumentError

_CURE = "Hãy mở tệp bằng Word rồi lưu lại thành .docx hoặc PDF."


def convert_legacy(data: bytes, seconds: float = 60.0) -> bytes:
    """The .docx bytes of a .doc or .rtf; DocumentError `legacy_doc` without LibreOffice or when it gives nothing."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise DocumentError("legacy_doc", "Tệp là văn bản Word đời cũ (.doc, .rtf), máy này không có bộ chuyển đổi.",
                            f"{_CURE} Hoặc cài LibreOffice rồi chạy lại.")
    with tempfile.TemporaryDirectory(prefix="giaoviec-") as folder:
        source = Path(folder, "source.rtf" if data.startswith(b"{\\rtf") else "source.doc")
        source.write_bytes(data)
        command = [program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore",
                   "--convert-to", "docx", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, capture_output=True, timeout=seconds, check=False)
        except (subprocess.TimeoutExpired, OSError) as error:
            raise DocumentError("legacy_doc", "Không chuyển đổi được văn bản Word đời cũ trong thời gian cho phép.",
                                _CURE) from error
        result = Path(folder, "source.docx")
        if not result.is_file() or result.stat().st_size == 0:
            raise DocumentError("legacy_doc", "Bộ chuyển đổi không đọc được văn bản Word đời cũ này.", _CURE)
        return result.read_bytes()
