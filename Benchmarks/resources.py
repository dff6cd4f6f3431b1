"""Time and peak memory of a command, whatever the program that asks has used itself.

A child's peak begins at its parent's where the parent forks it, so a small process stands between.
"""

import json
import subprocess
import sys
import tempfile

LAUNCH = """
import json, os, subprocess, sys, time
start = time.perf_counter()
process = subprocess.Popen(sys.argv[2:])
_, status, usage = os.wait4(process.pid, 0)
report = {"seconds": time.perf_counter() - start, "peakMB": usage.ru_maxrss / 1024}
with open(sys.argv[1], "w") as file:
    json.dump(report, file)
sys.exit(os.waitstatus_to_exitcode(status))
"""


def resources(command):
    """Seconds, peak memory in MB, standard output and standard error; ends where the command fails."""
    with tempfile.NamedTemporaryFile("r") as report:
        done = subprocess.run([sys.executable, "-c", LAUNCH, report.name, *command], capture_output=True)
        if done.returncode != 0:
            sys.exit(done.stderr.decode())
        found = json.load(report)
    return found["seconds"], found["peakMB"], done.stdout, done.stderr
