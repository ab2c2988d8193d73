"""What is the same: papers, people, journals, propositions; and the ledger of every merge."""

from collections.abc import Callable, Iterable

from kg.identity.facts import Keys, assertions, decode, encode, keys, named
from kg.identity.papers import name
from kg.identity.support import Claimed, Tally, decode_said, encode_said, propositions, tally
from kg.model import Identity, record_key
from kg.resolution import Resolution

__all__ = [
    "Claimed", "Keys", "Tally", "assertions", "decode", "decode_said", "encode", "encode_said", "keys", "name", "named",
    "propositions", "record_key", "resolve", "tally",
]  # fmt: skip


def resolve(keys: Iterable[Keys], note: Callable[[Iterable[Identity]], None] | None = None) -> Resolution:
    """Who and what is the same; the order of the keys changes nothing.

    Where there are too many merges to keep, `note` is handed them, and the resolution has no ledger.
    """
    from kg.identity import resolution  # which a build that finds the same facts as the last one does without

    return resolution.resolve(keys, note)
