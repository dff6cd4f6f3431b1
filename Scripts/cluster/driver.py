"""Hands the shards to Ray, keeps what comes back, and tries again elsewhere what failed."""

import contextlib
import os
import statistics
import time

import ray
from ray.exceptions import RayError, TaskCancelledError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from . import node, parts, transfer
from .command import Failed

# So long may the cluster be without a node that can take a shard: one may be starting.
GRACE = 60
# A shard that takes this many times as long as its fellows gets a second run elsewhere.
LATE = 3


class Driver:
    def __init__(self, job, folder, options, progress, check):
        self.folder, self.options, self.progress = folder, options, progress
        self.check = check  # raises where the user asked for an end
        self.count = folder.count
        self.work = {
            "words": job.command(lambda path: (path,)), "binary": options.binary, "bundles": {},
            "threads": options.threads, "memory": options.memory, "shards": self.count,
        }
        self.running = {}  # reference → (shard, time of submission)
        self.failed = {}  # shard → {node: error}
        self.ended = {}  # shard → how often a signal ended it
        self.excluded = {}  # node → why
        self.told = set()  # nodes of which it was said that they fail
        self.seconds = []  # of finished shards
        self.stranded = {}  # shard → since when no node is left that it did not fail on
        self.fetched = set()  # nodes that hold bundles
        self.alone_since, self.asked, self.known_slots, self.seen = None, -1.0, 0, set()
        if options.send:
            self.send(job)

    def send(self, job):
        from .command import digest

        for path in [*job.inputs, self.options.binary]:
            self.check()
            key = f"{os.path.basename(path)}-{digest(path)[:24]}"
            self.work["bundles"][path] = transfer.pack(path, key)

    def run(self):
        """Computes all shards that are not finished yet.

        Raises Failed where one can't be computed; what is finished stays in the folder.
        """
        finished = self.folder.finished()
        waiting = [shard for shard in range(self.count) if shard not in finished]
        self.progress.start(self.count, len(finished))
        self.reference = ray.put(self.work)
        self.task = ray.remote(node.run)
        try:
            while waiting or self.running:
                self.check()
                slots = self.slots()
                # A few more than can run at once, so that no node waits for us, and an autoscaler
                # sees that there is more to do.
                while waiting and len(self.running) < slots + max(4, slots // 2):
                    self.submit(waiting.pop(0))
                if not waiting:
                    self.hurry(slots)
                ready, _ = ray.wait(
                    list(self.running), timeout=1) if self.running else (time.sleep(1), None)
                for reference in ready or []:
                    if reference not in self.running:
                        continue
                    shard, _ = self.running.pop(reference)
                    if self.take(shard, reference):
                        self.drop(shard)
                        self.progress.finished += 1
                    elif not any(other == shard for other, _ in self.running.values()):
                        waiting.insert(0, shard)
                self.progress.draw(len(self.running), slots)
        finally:
            self.stop()

    def able(self, without=()):
        """How many shards each living node can run at once, but for those left out."""
        able = {}
        for entry in ray.nodes():
            resources = entry["Resources"]
            room = int(min(
                resources.get("CPU", 0) // self.options.threads,
                resources.get("memory", 0) // self.options.memory))
            name = entry["NodeID"]
            if entry["Alive"] and room and name not in self.excluded and name not in without:
                able[name] = room
        return able

    def slots(self):
        """How many shards the cluster can run at once; 0 only while it may still grow.

        Asked anew once a second at most.
        """
        now = time.monotonic()
        if now - self.asked < 1:
            return self.known_slots
        able = self.able()
        self.tell_of_losses(able)
        self.refuse_stranded(able, now)
        self.asked, self.known_slots = now, sum(able.values())
        if self.known_slots:
            self.alone_since = None
        elif self.excluded:
            raise Failed(f"no node is left. {self.exclusions()}")
        elif self.alone_since is None:
            self.alone_since = now
        elif now - self.alone_since > GRACE:
            raise Failed(
                f"no node of the cluster has {self.options.threads} CPUs and "
                f"{self.options.memory >> 20} MiB of memory for a shard. "
                "Start a node, or give a smaller --threads or --memory.")
        return self.known_slots

    def refuse_stranded(self, able, now):
        """Raises Failed where a shard failed on every node that is left, the others having gone."""
        for shard, _ in self.running.values():
            failures = self.failed.get(shard, {})
            if not failures or not able or any(name not in failures for name in able):
                self.stranded.pop(shard, None)
            elif now - self.stranded.setdefault(shard, now) > GRACE:
                name, error = list(failures.items())[-1]
                raise Failed(
                    f"shard {shard + 1}/{self.count} on node {name[:8]}: {error}; "
                    "the other nodes are gone")

    def tell_of_losses(self, able):
        for name in sorted(self.seen - set(able) - set(self.excluded)):
            self.progress.note(
                f"node {name[:8]} is gone; what it was at runs again "
                f"{'elsewhere' if able else 'when there is a node'}")
        self.seen = set(able)

    def exclusions(self):
        return " ".join(f"Node {name[:8]}: {why}" for name, why in self.excluded.items())

    def submit(self, shard):
        """Gives a shard to Ray, for any node but those that failed at it or at others."""
        without = sorted({*self.excluded, *self.failed.get(shard, {})})
        task = self.task.options(
            num_cpus=self.options.threads, memory=self.options.memory,
            max_retries=self.options.retries,
            label_selector={"ray.io/node-id": f"!in({','.join(without)})"} if without else None)
        self.running[task.remote(self.reference, shard)] = (shard, time.monotonic())

    def hurry(self, slots):
        """Runs late shards a second time where there is room: the first to finish counts."""
        if not self.seconds or len(self.running) >= slots:
            return
        late = LATE * statistics.median(self.seconds) + 10
        shards = [shard for shard, _ in self.running.values()]
        for shard, since in list(self.running.values()):
            if time.monotonic() - since > late and shards.count(shard) == 1:
                self.progress.note(
                    f"shard {shard + 1}/{self.count} is late; running it a second time")
                self.submit(shard)
                return

    def take(self, shard, reference):
        """Keeps what a shard found; False where it must be tried again."""
        try:
            outcome = ray.get(reference)
        except TaskCancelledError:
            return False
        except RayError as error:
            # Ray has tried as often as --retries says.
            what = str(error).strip().splitlines()[0]
            raise Failed(
                f"shard {shard + 1}/{self.count} was lost {self.options.retries + 1} times with its "
                f"worker or node ({type(error).__name__}: {what})") from None
        if self.work["bundles"]:
            self.fetched.add(outcome["node"])
        failures = self.failed.setdefault(shard, {})
        error = outcome["error"]
        if error is None:
            try:
                self.folder.keep(shard, outcome["part"])
            except parts.Damaged as damage:
                error = f"its part {damage}"
        if error is None:
            self.seconds.append(outcome["seconds"])
            # Others could do what these nodes could not: it is they that are at fault.
            for name, why in failures.items():
                if name not in self.excluded:
                    self.excluded[name] = why
                    self.progress.note(f"node {name[:8]} is left out: {why}")
            return True
        where = f"shard {shard + 1}/{self.count} on node {outcome['node'][:8]} ({outcome['host']})"
        if outcome["fatal"]:
            raise Failed(f"{where}: {error}")
        if outcome["ended"]:
            # Killed, by a person or for want of memory: no fault of the node's own.
            self.ended[shard] = self.ended.get(shard, 0) + 1
            if self.ended[shard] > self.options.retries:
                raise Failed(f"{where}: {error}")
            self.progress.note(f"{where} is tried again: {error}")
            return False
        failures[outcome["node"]] = error
        if not self.able(failures) or len(failures) > self.options.retries:
            raise Failed(f"{where}: {error}")
        if outcome["node"] not in self.told:
            self.told.add(outcome["node"])
            self.progress.note(f"{where} failed, is tried elsewhere: {error}")
        return False

    def drop(self, shard):
        """Ends second runs of a shard that is finished."""
        for reference, (other, _) in list(self.running.items()):
            if other == shard:
                del self.running[reference]
                ray.cancel(reference)

    def stop(self):
        """Ends all that still runs, and takes fetched inputs off the nodes."""
        with contextlib.suppress(RayError):
            for reference in self.running:
                ray.cancel(reference)
            if self.running:
                _, left = ray.wait(
                    list(self.running), num_returns=len(self.running), timeout=10)
                for reference in left:
                    ray.cancel(reference, force=True)
            if self.fetched and not self.options.keep_inputs:
                keys = [bundle["key"] for bundle in self.work["bundles"].values()]
                alive = {entry["NodeID"] for entry in ray.nodes() if entry["Alive"]}
                ray.wait([
                    forget.options(
                        scheduling_strategy=NodeAffinitySchedulingStrategy(name, soft=False)
                    ).remote(keys) for name in self.fetched & alive] or [ray.put(None)],
                    num_returns=max(1, len(self.fetched & alive)), timeout=30)


@ray.remote(num_cpus=0, max_retries=0)
def forget(keys):
    transfer.forget(keys, os.path.join(node.scratch(), "inputs"))
