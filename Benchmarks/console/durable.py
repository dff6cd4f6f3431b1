"""No acknowledgement before its fdatasync: python durable.py BINARY FRAMES [REVIEWERS] [ANSWERS EACH]

Runs the console under strace and follows each decision by its key: into the write-ahead log (a
pwrite64 whose bytes hold the key), through an fdatasync of that log that began after the write and
came back, to the acknowledgement on the connection that the request came in on.
"""
import asyncio
import os
import re
import sys
import tempfile

from client import Console, note, study


async def reviewer(session, number, count):
    for index, item in enumerate((await session.work())["items"][:count]):
        status, content = await session.answer(item["assignment"], 2, f"key-{number:03}-{index:03}-x")
        assert status == 200, content


def check(path):
    """The order of system calls, as strace saw it; its lines are in order of time."""
    key = re.compile(r'key-\d{3}-\d{3}-x')
    open_calls, written, synced, waiting = {}, {}, set(), {}
    syncing = {}
    acknowledged = early = 0
    for line in open(path, encoding="utf-8", errors="replace"):
        thread, call = line.split(None, 1)
        if call.startswith("<..."):
            name = call.split()[1]
            call = open_calls.pop((thread, name), "") + call
            ended = True
        else:
            name = call.split("(")[0]
            ended = "<unfinished" not in call
            if not ended:
                open_calls[thread, name] = call
            if name in ("fdatasync", "fsync") and "-wal" in call:
                # What was written to the log before the call began is what it makes durable.
                syncing[thread] = set(written)
        if name == "pwrite64" and "-wal" in call and ended:
            for found in key.findall(call):
                written.setdefault(found, True)
        if name in ("fdatasync", "fsync") and "-wal" in call and ended and "= 0" in call:
            synced |= syncing.pop(thread, set())
        descriptor = re.search(r"\((\d+)<", call)
        if name in ("read", "readv", "recvfrom", "recvmsg") and ended and descriptor:
            for found in key.findall(call):
                waiting[descriptor.group(1)] = found
        if name in ("write", "writev", "sendto", "sendmsg") and descriptor and "outcome" in call:
            # Counted when the call begins; where strace splits it, its end finds nothing waiting.
            found = waiting.pop(descriptor.group(1), None)
            if found:
                acknowledged += 1
                early += found not in synced
    return acknowledged, early, len(synced)


async def main(binary, frames, reviewers=16, count=12):
    with tempfile.TemporaryDirectory() as folder:
        trace = os.path.join(folder, "trace")
        console = Console(binary, frames, os.path.join(folder, "data"), before=(
            # -D: strace stands aside, so that the signal to stop reaches the console itself.
            "strace", "-D", "-f", "-y", "-s", "9000", "-o", trace, "-e",
            "trace=pwrite64,fdatasync,fsync,read,readv,recvfrom,recvmsg,write,writev,sendto,sendmsg"))
        _, _, sessions = await study(console, reviewers, top=2)
        await asyncio.gather(*[reviewer(s, n, count) for n, s in enumerate(sessions)])
        console.stop()
        # strace writes its last lines after the console has ended.
        while "+++ exited with" not in open(trace, errors="replace").read()[-2000:]:
            await asyncio.sleep(0.1)
        acknowledged, early, synced = check(trace)
        print(f"{acknowledged} acknowledgements followed, {synced} decisions seen durable; "
              f"{early} acknowledged before their fdatasync had come back")
        note("durable", {"acknowledged": acknowledged, "durable": synced, "early": early})
        assert acknowledged == reviewers * count and early == 0


asyncio.run(main(*sys.argv[1:3], *map(int, sys.argv[3:5])))
