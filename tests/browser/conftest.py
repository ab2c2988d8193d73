"""A Chromium without a network, and the pages of a small literature for it to open."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from browser.literature import HOSTILE, SPOILED, write
from kg import sparql, views

VENDOR = Path(__file__).parent / "vendor"
ASKED = """PREFIX kg: <https://w3id.org/litkg/ontology#>
SELECT ?paper ?therapy ?polarity ?disease
{ ?paper kg:makesClaim ?c . ?c kg:therapy ?therapy ; kg:disease ?disease ; kg:polarity ?polarity }"""
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-device-scale-factor=1", "--window-size=1440,900",
)  # fmt: skip


class Browser:
    """One Chromium: `open` a page, `run` script in it, `problems` it had since, at a size and in a theme."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def look(self, width: int = 1440, height: int = 900, *, dark: bool = False) -> None:
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 800}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def open(self, page: Path, fragment: str = "") -> None:
        self.driver.get("about:blank")
        self.problems()
        self.driver.get(page.as_uri() + (f"#{fragment}" if fragment else ""))
        self.wait("return document.readyState === 'complete'")
        if self.run("return Boolean(document.getElementById('kg-nodes'))"):
            self.wait("return document.documentElement.dataset.ready === 'yes'")

    def run(self, script: str, *values: Any) -> Any:
        return self.driver.execute_script(script, *values)

    def wait(self, script: str, *values: Any) -> None:
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, 10, poll_frequency=0.02).until(lambda _: self.run(script, *values))

    def press(self, *keys: str) -> None:
        from selenium.webdriver.common.action_chains import ActionChains

        chain = ActionChains(self.driver, duration=0)
        for key in keys:
            chain.send_keys(key)
        chain.perform()

    def tab_to(self, selector: str, *, back: bool = False) -> None:
        """Press the tabulator until what has the focus is, or lies in, what the selector names."""
        from selenium.webdriver.common.keys import Keys

        for _ in range(120):
            if self.run("return Boolean(document.activeElement.closest(arguments[0]))", selector):
                return
            self.press(Keys.SHIFT + Keys.TAB + Keys.NULL if back else Keys.TAB)
        raise AssertionError(f"no key leads to {selector}")

    def click_at(self, x: float, y: float) -> None:
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            event = {
                "type": kind,
                "x": x,
                "y": y,
                "button": "none" if kind == "mouseMoved" else "left",
                "clickCount": 1,
            }
            self.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)

    def problems(self) -> list[str]:
        """What the console said, and every address that was asked for other than the page's own file."""
        said = [entry["message"] for entry in self.driver.get_log("browser")]
        events = [json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance")]
        asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
        return said + [url for url in asked if not url.startswith(("file://", "blob:", "data:", "about:"))]

    def drawn_after(self) -> float:
        """Milliseconds from the start of loading to the first drawing: that of the picture where there is one."""
        mark = "ready" if self.run("return Boolean(document.getElementById('kg-nodes'))") else "first-contentful-paint"
        self.wait(f"return performance.getEntriesByName('{mark}').length > 0")
        return float(self.run(f"return performance.getEntriesByName('{mark}')[0].startTime"))

    def axe(self, tag: str = "") -> list[str]:
        """What axe-core finds against WCAG 2.2 A and AA and its own good practice: rule and element, each.

        With a tag, of the rules that carry it only.
        """
        self.run((VENDOR / "axe.min.js").read_text(encoding="utf-8"))
        rules = json.dumps({"runOnly": [tag]} if tag else {})
        found = self.driver.execute_async_script(f"axe.run({rules}).then(arguments[arguments.length - 1])")
        return [f"{v['id']}: {node['html'][:160]}" for v in found["violations"] for node in v["nodes"]]


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    yield from _browser(tmp_path_factory)


@pytest.fixture
def fresh_browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Another Chromium, with a profile that has seen nothing yet."""
    yield from _browser(tmp_path_factory)


def _browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium and chromedriver are needed: install chromium and chromium-driver")
        pytest.skip("needs chromium and chromedriver")
    started = start(chromium, driver, tmp_path_factory.mktemp("profile"))
    try:
        yield Browser(started)
    finally:
        started.quit()


def start(chromium: str | None, driver: str | None, profile: Path) -> Any:
    """A Chromium that reaches no network."""
    from selenium import webdriver
    from selenium.webdriver.chrome.options import Options
    from selenium.webdriver.chrome.service import Service

    options = Options()
    options.binary_location = chromium or ""
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    started = webdriver.Chrome(options=options, service=Service(driver))
    started.set_script_timeout(60)
    return started


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("pages")
    report = {"sources": 12, "read": 14, "merged": 2, "skipped": {"no title": 1}}
    rejected = [{"path": "seeds/a.ris", "line": 12, "reason": "record has no title"}]
    views.render(write(out / "kg.ttl"), out, report={**report, "quarantined": rejected})
    views.ask(out / "kg.ttl", out, sparql.query(out / "kg.ttl", ASKED), query=ASKED)
    return out


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("hostile")
    graph = write(out / "kg.ttl", titles=HOSTILE, spoiled=SPOILED)
    views.render(graph, out)
    views.ask(graph, out, sparql.query(graph, ASKED), query=ASKED)
    return out


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of more papers than a map can show one by one."""
    out = tmp_path_factory.mktemp("many")
    views.render(write(out / "kg.ttl", copies=45), out, max_pages=60)
    return out


@pytest.fixture(scope="session")
def matrix(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from kg.views import evidence

    out = tmp_path_factory.mktemp("matrix")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence, "LONGEST_COLUMN", 5)
        views.render(write(out / "kg.ttl"), out)
    return out


@pytest.fixture
def evidence(browser: Browser, pages: Path) -> Callable[[str], Browser]:
    """Opens the evidence page, with a fragment if given."""

    def opened(fragment: str = "") -> Browser:
        browser.look()
        browser.open(pages / "evidence.html", fragment)
        return browser

    return opened
