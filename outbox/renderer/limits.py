"""What one print job may use (reliability.md 3.7, decisions B23)."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Limits:
    """Every limit of a child and of its jobs."""

    wall_seconds: float = 30.0
    cpu_seconds: int = 20
    memory_bytes: int = 1024**3
    file_bytes: int = 20 * 1024**2
    open_files: int = 64
    html_bytes: int = 500_000
    pages: int = 60
    jobs: int = 500
    start_seconds: float = 60.0

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Limits":
        return cls(**json.loads(text))
