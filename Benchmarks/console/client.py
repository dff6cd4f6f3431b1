"""A console under test, and as many reviewers as are asked for, over plain sockets.

Sessions are opened here; what is timed, or must be fast, is done by reviewers.c.
"""
import asyncio
import atexit
import json
import os
import pathlib
import re
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.parse


class Console:
    """lookalike-serve in a process of its own."""

    def __init__(self, binary, frames, data, port=0, before=()):
        started = time.perf_counter()
        self.process = subprocess.Popen(
            [*before, binary, "--data", data, "--port", str(port), "--frames", frames],
            stdout=subprocess.PIPE, text=True)
        # A failed measurement leaves no server behind.
        atexit.register(self.process.kill)
        lines = [self.process.stdout.readline() for _ in range(2)]
        assert lines[1].startswith("auditor: "), f"the console did not start: {lines}"
        self.start_seconds = time.perf_counter() - started
        self.port = int(re.search(r":(\d+)/", lines[0]).group(1))
        self.code = lines[1].strip().split("#")[1]

    def processor_seconds(self):
        """What the process took of the processors until now."""
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.process.wait(60)


class Session:
    """One connection that is kept open, with the cookie and token of one person."""

    def __init__(self, port):
        self.port = port
        self.cookie = self.token = None
        self.reader = self.writer = None

    async def connect(self):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
            self.writer.get_extra_info("socket").setsockopt(
                socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def drop(self):
        if self.writer:
            self.writer.close()
        self.reader = self.writer = None

    async def send(self, method, path, body=b"", kind="application/json"):
        await self.connect()
        head = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        if self.cookie:
            head.append(f"Cookie: {self.cookie}")
        if method == "POST":
            head += [f"Origin: http://127.0.0.1:{self.port}", f"Content-Type: {kind}",
                     f"Content-Length: {len(body)}"]
            if self.token:
                head.append(f"X-CSRF-Token: {self.token}")
        self.writer.write("\r\n".join(head).encode() + b"\r\n\r\n" + body)
        status = int((await self.reader.readline()).split()[1])
        headers = {}
        while (line := await self.reader.readline()) not in (b"\r\n", b""):
            name, value = line.decode().split(":", 1)
            headers[name.lower()] = value.strip()
        content = await self.reader.readexactly(int(headers.get("content-length", 0)))
        if "set-cookie" in headers:
            self.cookie = headers["set-cookie"].split(";")[0]
        if b"data-csrf" in content:
            self.token = re.search(rb'data-csrf="([^"]+)"', content).group(1).decode()
        return status, headers, content

    async def form(self, path, **fields):
        if self.token:
            fields["csrf"] = self.token
        return await self.send("POST", path, urllib.parse.urlencode(fields).encode(),
                               "application/x-www-form-urlencoded")

    async def join(self, code, home):
        status, _, _ = await self.form("/join", code=code)
        assert status == 303, status
        status, _, _ = await self.send("GET", home)
        assert status == 200, status

    async def work(self):
        status, _, content = await self.send("GET", "/api/review/work")
        assert status == 200, (status, content)
        return json.loads(content)

    async def answer(self, assignment, value, key):
        body = json.dumps({"action": "answer", "assignment": assignment, "value": value,
                           "activeMilliseconds": 1000, "key": key}).encode()
        status, _, content = await self.send("POST", "/api/review/answers", body)
        return status, content


async def study(console, reviewers, top=10):
    """Makes a study that gives everybody every pair; returns its path and the reviewers' sessions."""
    auditor = Session(console.port)
    await auditor.join(console.code, "/studies")
    status, headers, content = await auditor.form(
        "/studies", title="Load", top=top, propose=67, score="hidden", reviewers=reviewers,
        overlap=reviewers, secondLooks=0, gold=0, breakEvery=0, pay="0.04", currency="USD", fee=0,
        seed=1)
    assert status == 303, content
    path = headers["location"]
    sessions = []
    for number in range(reviewers):
        status, _, content = await auditor.form(
            path + "/invitations", role="reviewer", name=f"r{number}")
        assert status == 201, content
        code = re.search(rb"#([A-Za-z0-9_-]{43})<", content).group(1).decode()
        session = Session(console.port)
        await session.join(code, "/review")
        await session.work()
        sessions.append(session)
    return path, auditor, sessions


class Reviewers:
    """reviewers.c at work: everybody of `sessions`, `rate` answers a second together."""

    def __init__(self, program, console, sessions, rate, seconds, run, folder, pending=()):
        self.log = os.path.join(folder, f"run-{run}")
        self.process = subprocess.Popen(
            [program, *map(str, (console.port, rate, seconds, run, self.log))],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        waiting = dict(pending)
        lines = [" ".join((session.cookie, session.token, *waiting.get(place, ())))
                 for place, session in enumerate(sessions)]
        self.process.stdin.write("\n".join(lines) + "\n")
        self.process.stdin.close()

    def result(self):
        """What the program measured, what was acknowledged, and what was sent and not acknowledged."""
        text = self.process.stdout.read()
        assert self.process.wait(120) == 0, text
        acknowledged, pending = {}, {}
        for line in open(self.log, encoding="ascii"):
            words = line.split()
            if words[0] == "pending":
                pending[int(words[1])] = words[2:]
            else:
                acknowledged[words[0]] = int(words[1])
        return json.loads(text), acknowledged, pending


def kept(data):
    """The value of each answer in the store, and how many entries of the log are answers."""
    store = sqlite3.connect(f"file:{data}/console.sqlite?mode=ro", uri=True)
    answers = dict(store.execute("SELECT assignment, value FROM answer WHERE undone = 0"))
    entries = store.execute(
        "SELECT count(*) FROM entry WHERE payload LIKE '%\"kind\":\"answer\"%'").fetchone()[0]
    store.close()
    return answers, entries


def note(name, values):
    """Hands figures to report.py."""
    folder = os.environ.get("CONSOLE_FIGURES")
    if folder:
        pathlib.Path(folder, name + ".json").write_text(json.dumps(values), encoding="utf-8")
