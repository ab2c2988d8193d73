"""What is encoded comes back the same; JSON holds no tab, line feed or other character than ASCII."""

from __future__ import annotations

from dataclasses import replace

import fixture_readings
import pytest

from kg import coding, identity, mapping
from kg.cache import END, FIELD
from kg.model import Reading, record_key

READINGS = fixture_readings.READINGS


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.record.title[:40])
def test_records_and_readings_come_back(reading: Reading) -> None:
    record = reading.record
    text, said = coding.encode_record(record), coding.encode_said(reading)
    assert coding.decode_record(text, record.source) == record
    assert coding.decode_said(said, record) == replace(reading, sentences=())
    assert (text + said).isascii() and not {"\t", "\n"} & set(text + said)


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.record.title[:40])
def test_facts_come_back(reading: Reading) -> None:
    facts = identity.keys(reading)
    path, line, _ = record_key(reading.record)
    assert identity.decode(identity.encode(facts), path, line) == replace(facts, claims=())
    assert identity.named(identity.encode(facts)) == record_key(reading.record)[2]
    trials, tally = identity.decode_said(identity.encode_said(facts))
    assert (tuple(trials), tally) == (facts.trials, identity.tally(facts.claims))


@pytest.mark.parametrize("reading", READINGS, ids=lambda reading: reading.record.title[:40])
def test_what_a_paper_says_comes_back(reading: Reading) -> None:
    told = mapping.told("paper/doi/10.1/x", [reading], documents=["a1" * 32])
    text = coding.encode_told(told)
    assert mapping.Told(*coding.decode_told(text)) == told
    assert not set(text) & set((FIELD + END).decode())


def test_odd_characters_come_back() -> None:
    record = replace(READINGS[0].record, title='a\tb\nc "d" \\ \x00 é \U0001f600 \ud800')
    assert coding.decode_record(coding.encode_record(record), record.source) == record
