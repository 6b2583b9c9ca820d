"""
Who may be the same person or body: one way of measuring it for conflicts, duplicates and imports.

``likeness``: the one measure, explained, over ``names``, ``dates`` and ``places``. ``keys``: the short numbers that
names are stored under and asked for. All these are pure. ``index`` keeps the keys, ``search`` finds whom to measure.
"""
