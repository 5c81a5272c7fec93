"""Cells that a spreadsheet may open: none is taken for a formula, and all come back as they were."""

#: A cell that begins with one of these is reckoned by spreadsheets, or hides one that would be.
_STARTS = ("=", "+", "-", "@", "\t", "\r")
_GUARD = "'"


def guarded(cell: str) -> str:
    """The cell with an apostrophe before it, where it would be taken for a formula or has one itself."""
    return f"{_GUARD}{cell}" if cell.startswith((*_STARTS, _GUARD)) else cell


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`; an apostrophe that guards nothing is the cell's own."""
    return cell[1:] if cell.startswith(_GUARD) and cell[1:].startswith((*_STARTS, _GUARD)) else cell
