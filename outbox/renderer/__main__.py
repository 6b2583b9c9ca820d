"""`python -m outbox.renderer`: the printing service, for the supervisor to start and restart."""

import os
import sys
from pathlib import Path

from django.conf import settings

from outbox.renderer.server import run

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clientcare.settings")
    sys.exit(run(Path(settings.RENDERER_SOCKET)))
