"""Many reviewers at once: python load.py BINARY FRAMES PROGRAM [REVIEWERS] [DECISIONS A SECOND] [SECONDS]

PROGRAM is reviewers.c, compiled: it sends answers on a schedule (an open loop), so that a server that
is late is not asked less. Meanwhile the auditor's page asks for live figures as a browser would. At the
end each acknowledged decision must be there exactly once with its value, and the chain must verify.
"""
import asyncio
import csv
import io
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

from client import Console, Reviewers, kept, note, study


def first_page(port):
    """Seconds and bytes of the first page with all it refers to, and of the page alone."""
    begin = time.perf_counter()
    page = urllib.request.urlopen(f"http://127.0.0.1:{port}/").read().decode()
    alone = time.perf_counter() - begin
    size = len(page.encode())
    for part in page.split('"'):
        if part.startswith("/assets/"):
            size += len(urllib.request.urlopen(f"http://127.0.0.1:{port}{part}").read())
    return alone, time.perf_counter() - begin, size


async def watch(auditor, path, until):
    """The auditor's page: live figures every three seconds."""
    times = []
    while time.perf_counter() < until:
        begin = time.perf_counter()
        status, _, _ = await auditor.send("GET", path + "/progress")
        assert status == 200, status
        times.append(time.perf_counter() - begin)
        await asyncio.sleep(3)
    return times


async def main(binary, frames, program, reviewers=500, rate=2000, seconds=20):
    with tempfile.TemporaryDirectory() as folder:
        console = Console(binary, frames, folder + "/data")
        pages = [first_page(console.port) for _ in range(20)]
        began = time.perf_counter()
        path, auditor, sessions = await study(console, reviewers)
        invited = time.perf_counter() - began
        for session in sessions:
            session.drop()
        spent, began = console.processor_seconds(), time.perf_counter()
        load = Reviewers(program, console, sessions, rate, seconds, 0, folder)
        watching = asyncio.create_task(watch(auditor, path, began + seconds))
        measured, acknowledged, pending = await asyncio.to_thread(load.result)
        elapsed = time.perf_counter() - began
        spent = console.processor_seconds() - spent
        looks = await watching
        _, headers, content = await auditor.send("GET", path + "/export/ratings/csv")
        rows = list(csv.DictReader(io.StringIO(content.decode())))
        head = headers["lookalike-log-entries"] + ":" + headers["lookalike-log-head"]
        console.stop()
        whole = subprocess.run(
            [binary, "verify", "--data", folder + "/data", "--head", head], capture_output=True, text=True)
        answers, entries = kept(folder + "/data")
        figures = {
            **measured, "asked": rate, "scheduledSeconds": seconds, "rate": measured["acknowledged"] / measured["seconds"],
            "lost": sum(answers.get(item) != value for item, value in acknowledged.items()),
            "doubled": entries - len(answers), "stored": len(answers), "exported": len(rows),
            "startMilliseconds": 1000 * console.start_seconds,
            "firstPageMilliseconds": 1000 * statistics.median(page[0] for page in pages),
            "firstPageSlowestMilliseconds": 1000 * max(page[0] for page in pages),
            "firstPageWithAssetsMilliseconds": 1000 * statistics.median(page[1] for page in pages),
            "firstPageBytes": pages[0][2], "looks": len(looks),
            "slowestLookMilliseconds": 1000 * max(looks),
            "inviteSeconds": invited, "serverProcessors": spent / elapsed, "serverSeconds": spent,
            "clientProcessors": measured["processorSeconds"] / elapsed,
        }
        note("load", figures)
        print(f"invited, joined and given their lists: {reviewers} reviewers in {invited:.1f} s")
        print(f"start {figures['startMilliseconds']:.0f} ms; first page median "
              f"{figures['firstPageMilliseconds']:.1f} ms, slowest of 20 "
              f"{figures['firstPageSlowestMilliseconds']:.1f} ms; {figures['firstPageBytes']} bytes with all")
        print(f"{reviewers} reviewers, {rate}/s asked for over {seconds} s: {len(acknowledged)} acknowledged, "
              f"{figures['rate']:.0f}/s; {measured['late']} not sent in time, {measured['finished']} had no pairs left")
        for name in ("fromDue", "fromSending"):
            print(name, measured[name])
        print(f"lost {figures['lost']}, doubled {figures['doubled']}; server {figures['serverProcessors']:.2f} "
              f"processors, client {figures['clientProcessors']:.2f}; {len(looks)} looks of the auditor, "
              f"slowest {figures['slowestLookMilliseconds']:.0f} ms")
        assert whole.returncode == 0, whole.stdout + whole.stderr
        assert figures["lost"] == figures["doubled"] == 0 and not pending
        assert len(acknowledged) == len(answers) == len(rows)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4], *map(int, sys.argv[4:7])))
