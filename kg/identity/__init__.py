"""What is the same: papers, people, journals, propositions; and the ledger of every merge."""

from kg.identity.facts import Keys, decode, decode_said, encode, encode_said, keys
from kg.identity.papers import name
from kg.identity.resolution import resolve
from kg.identity.support import Claimed, propositions
from kg.model import record_key

__all__ = [
    "Claimed", "Keys", "decode", "decode_said", "encode", "encode_said", "keys", "name", "propositions", "record_key",
    "resolve",
]  # fmt: skip
