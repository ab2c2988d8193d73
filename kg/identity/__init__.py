"""What is the same: papers, people, journals, propositions; and the ledger of every merge."""

from kg.identity.facts import Keys, assertions, decode, encode, keys, named
from kg.identity.papers import name
from kg.identity.resolution import resolve
from kg.identity.support import Claimed, Tally, decode_said, encode_said, propositions, tally
from kg.model import record_key

__all__ = [
    "Claimed", "Keys", "Tally", "assertions", "decode", "decode_said", "encode", "encode_said", "keys", "name", "named",
    "propositions", "record_key", "resolve", "tally",
]  # fmt: skip
