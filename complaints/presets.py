"""The procedures the product brings along, read from data. A firm's own rows start from these."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from complaints.rules import ProcedurePolicy

_FILE = Path(__file__).parent / "data" / "procedures.yaml"


def preset_mappings() -> dict[str, list[dict[str, Any]]]:
    """Return the file as it is, for whoever turns it into rows: a list under `procedures`."""
    data = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return {"procedures": data["procedures"]}


@cache
def procedure_presets() -> dict[str, ProcedurePolicy]:
    """Return every preset procedure by its code. :raises ValueError: if the data is no procedure"""
    procedures = [ProcedurePolicy.from_mapping(one) for one in preset_mappings()["procedures"]]
    return {procedure.code: procedure for procedure in procedures}
