"""How far the whole is: one line on standard error, redrawn on a terminal."""

import os
import sys
import time


class Progress:
    def __init__(self, quiet):
        # A copy, for standard error itself is Ray's while it runs.
        self.stream = os.fdopen(os.dup(2), "w")
        self.quiet, self.terminal = quiet, sys.stderr.isatty()
        self.finished, self.drawn, self.stands = 0, 0.0, False

    def start(self, total, finished):
        self.total, self.finished, self.before = total, finished, finished
        self.started = time.monotonic()
        if finished:
            self.note(f"{finished} of {total} shards are here from an earlier run")

    def draw(self, running, slots):
        now = time.monotonic()
        elapsed = now - self.started
        if self.quiet or elapsed < 2 or now - self.drawn < (0.5 if self.terminal else 10):
            return
        self.drawn = now
        done = self.finished - self.before
        line = f"cluster: {self.finished} of {self.total} shards"
        if done:
            rate = done / elapsed * 60
            left = (self.total - self.finished) * elapsed / done
            line += f", {rate:.{1 if rate < 10 else 0}f} shards/min, {duration(left)} left"
        line += f"; {min(running, slots)} running"
        self.stands = self.terminal
        print(f"\r\033[K{line}" if self.terminal else line, end="" if self.terminal else "\n",
              file=self.stream, flush=True)

    def clear(self):
        if self.stands:
            print("\r\033[K", end="", file=self.stream, flush=True)
        self.stands = False

    def note(self, text):
        self.clear()
        print(f"note: {text}", file=self.stream, flush=True)


def duration(seconds):
    """"45 s", "3 min 20 s", "2 h 5 min"."""
    whole = int(seconds) + 1
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
