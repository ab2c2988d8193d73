"""What is the same: papers, people, journals, propositions; and the ledger of every merge."""

from kg.identity.facts import Keys, decode, encode, keys
from kg.identity.papers import name
from kg.identity.resolution import resolve
from kg.identity.support import propositions
from kg.model import record_key

__all__ = ["Keys", "decode", "encode", "keys", "name", "propositions", "record_key", "resolve"]
