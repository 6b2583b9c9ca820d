"""
The letter printer: warm, limited processes that turn HTML into PDF, and the server that keeps them.

    python -m outbox.renderer           the server: listens on a Unix socket, keeps two children (decisions B23)
    python -m outbox.renderer.child     one child: WeasyPrint behind limits, spoken to over its own pipes

`outbox/pdf.py` is the only caller. Nothing in this package imports Django except the server's front door, so that a
child knows no secret, no address of a database and no client but the one in its hands.
"""
