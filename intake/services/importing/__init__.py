"""Taking over a list by a page: upload, columns, preview, import, comparison, and undoing it all."""

from intake.services.importing.compare import compare_import, sweep_imports
from intake.services.importing.deed import AlreadyImported, NoColumns, run_import
from intake.services.importing.files import ColumnsWrong, NoLongerOpen, choose_columns, discard_import, receive_file
from intake.services.importing.undo import NotImported, undo_import

__all__ = [
    "AlreadyImported",
    "ColumnsWrong",
    "NoColumns",
    "NoLongerOpen",
    "NotImported",
    "choose_columns",
    "compare_import",
    "discard_import",
    "receive_file",
    "run_import",
    "sweep_imports",
    "undo_import",
]
