"""A small letter, and a page around any piece of HTML, for the tests of the printer."""

HEAD = (
    '<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Your purchase</title>'
    '<meta name="author" content="Hartley &amp; Vane LLP"><meta name="dcterms.created" content="2026-11-24"></head>'
    '<body class="paper"><div class="letter">'
)
LETTER = (
    HEAD + "<h1>Your purchase of 27 Quarry Mount</h1><p>Dear Mr Adeyemi</p><p>The <b>first</b> office offers five fine "
    'flats.</p><table><thead><tr><th scope="col">Item</th><th scope="col">Total</th></tr></thead>'
    '<tbody><tr><th scope="row">Our fee</th><td>£1,740</td></tr></tbody></table></div></body></html>'
)


def page(body: str) -> bytes:
    return f"{HEAD}{body}</div></body></html>".encode()
