"""The arrays of the comparison: random unit vectors, and vectors with a face encoder's spectrum."""

import os
import subprocess
import sys

import numpy as np


def make(folder, name, rows, dimension, spectrum, seed):
    """Writes (and keeps) rows x dimension float32 as folder/name.npy; returns its path."""
    path = os.path.join(folder, name + ".npy")
    if not os.path.exists(path):
        # In a process of its own: what is resident here, Linux counts as the children's peak too.
        subprocess.run([sys.executable, __file__, path, *map(str, (rows, dimension, spectrum, seed))], check=True)
    return path


def write(path, rows, dimension, spectrum, seed):
    array = np.lib.format.open_memmap(path + ".partial", "w+", np.float32, (rows, dimension))
    generator = np.random.default_rng(seed)
    stretch = 20 * dimension / 128
    # The axes of the face spectrum are a property of the "encoder", so they have a seed of their own.
    axes, _ = np.linalg.qr(np.random.default_rng(7).standard_normal((dimension, dimension)))
    spread = np.exp(-np.arange(dimension) / stretch / 2) * np.sqrt(0.336 / stretch)
    for start in range(0, rows, 65536):
        block = generator.standard_normal((min(65536, rows - start), dimension), dtype=np.float32)
        if spectrum == "random":
            block /= np.linalg.norm(block, axis=1, keepdims=True)
        else:
            block = (block * spread) @ axes + 1.3 / np.sqrt(dimension)
        array[start : start + len(block)] = block
    array.flush()
    del array
    os.rename(path + ".partial", path)


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4], int(sys.argv[5]))
