"""Reference numbers: a locked counter row, never MAX + 1."""

from practice.models import ReferenceCounter


def next_reference(series: str, year: int, *, width: int = 4) -> str:
    """
    Return the next number of a series, like C-26-0031, inside the caller's transaction.

    The counter row stays locked until that transaction ends, so a rolled-back deed leaves no gap and two people never
    get one number.
    """
    return next_references(series, year, 1, width=width)[0]


def next_references(series: str, year: int, count: int, *, width: int = 4) -> list[str]:
    """Return the next so many numbers of a series at once, in the same way."""
    ReferenceCounter.objects.bulk_create([ReferenceCounter(series=series, year=year)], ignore_conflicts=True)
    counter = ReferenceCounter.objects.select_for_update(no_key=True).get(series=series, year=year)
    first = counter.last + 1
    counter.last += count
    counter.save(update_fields=["last"])
    return [f"{series}-{year % 100:02d}-{number:0{width}d}" for number in range(first, first + count)]
