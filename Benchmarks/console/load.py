"""Many reviewers at once: python load.py BINARY FRAMES [REVIEWERS] [DECISIONS A SECOND] [SECONDS]

Answers are sent on a schedule (an open loop): each reviewer answers at fixed moments, whatever the
server does, and a late answer counts from the moment at which it should have been sent. At the end
each acknowledged decision must be there exactly once, and the chain must verify.
"""
import asyncio
import csv
import io
import random
import subprocess
import sys
import tempfile
import time
import urllib.request

from client import Console, study


async def reviewer(session, number, start, interval, end, log):
    chance = random.Random(number)
    due = start + chance.random() * interval
    items = []
    count = 0
    while due < end:
        if not items:
            items = (await session.work())["items"]
            if not items:
                return
        await asyncio.sleep(max(0, due - time.perf_counter()))
        item = items.pop(0)["assignment"]
        value = chance.choice([-3, -2, -1, 1, 2, 3])
        sent = time.perf_counter()
        status, content = await session.answer(item, value, f"key-{number:04}-{count:06}")
        now = time.perf_counter()
        assert status == 200 and b"accepted" in content, (status, content)
        log.append((now - due, now - sent, now))
        count += 1
        due += interval


def share(values, part):
    return sorted(values)[min(len(values) - 1, int(len(values) * part))] * 1000


async def main(binary, frames, reviewers=500, rate=2000, seconds=20):
    with tempfile.TemporaryDirectory() as data:
        console = Console(binary, frames, data)
        firsts = []
        for _ in range(20):
            begin = time.perf_counter()
            urllib.request.urlopen(f"http://127.0.0.1:{console.port}/").read()
            firsts.append(time.perf_counter() - begin)
        path, auditor, sessions = await study(console, reviewers)
        log = []
        start = time.perf_counter() + 0.5
        end = start + seconds
        await asyncio.gather(*[
            reviewer(session, number, start, reviewers / rate, end, log)
            for number, session in enumerate(sessions)])
        last = max(moment for _, _, moment in log)
        _, headers, content = await auditor.send("GET", path + "/export/ratings/csv")
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        pairs = {(row["task"], row["worker"]) for row in rows}
        console.stop()
        head = headers["lookalike-log-entries"] + ":" + headers["lookalike-log-head"]
        whole = subprocess.run([binary, "verify", "--data", data, "--head", head])
        print(f"start: {console.start_seconds * 1000:.0f} ms; first page: median "
              f"{share(firsts, 0.5):.1f} ms, slowest of 20 {max(firsts) * 1000:.1f} ms")
        print(f"reviewers: {reviewers}; asked for {rate}/s over {seconds} s")
        print(f"acknowledged: {len(log)} in {last - start:.2f} s = {len(log) / (last - start):.0f}/s")
        for name, column in (("from the moment due", 0), ("from sending", 1)):
            values = [row[column] for row in log]
            print(f"latency {name}: p50 {share(values, .5):.1f} ms, p99 {share(values, .99):.1f} ms, "
                  f"p99.9 {share(values, .999):.1f} ms, slowest {max(values) * 1000:.1f} ms")
        lost, doubled = len(log) - len(pairs), len(rows) - len(pairs)
        print(f"in the store: {len(rows)}; lost {lost}, doubled {doubled}")
        assert lost == 0 and doubled == 0 and whole.returncode == 0


asyncio.run(main(*sys.argv[1:3], *map(int, sys.argv[3:6])))
