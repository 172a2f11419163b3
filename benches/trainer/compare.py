"""One gradient step, the erf features and the samplers beside PyTorch, numpy and the machine's read bandwidth.

Usage: python3 benches/trainer/compare.py [--sizes 8000,16000] [--d 16] [--threads 2] [--rounds 15]
Needs numpy and torch (CPU); builds and runs the example `throughput` of the crate. The candidates are measured in turns,
round by round, so that they see the same load; medians are printed, and the median of the ratios within a round.
"""
import argparse
import json
import os
import statistics
import subprocess
import time

parser = argparse.ArgumentParser()
parser.add_argument("--sizes", default="8000,16000")
parser.add_argument("--d", type=int, default=16)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--rounds", type=int, default=15)
args = parser.parse_args()
for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ[name] = str(args.threads)

import numpy as np  # noqa: E402  (after the thread settings)
import torch  # noqa: E402

torch.set_num_threads(args.threads)
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
subprocess.run(["cargo", "build", "--release", "-p", "trainer", "--example", "throughput"], cwd=ROOT, check=True)
TARGET = os.environ.get("CARGO_TARGET_DIR", os.path.join(ROOT, "target"))


def timed(f):
    start = time.perf_counter()
    f()
    return time.perf_counter() - start


def measure(n):
    r, d = n, args.d
    ours = subprocess.Popen([os.path.join(TARGET, "release", "examples", "throughput"), str(d), str(n), str(r), str(args.threads)],
                            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    ready = ours.stdout.readline().split()

    def ask(what):
        ours.stdin.write(what + "\n")
        ours.stdin.flush()
        return float(ours.stdout.readline())

    gen = torch.Generator().manual_seed(1)
    points = torch.randn(n, d, generator=gen) * (2 / d) ** 0.5
    u, b = torch.randn(d, r, generator=gen) / 2, torch.randn(r, generator=gen) / 2
    features = lambda: torch.erf(torch.addmm(b, points, u))
    x = features()
    y = (torch.rand(n, generator=gen) < 0.5).float()
    w = torch.randn(r, generator=gen) / r

    def torch_step():
        z = x @ w
        c = (z.clamp(0, 1) - y) * ((z > 0) & (z < 1))
        return (2 / n) * (x.T @ c), (z.clamp(0, 1) - y).square().mean()

    # A few steps, so that almost every row is active, as in the candidate.
    for _ in range(16):
        w = w - 1.9 / (0.27 * r) * torch_step()[0]

    xn, wn, yn = x.numpy(), w.numpy(), y.numpy()

    def numpy_step():
        z = xn @ wn
        q = np.clip(z, 0, 1) - yn
        return (2 / n) * (xn.T @ (q * ((z > 0) & (z < 1)))), np.mean(q * q)

    flat = torch.full((1 << 24,), 0.7)
    jobs = {
        "read": lambda: ask("read"), "step": lambda: ask("step"), "torch_step": lambda: timed(torch_step),
        "numpy_step": lambda: timed(numpy_step), "features": lambda: ask("features"),
        "torch_features": lambda: timed(features), "erf": lambda: ask("erf"),
        "torch_erf": lambda: timed(lambda: torch.erf(flat)), "points": lambda: ask("points"), "norms": lambda: ask("norms"),
    }
    for job in jobs.values():
        job()
    seen = {name: [] for name in jobs}
    for _ in range(args.rounds):
        for name, job in jobs.items():
            seen[name].append(job())
    ours.stdin.close()
    ours.wait()
    median = {name: statistics.median(v) for name, v in seen.items()}
    ratio = lambda a, b: statistics.median(p / q for p, q in zip(seen[a], seen[b]))
    size = 4.0 * n * r / 1e9
    return {
        "n": n, "r": r, "d": d, "threads": args.threads, "isa": ready[1], "active": int(ready[3]), "load": os.getloadavg()[0],
        "step_ms": 1e3 * median["step"], "torch_ms": 1e3 * median["torch_step"], "numpy_ms": 1e3 * median["numpy_step"],
        "read_gb_s": size / median["read"], "step_gb_s": size / median["step"], "best_read_gb_s": size / min(seen["read"]),
        "best_step_gb_s": size / min(seen["step"]), "best_torch_gb_s": size / min(seen["torch_step"]),
        "torch_over_step": ratio("torch_step", "step"), "numpy_over_step": ratio("numpy_step", "step"),
        "step_share_of_read": ratio("read", "step"),
        "features_g_s": n * r / median["features"] / 1e9, "torch_features_g_s": n * r / median["torch_features"] / 1e9,
        "torch_over_features": ratio("torch_features", "features"),
        "erf_g_s": 2 ** 24 / median["erf"] / 1e9, "torch_erf_g_s": 2 ** 24 / median["torch_erf"] / 1e9,
        "torch_over_erf": ratio("torch_erf", "erf"),
        "points_m_s": 2 ** 20 / median["points"] / 1e6, "norms_m_s": 2 ** 20 / median["norms"] / 1e6,
    }


for size in args.sizes.split(","):
    result = measure(int(size))
    print(json.dumps({k: round(v, 4) if isinstance(v, float) else v for k, v in result.items()}, indent=1), flush=True)
