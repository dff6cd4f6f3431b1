"""A console and a browser for tests: starts both, drives pages by keyboard, checks them with axe-core.

Run a test with the interpreter of the virtual environment that Scripts/setup test makes:
    python Tests/Browser/study.py BINARY FRAMES [FOLDER FOR SCREENSHOTS]
"""
import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, sync_playwright


class Console:
    """lookalike-serve on a free port, over a folder of its own."""

    def __init__(self, binary, frames, data):
        self.data = data
        self.process = subprocess.Popen(
            [binary, "--data", data, "--port", "0", "--frames", frames],
            stdout=subprocess.PIPE, text=True)
        lines = [self.process.stdout.readline() for _ in range(2)]
        assert lines[1].startswith("auditor: "), f"the console did not start: {lines}"
        self.address = lines[0].split()[1].rstrip("/")
        self.auditor = lines[1].split()[1]

    def stop(self):
        self.process.terminate()
        self.process.wait(20)


class Visitor:
    """A person with a browser profile of their own and a keyboard."""

    def __init__(self, browser, shots, **options):
        self.context = browser.new_context(**options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(300000)
        self.shots = shots
        self.faults = []
        # An error of a script, or a breach of the content security policy, fails the test.
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("console", self._heard)

    def _heard(self, message):
        if message.type == "error" and "Content Security Policy" in message.text:
            self.faults.append(message.text)

    def press(self, *keys):
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, selector, most=120):
        """Presses Tab until the element of `selector` has the focus."""
        for _ in range(most):
            if self.ask(
                    "s => document.activeElement && document.activeElement.matches(s)", selector):
                return
            self.press("Tab")
        raise AssertionError(f"Tab never reaches {selector} on {self.page.url}")

    def choose(self, selector):
        """Goes to an element by Tab and presses Enter."""
        self.tab_to(selector)
        self.press("Enter")

    def write(self, selector, text):
        """Goes to a field by Tab and replaces what stands in it."""
        self.tab_to(selector)
        self.press("Control+a")
        self.page.keyboard.type(text)

    def until(self, expression, argument=None):
        """Waits until `expression` is true of the page.

        Playwright's own wait_for_function evaluates text within the page, which our policy forbids.
        """
        end = time.monotonic() + 60
        while not self.ask(expression, argument):
            assert time.monotonic() < end, f"never: {expression} {argument} on {self.page.url}"
            time.sleep(0.03)

    def ask(self, expression, argument=None):
        """What `expression` is in the page; asked again where the page gives way to the next one."""
        for _ in range(100):
            try:
                return self.page.evaluate(expression, argument)
            except Error as error:
                if "navigation" not in str(error):
                    raise
                self.page.wait_for_load_state()
        raise AssertionError(f"{self.page.url} never settles")

    def open(self, link):
        """Opens an invitation: the link fills the code in, Enter begins."""
        self.page.goto("about:blank")
        self.page.goto(link)
        self.until("document.activeElement.type === 'submit'")
        self.press("Enter")
        self.page.wait_for_url(lambda address: "/join" not in address)

    def text(self, selector):
        return self.page.inner_text(selector)

    def wait_text(self, selector, pattern):
        self.until(
            "([s, p]) => new RegExp(p).test(document.querySelector(s)?.textContent ?? '')",
            [selector, pattern])

    def check(self, name):
        """No violation of axe-core in wide light, in dark at 200 % zoom, on a phone; nothing too wide."""
        for scheme, width in (("light", 1280), ("dark", 640), ("light", 360)):
            self.page.emulate_media(color_scheme=scheme)
            self.page.set_viewport_size({"width": width, "height": 800})
            result = Axe().run(self.page)
            where = f"{name} {scheme} {width}"
            assert result.violations_count == 0, f"{where}: {result.generate_report()}"
            wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{where}: {wide} pixels wider than the window"
            if self.shots:
                self.page.screenshot(
                    path=str(self.shots / f"{name}-{scheme}-{width}.png"), full_page=True)
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size({"width": 1280, "height": 800})
        assert not self.faults, f"{name}: {self.faults}"


@contextlib.contextmanager
def stage(arguments):
    """Yields a console, a function that makes visitors, and the folder of the console."""
    binary, frames = arguments[1:3]
    shots = pathlib.Path(arguments[3]) if len(arguments) > 3 else None
    if shots:
        shots.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    assert chromium, "there is no chromium"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        console = Console(binary, frames, os.path.join(folder, "data"))
        # Chromium refuses to run as root with its sandbox.
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=chromium, args=options)
        try:
            yield console, (lambda **more: Visitor(browser, shots, **more)), folder
        finally:
            browser.close()
            console.stop()


def run(binary, *arguments):
    """Runs a program of ours and returns what it printed."""
    return subprocess.run(
        [binary, *arguments], check=True, capture_output=True, text=True).stdout


def done(name):
    print(f"{name}: passed", file=sys.stderr)
