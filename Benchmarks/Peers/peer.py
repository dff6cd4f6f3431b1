"""One peer, timed in a process of its own: prints one JSON line.

peer.py PEER METRIC TEMPLATES.npy PROBES.npy TOP THREADS REPEATS ANSWER.npy

The answer's rows go to ANSWER.npy. Loading and building are not timed; the first search is not
counted. Every peer gets the same arrays, in memory, and the same number of threads.
"""

import json
import os
import sys
import time

peer, metric, templates, probes, top, threads, repeats, answer = sys.argv[1:9]
top, threads, repeats = int(top), int(threads), int(repeats)
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = str(threads)

import numpy as np

x, q = np.load(templates), np.load(probes)
note = ""

if peer.startswith("faiss"):
    import faiss

    faiss.omp_set_num_threads(threads)
    d = x.shape[1]
    kind = faiss.METRIC_L2 if metric == "euclidean" else faiss.METRIC_INNER_PRODUCT
    if peer.startswith("faiss-flat"):
        index = faiss.IndexFlat(d, kind)
    elif peer == "faiss-sq8":
        index = faiss.IndexScalarQuantizer(d, faiss.ScalarQuantizer.QT_8bit, kind)
        index.train(x[:100000])
    index.add(x)
    del x
    note = faiss.get_compile_options().strip()
    search = lambda: index.search(q, top)[1]
elif peer == "usearch-exact":
    import usearch
    from usearch.index import MetricKind
    from usearch.index import search as exact

    kind = MetricKind.L2sq if metric == "euclidean" else MetricKind.IP

    def search():
        found = exact(x, q, top, kind, exact=True, threads=threads)
        return np.atleast_2d(found.keys)

elif peer == "scann-brute":
    import scann

    kind = "squared_l2" if metric == "euclidean" else "dot_product"
    searcher = (
        scann.scann_ops_pybind.builder(x, top, kind)
        .set_n_training_threads(threads)
        .score_brute_force(quantize=False)
        .build()
    )
    searcher.set_num_threads(threads)
    if len(q) > 16:
        search = lambda: searcher.search_batched_parallel(q, final_num_neighbors=top)[0]
    else:
        search = lambda: searcher.search_batched(q, final_num_neighbors=top)[0]
elif peer == "hnswlib-brute":
    import hnswlib

    index = hnswlib.BFIndex(space="l2" if metric == "euclidean" else "ip", dim=x.shape[1])
    index.init_index(max_elements=len(x))
    index.set_num_threads(threads)
    index.add_items(x)
    search = lambda: index.knn_query(q, k=top)[0]
elif peer.startswith("numpy"):

    def search():
        rows = np.empty((len(q), top), np.int64)
        # Blocks of probes, so that the matrix of scores stays within a gigabyte.
        step = max(1, (1 << 28) // len(x))
        norms = np.einsum("ij,ij->i", x, x) if metric == "euclidean" else None
        for start in range(0, len(q), step):
            scores = q[start : start + step] @ x.T
            if norms is not None:
                scores = 2 * scores - norms
            part = np.argpartition(-scores, top, axis=1)[:, :top]
            order = np.argsort(-np.take_along_axis(scores, part, 1), axis=1, kind="stable")
            rows[start : start + step] = np.take_along_axis(part, order, 1)
        return rows

else:
    sys.exit("unknown peer " + peer)

rows = search()
times = []
for _ in range(repeats):
    start = time.perf_counter()
    search()
    times.append(time.perf_counter() - start)
np.save(answer, np.asarray(rows, dtype=np.int64))
peak = 0
with open("/proc/self/status") as status:
    for line in status:
        if line.startswith("VmHWM"):
            peak = int(line.split()[1]) * 1024
print(json.dumps({"seconds": sorted(times)[len(times) // 2], "times": times, "peakBytes": peak, "note": note}))
