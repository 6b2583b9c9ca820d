"""Keeping the keys of names: written with the name, renewed when an address, birth date or postcode comes."""

from collections.abc import Iterable, Sequence

from practice.matching.dates import digits_of
from practice.matching.keys import VERSION, stored_keys
from practice.matching.likeness import Traits
from practice.matching.places import address_words, postcode_in, postcode_of
from practice.matching.words import words_of
from practice.models import ContactKind, ContactPoint, Party, PartyName

BATCH = 500


def keys_of(party: Party, name: str, addresses: Iterable[str]) -> list[int]:
    """Return every key a name of this party is found by, at any of its addresses."""
    born = digits_of(party.born_on.isoformat()) if party.born_on else ""
    words, own = words_of(name), postcode_of(party.postcode)
    keys = set(stored_keys(Traits(words, born, own)))
    for address in addresses:
        for postcode in {own, postcode_in(address)}:
            keys.update(stored_keys(Traits(words, born, postcode, address_words(address))))
    return sorted(keys)


def renew_keys(party_ids: Sequence[int]) -> int:
    """Write the keys of every name of these parties anew, in the caller's transaction; return how many names."""
    names = list(PartyName.objects.filter(party__in=party_ids).select_related("party"))
    addresses: dict[int, list[str]] = {}
    points = ContactPoint.objects.filter(party__in=party_ids, kind=ContactKind.ADDRESS)
    for party_id, text in points.values_list("party_id", "text"):
        addresses.setdefault(party_id, []).append(text)
    changed = []
    for name in names:
        keys = keys_of(name.party, name.text, addresses.get(name.party_id, ()))
        if (name.keys, name.keys_version) != (keys, VERSION):
            name.keys, name.keys_version, name.pairs_sought = keys, VERSION, False
            changed.append(name)
    PartyName.objects.bulk_update(changed, ["keys", "keys_version", "pairs_sought"], batch_size=BATCH)
    return len(names)


def renew_stale_keys() -> int:
    """Write keys for names that have none, or those of an earlier edition; return how many names."""
    renewed = 0
    while stale := set(
        PartyName.objects.without_keys(VERSION).order_by("pk").values_list("party_id", flat=True)[:BATCH]
    ):
        renewed += renew_keys(sorted(stale))
    return renewed
