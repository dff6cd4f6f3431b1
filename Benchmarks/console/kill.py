"""SIGKILL under load: python kill.py BINARY FRAMES [TIMES] [REVIEWERS]

Each time the console is killed at a random moment while reviewers answer as fast as they can, and
started again on the same folder. Every acknowledged decision must be there, with the value that was
acknowledged; what was sent and not acknowledged is sent again under the same key, and must count once.
"""
import asyncio
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile

from client import Console, study


async def reviewer(session, number, chance, acknowledged, pending):
    """Answers until the connection breaks; first what was not acknowledged last time."""
    try:
        while True:
            if number in pending:
                item, value, key = pending[number]
            else:
                items = (await session.work())["items"]
                if not items:
                    return
                item, value = items[0]["assignment"], chance.choice([-3, -2, -1, 1, 2, 3])
                key = f"key-{number}-{item[:16]}"
                pending[number] = (item, value, key)
            status, content = await session.answer(item, value, key)
            assert status == 200, (status, content)
            acknowledged[item] = value
            del pending[number]
    except (ConnectionError, asyncio.IncompleteReadError, IndexError):
        session.drop()


async def main(binary, frames, times=20, reviewers=200):
    chance = random.Random(20)
    with tempfile.TemporaryDirectory() as data:
        console = Console(binary, frames, data)
        port = console.port
        _, _, sessions = await study(console, reviewers)
        acknowledged, pending = {}, {}
        for time in range(times):
            tasks = [asyncio.create_task(reviewer(s, n, chance, acknowledged, pending))
                     for n, s in enumerate(sessions)]
            await asyncio.sleep(chance.uniform(0.15, 1.0))
            unfinished = sum(not task.done() for task in tasks)
            assert unfinished, "everything was answered: take more reviewers"
            console.stop(signal.SIGKILL)
            await asyncio.gather(*tasks)
            whole = subprocess.run(
                [binary, "verify", "--data", data], capture_output=True, text=True)
            assert whole.returncode == 0, whole.stdout + whole.stderr
            store = sqlite3.connect(f"file:{data}/console.sqlite?mode=ro", uri=True)
            kept = dict(store.execute("SELECT assignment, value FROM answer WHERE undone = 0"))
            entries = store.execute(
                "SELECT count(*) FROM entry WHERE payload LIKE '%\"kind\":\"answer\"%'").fetchone()[0]
            store.close()
            missing = [item for item, value in acknowledged.items() if kept.get(item) != value]
            assert not missing, f"{len(missing)} acknowledged decisions are not there"
            assert entries == len(kept), f"{entries} entries for {len(kept)} answers"
            print(f"kill {time + 1:2}: {unfinished} reviewers at work; {len(acknowledged)} acknowledged, "
                  f"{len(kept)} kept, all acknowledged ones among them; chain whole", flush=True)
            console = Console(binary, frames, data, port=port)
        console.stop()


asyncio.run(main(*sys.argv[1:3], *map(int, sys.argv[3:5])))
