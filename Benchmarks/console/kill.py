"""SIGKILL under load: python kill.py BINARY FRAMES PROGRAM [TIMES] [REVIEWERS] [DECISIONS A SECOND]

Each time the console is killed at a random moment while everybody answers, and started again on the same
folder. Every acknowledged decision must be there, with the value that was acknowledged; what was sent and
not acknowledged is sent again under the same key, and must count once.
"""
import asyncio
import random
import signal
import subprocess
import sys
import tempfile
import time

from client import Console, Reviewers, kept, note, study


async def main(binary, frames, program, times=20, reviewers=500, rate=2000):
    chance = random.Random(20)
    with tempfile.TemporaryDirectory() as folder:
        data = folder + "/data"
        console = Console(binary, frames, data)
        _, _, sessions = await study(console, reviewers)
        for session in sessions:
            session.drop()
        acknowledged, pending = {}, {}
        most, between = 0, 0
        for number in range(times):
            load = Reviewers(program, console, sessions, rate, 60, number, folder, pending)
            time.sleep(chance.uniform(0.9, 1.7))
            console.stop(signal.SIGKILL)
            measured, now, pending = load.result()
            assert not measured["alive"] and measured["acknowledged"] > 0, measured
            assert measured["finished"] < reviewers, "nobody had pairs left"
            acknowledged.update(now)
            whole = subprocess.run([binary, "verify", "--data", data], capture_output=True, text=True)
            assert whole.returncode == 0, whole.stdout + whole.stderr
            answers, entries = kept(data)
            missing = [item for item, value in acknowledged.items() if answers.get(item) != value]
            assert not missing, f"{len(missing)} acknowledged decisions are not there"
            assert entries == len(answers), f"{entries} entries for {len(answers)} answers"
            most = max(most, len(pending))
            between += len(answers) - len(acknowledged)
            print(f"kill {number + 1:2}: {measured['acknowledged']} acknowledged in "
                  f"{measured['seconds']:.2f} s, {len(pending)} under way; {len(acknowledged)} acknowledged in "
                  f"all, {len(answers)} kept; chain whole", flush=True)
            console = Console(binary, frames, data, port=console.port)
        console.stop()
        note("kill", {"times": times, "acknowledged": len(acknowledged), "kept": len(answers), "lost": 0,
                      "doubled": 0, "mostUnderWay": most, "reviewers": reviewers, "rate": rate,
                      "committedNotAcknowledged": between})


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4], *map(int, sys.argv[4:7])))
