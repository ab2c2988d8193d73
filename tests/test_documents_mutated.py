"""Damaged files: every reader's golden files, mutated from a fixed seed, raise nothing, hang nowhere, stay small.

`KG_MUTATIONS=100000 pytest tests/test_documents_mutated.py` makes as many as a release is tested with.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import resource
import time
import zipfile
from pathlib import Path

import pytest

from kg import documents
from kg.documents import csl_json
from kg.model import Record

GOLDEN = Path(__file__).parent / "golden" / "documents"
INPUTS = sorted(f for f in GOLDEN.glob("*/*") if f.is_file() and not f.name.endswith(".read.json"))
COUNT = int(os.environ.get("KG_MUTATIONS", "3000"))
BATCHES = 10
SLOWEST = 2.0  # CPU-seconds for one input
LARGEST = 500 << 10  # kilobytes
TOKENS = [
    b"<", b">", b"</", b"/>", b"&", b"&amp;", b"&#x0;", b"&#55296;", b"<![CDATA[", b"]]>", b"<!--", b"-->",
    b"<!DOCTYPE a [", b"<!ENTITY x 'y'>", b"{", b"}", b"[", b"]", b'"', b"'", b"\\", b"\\u", b"\\ud800", b"null",
    b"NaN", b"1e999", b"-", b"0" * 5000, b"\0", b"\x1d", b"\x1e", b"\x1f", b"\x1b$1", b"\xff", b"\xfe\xff",
    b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc3", b"\xe2\x80\xae", b"\r", b"\n", b"\n\n", b"\t", b"TY  - JOUR\n",
    b"ER  - \n", b"PMID- 1\n", b"@article{", b"@string(", b"%0 Book\n", b"PT J\n", b"%%EOF", b"endobj", b"<</Type",
    b"trailer", b"PK\x01\x02", b"PK\x05\x06", b"10.1000/", b"\xe2\x80\xa2", b"(" * 2000, b"<i>" * 2000,
    b"Results: ", b",", b";", b"|", b"{" * 3000, b"\\documentclass", b"a " * 3000, b"999999999999", b"-1",
]  # fmt: skip


def mutated(number: int) -> tuple[str, bytes]:
    """The name and the bytes of the mutation of a number: always the same."""
    chance = random.Random(number)
    path = INPUTS[number % len(INPUTS)]
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 1, 2, 3, 5, 8, 20))):
        _mutate(data, chance)
    return f"{path.relative_to(GOLDEN).as_posix()}#{number}", _packed(bytes(data), chance)


def _mutate(data: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(data) + 1)
    end = min(len(data), start + int(chance.expovariate(1 / 40)) + 1)
    kind = chance.randrange(9)
    if kind == 0:
        del data[start:end]
    elif kind == 1:
        data[start:start] = data[start:end] * chance.choice((1, 2, 50))
    elif kind == 2:
        data[start:start] = chance.choice(TOKENS)
    elif kind == 3:
        data[start:end] = chance.choice(TOKENS)
    elif kind == 4 and start < len(data):
        data[start] = chance.randrange(256)
    elif kind == 5:
        other = chance.choice(INPUTS).read_bytes()
        at = chance.randrange(len(other))
        data[start:end] = other[at : at + chance.randrange(2000)]
    elif kind == 6:
        del data[start if chance.random() < 0.5 else max(start, len(data) - 60) :]
    elif kind == 7 and start < len(data):
        data[start] ^= 1 << chance.randrange(8)
    else:
        to = chance.randrange(len(data) + 1)
        data[to:to] = data[start:end]


def _packed(data: bytes, chance: random.Random) -> bytes:
    """Most as they are; some in another encoding, some packed, the packing damaged too."""
    kind = chance.randrange(40)
    if kind == 0:
        return data.decode("utf-8", "replace").encode("utf-16")
    if kind == 1:
        return data.decode("utf-8", "ignore").encode("cp1252", "ignore")
    if kind in (2, 3):
        made = bytearray(gzip.compress(data, mtime=0) if kind == 2 else _zipped(data))
        for _ in range(chance.randrange(3)):
            made[chance.randrange(len(made))] = chance.randrange(256)
        return bytes(made)
    return data


def _zipped(data: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/one", data)
        archive.writestr("two.txt", data[:100])
    return held.getvalue()


@pytest.mark.filterwarnings("default")  # a third party's warning about damaged input is none of ours
@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_mutated_file_raises_nothing_and_is_quickly_read(batch: int) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(batch, COUNT, BATCHES):
        name, data = mutated(number)
        began = time.process_time()
        found = list(documents.read_bytes(data, name))
        took = time.process_time() - began
        assert found, name
        assert took < SLOWEST, f"{name} took {took:.1f} s"
        json.dumps([csl_json.item(record) for record in found if isinstance(record, Record)]).encode()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < LARGEST
