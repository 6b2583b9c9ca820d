"""Where the printing service listens: a socket path has room for about 104 bytes, so deep clones get a short one."""

import hashlib
import os
import tempfile
from pathlib import Path

_ROOM = 96


def renderer_address(clone: Path) -> Path:
    """Return the socket's path for this clone, without touching the disk."""
    address = clone / ".local" / "run" / "pdf.sock"
    if len(os.fsencode(address)) <= _ROOM:
        return address
    name = hashlib.sha256(os.fsencode(clone)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"clientcare-{os.getuid()}-{name}" / "pdf.sock"
