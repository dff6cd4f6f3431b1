"""Writes what the other scripts measured: python report.py FOLDER TO"""
import datetime
import json
import os
import pathlib
import platform
import subprocess
import sys


def machine():
    processor = next(line.split(":")[1].strip() for line in open("/proc/cpuinfo", encoding="utf-8")
                     if line.startswith("model name"))
    system = dict(line.strip().split("=", 1) for line in open("/etc/os-release", encoding="utf-8")
                  if "=" in line)["PRETTY_NAME"].strip('"')
    return f"{processor}, {os.cpu_count()} cores, {system}, Linux {platform.release()}"


def table(rows):
    lines = ["| what | measured | bar |", "| --- | --- | --- |"]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def main(folder, to):
    load, kill, durable = (json.loads(pathlib.Path(folder, name + ".json").read_text(encoding="utf-8"))
                           for name in ("load", "kill", "durable"))
    version = subprocess.run(
        [sys.argv[3], "--version"], capture_output=True, text=True, check=True).stdout.strip()
    due, sent = load["fromDue"], load["fromSending"]

    def spread(values):
        return (f"p50 {values['p50']:.1f} ms, p99 {values['p99']:.1f} ms, p99.9 {values['p999']:.1f} ms, "
                f"slowest {values['most']:.0f} ms")

    text = f"""# The review console under load

Made by `Benchmarks/console/run` on {datetime.date.today().isoformat()}: {machine()}; {version}. Load before it
began: {os.environ.get("CONSOLE_LOAD", "not noted")}.

Limits first: one machine, loopback, client and server on the same {os.cpu_count()} cores, one run of
{load["scheduledSeconds"]} s. SIGKILL ends a process, not the machine: that decisions outlive a loss of power rests
on the order of system calls, and on a disk that keeps what fdatasync promised. The client is a C program
(`reviewers.c`) that sends each answer when it is due, whatever the server does (an open loop); a latency "from
the moment due" counts a client's delay too.

## {load["reviewers"]} reviewers at once

{table([
    ("decisions acknowledged durably", f"{load['acknowledged']:,} in {load['seconds']:.2f} s: **{load['rate']:,.0f} a second** ({load['asked']:,} asked for; {load['late']} not sent in time)", "2,000 a second"),
    ("latency from the moment due", spread(due), "p99 under 200 ms"),
    ("latency from sending", spread(sent), ""),
    ("lost, doubled", f"{load['lost']}, {load['doubled']}; the store holds {load['stored']:,}, the export {load['exported']:,}, the chain verifies against the export's head", "none"),
    ("processors taken", f"server {load['serverProcessors']:.2f}, client {load['clientProcessors']:.2f}, of {os.cpu_count()}; {1e6 * load['serverSeconds'] / load['acknowledged']:.0f} microseconds of the server's for each decision, the pairs asked for and the auditor's looks included", ""),
    ("making the study of 120 pairs, then inviting everybody, joining, and giving each a list, one after the other", f"{load['inviteSeconds']:.1f} s", ""),
    ("the auditor's live page meanwhile", f"{load['looks']} looks, the slowest {load['slowestLookMilliseconds']:.0f} ms", ""),
])}

## SIGKILL and the disk

{table([
    ("SIGKILL under that load", f"{kill['times']} times, {kill['reviewers']} reviewers, {kill['rate']:,}/s; {kill['acknowledged']:,} acknowledged decisions, {kill['kept']:,} kept; lost {kill['lost']}, doubled {kill['doubled']}; the chain verified each time", "20 times, none lost"),
    ("under way when it was killed", f"at most {kill['mostUnderWay']}; sent again under the same key, each counted once", ""),
    ("acknowledged before its fdatasync had come back (strace)", f"{durable['early']} of {durable['acknowledged']}", "0"),
])}

The console asserts `PRAGMA synchronous = FULL` on every connection that it opens, and a test asks each.

## Pages

{table([
    ("start, until the address is printed", f"{load['startMilliseconds']:.0f} ms", "under 1 s"),
    ("first page", f"median {load['firstPageMilliseconds']:.1f} ms, slowest of 20 {load['firstPageSlowestMilliseconds']:.1f} ms; with style sheets {load['firstPageWithAssetsMilliseconds']:.1f} ms", "under 100 ms"),
    ("its size with all it refers to", f"{load['firstPageBytes'] / 1000:.1f} kB", "under 100 KB"),
])}
"""
    pathlib.Path(to).write_text(text, encoding="utf-8")


main(*sys.argv[1:3])
