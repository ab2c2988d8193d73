"""Findings as text for people, terminals, and the machines that show them beside a change."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import quoteattr

from kg.errors import UsageError
from kg.model import Finding, Severity

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")  # what XML 1.0 cannot hold
_SARIF = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_WORDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(findings: Sequence[Finding], form: str, *, artifact: str = "outputs/kg.ttl") -> str:
    """The findings, in the order given, in one of FORMS; `artifact` is the file that a machine hangs them on."""
    if form not in FORMS:
        raise UsageError(f"there is no form {form!r} of a report", help=f"take one of {', '.join(FORMS)}")
    return _WRITERS[form](findings, artifact)


def summary(findings: Sequence[Finding]) -> str:
    """How many of each severity, in words.

    >>> summary([])
    'no findings'
    """
    counts = Counter(finding.severity for finding in findings)
    told = [f"{counts[s]} {_WORDS[s]}{'s' if counts[s] > 1 else ''}" for s in _WORDS if counts[s]]
    return ", ".join(told) or "no findings"


def _text(findings: Sequence[Finding], artifact: str) -> str:
    lines = []
    for f in findings:
        lines.append(f"{f.severity} {f.code}: {f'{_one_line(f.focus)}: ' if f.focus else ''}{_one_line(f.message)}")
        if f.help:
            lines.append(f"  help: {_one_line(f.help)}")
    return "\n".join([*lines, summary(findings)]) + "\n"


def _json(findings: Sequence[Finding], artifact: str) -> str:
    return json.dumps([_fields(f) for f in findings], ensure_ascii=False, indent=2) + "\n"


def _fields(finding: Finding) -> dict[str, str]:
    names = ("severity", "code", "focus", "message", "help")
    return {name: getattr(finding, name) for name in names if getattr(finding, name)}


def _github(findings: Sequence[Finding], artifact: str) -> str:
    """Workflow commands of GitHub Actions."""
    lines = []
    for f in findings:
        message = "\n".join(part for part in (f.focus, f.message, f.help) if part)
        where = f"file={_escaped(artifact, inner=True)},title={_escaped(f.code, inner=True)}"
        lines.append(f"::{_COMMANDS[f.severity]} {where}::{_escaped(message)}\n")
    return "".join(lines)


def _escaped(text: str, *, inner: bool = False) -> str:
    for sign, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"), *(((":", "%3A"), (",", "%2C")) if inner else ())):
        text = text.replace(sign, code)
    return text


def _junit(findings: Sequence[Finding], artifact: str) -> str:
    """One test case for each finding, failed unless it is a mere note; one that passed where there are none."""
    failed = sum(f.severity != "info" for f in findings)
    cases = "".join(_case(f) for f in findings) or '    <testcase classname="kg.check" name="all checks"/>\n'
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
        f'  <testsuite name="kg check" tests="{max(1, len(findings))}" failures="{failed}" errors="0" skipped="0">\n'
        f"{cases}  </testsuite>\n</testsuites>\n"
    )


def _case(f: Finding) -> str:
    head = f"    <testcase classname={_attribute(f'kg.check.{f.code}')} name={_attribute(f.focus or f.message)}"
    told = _attribute(f"{f.message}; {f.help}" if f.help else f.message)
    if f.severity == "info":
        return f"{head}>\n      <system-out>{told[1:-1]}</system-out>\n    </testcase>\n"
    return f"{head}>\n      <failure type={_attribute(f.severity)} message={told}/>\n    </testcase>\n"


def _attribute(text: str) -> str:
    return quoteattr(_UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text), {'"': "&quot;"})


def _sarif(findings: Sequence[Finding], artifact: str) -> str:
    """SARIF 2.1.0: one rule for each code, one result for each finding."""
    codes = sorted({f.code for f in findings})
    helps = {f.code: f.help for f in findings if f.help}
    rules = [{"id": code, **({"help": {"text": helps[code]}} if code in helps else {})} for code in codes]
    driver = {"name": "kg check", "informationUri": "https://w3id.org/litkg/", "rules": rules}
    results = [_result(f, codes.index(f.code), artifact) for f in findings]
    log = {"$schema": _SARIF, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _result(f: Finding, rule: int, artifact: str) -> dict[str, Any]:
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": artifact}}}
    if f.focus:
        location["logicalLocations"] = [{"fullyQualifiedName": f.focus}]
    return {
        "ruleId": f.code,
        "ruleIndex": rule,
        "level": _LEVELS[f.severity],
        "message": {"text": f"{f.focus}: {f.message}" if f.focus else f.message},
        "locations": [location],
    }


def _markdown(findings: Sequence[Finding], artifact: str) -> str:
    if not findings:
        return "No findings.\n"
    head = f"{summary(findings)}\n\n| severity | code | where | what | help |\n| --- | --- | --- | --- | --- |\n"
    cells = ((f.severity, f.code, f.focus, f.message, f.help) for f in findings)
    return head + "".join(f"| {' | '.join(map(_cell, row))} |\n" for row in cells)


def _cell(text: str) -> str:
    text = _one_line(text)
    for sign in "\\`*_[]<>|":
        text = text.replace(sign, "\\" + sign)
    return text


def _one_line(text: str) -> str:
    """On one line, without the control characters that a terminal would obey."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


_WRITERS: dict[str, Callable[[Sequence[Finding], str], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "junit": _junit,
    "sarif": _sarif,
    "markdown": _markdown,
}
FORMS = tuple(_WRITERS)
