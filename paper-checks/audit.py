#!/usr/bin/env python3
"""Audits a folder of certificates with an implementation of its own (python-flint): see docs/certificates.md.

    depthsep check --certificates certificates
    python3 paper-checks/audit.py certificates

Exit codes: 0 nothing contradicted, 1 something contradicted or fewer audited than --least, 2 bad input.
"""

import argparse
import json
import multiprocessing
import os
import sys
import time
from collections import Counter
from pathlib import Path

if os.environ.get("PYTHONHASHSEED") != "0":
    # Orders inside forms follow hashes: the same run must give the same result.
    os.environ["PYTHONHASHSEED"] = "0"
    os.execv(sys.executable, [sys.executable, *sys.argv])

sys.path.insert(0, str(Path(__file__).resolve().parent))
sys.setrecursionlimit(20_000)
try:
    import flint
except ImportError:
    print("audit: python-flint is missing: pip install python-flint==0.9.0", file=sys.stderr)
    sys.exit(2)

from audit.certificate import ORDER, Bad, audit_file  # noqa: E402


def one(job):
    start = time.monotonic()
    path, seconds, boxes, sha, dims = job
    return audit_file(path, seconds, boxes, sha, dims), time.monotonic() - start


def read_manifest(folder):
    with open(folder / "manifest.json", encoding="utf-8") as f:
        m = json.load(f)
    if m.get("format") != "depthsep-certificates" or m.get("version") != 2:
        raise Bad("not a manifest of a known version")
    for e in m["certificates"]:
        if "/" in e["file"] or "\\" in e["file"] or e["file"].startswith(".") or not e["file"].endswith(".json"):
            raise Bad(f"{e['file']!r} is not a plain file name")
    return m


def settle(results, verdicts):
    """Composite verdicts need the verdicts they name, and steps that were audited themselves."""
    by_id = {r.claim: r for r in results}
    for r in results:
        for step, verdict in r.rests:
            if verdicts.get(step) != verdict:
                r.status, r.reason = "contradicted", f"the folder does not hold {step} as {verdict}"
    for _ in range(len(results)):
        changed = False
        for r in results:
            if r.status != "audited":
                continue
            for step, verdict in r.rests:
                s = by_id.get(step)
                if s is None or s.status in ("not audited", "contradicted"):
                    r.status, r.reason, changed = "not audited", f"rests on {step}", True
                    break
        if not changed:
            return


def table(rows, out):
    widths = [max(len(str(r[i])) for r in rows) for i in range(len(rows[0]))]
    for r in rows:
        cells = [str(c).ljust(w) if i == 0 else str(c).rjust(w) for i, (c, w) in enumerate(zip(r, widths))]
        print("  ".join(cells).rstrip(), file=out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path, help="folder written by depthsep check --certificates, or one certificate")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--timeout", type=int, default=60, help="seconds of processor time for one certificate")
    parser.add_argument("--boxes", type=int, default=1500, help="boxes where a step is established directly")
    parser.add_argument("--least", type=float, default=0.0, help="exit with 1 when a smaller share (0..1) is audited")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="look for counterexamples at N random points of each claim")
    parser.add_argument("--summary", type=Path, help="write a line of counts for each sampled claim here (CSV)")
    parser.add_argument("--seed", type=int, default=1, help="of the random points")
    parser.add_argument("--claim", default="", help="only claims whose id holds this text")
    parser.add_argument("--json", type=Path, help="write the results here as well")
    parser.add_argument("--verbose", "-v", action="store_true", help="list every claim")
    args = parser.parse_args()
    start = time.monotonic()
    verdicts = None
    try:
        if args.path.is_dir():
            m = read_manifest(args.path)
            verdicts = {e["claim"]: e["verdict"] for e in m["certificates"]}
            entries = [e for e in m["certificates"] if args.claim in e["claim"]]
            jobs = [(str(args.path / e["file"]), args.timeout, args.boxes, e["sha256"], m["settings"]["dims"])
                    for e in entries]
        else:
            jobs = [(str(args.path), args.timeout, args.boxes, None, None)]
    except (OSError, ValueError, KeyError, TypeError, Bad) as error:
        print(f"audit: {args.path}: {error}", file=sys.stderr)
        return 2
    if args.sample:
        from audit.sampling import sample_all

        return sample_all([j[0] for j in jobs], args)
    with multiprocessing.Pool(args.jobs, maxtasksperchild=60) as pool:
        timed = list(pool.imap_unordered(one, jobs, chunksize=1))
    results = sorted((r for r, _ in timed), key=lambda r: r.claim)
    if verdicts is not None:
        if not args.claim:
            settle(results, verdicts)
        for r in results:
            if verdicts.get(r.claim) != r.verdict:
                r.status, r.reason = "contradicted", "the manifest says otherwise"
    return report(results, timed, args, time.monotonic() - start)


def report(results, timed, args, took):
    out = sys.stdout
    for r in results:
        if args.verbose or r.status in ("not audited", "contradicted"):
            print(f"{r.status:13} {r.verdict:9} {r.claim}  {r.reason}".rstrip()[:400], file=out)
    if args.verbose:
        for r, seconds in sorted(timed, key=lambda t: -t[1])[:10]:
            print(f"{seconds:6.1f} s  {r.claim}", file=out)
    counts = Counter((r.verdict, r.status) for r in results)
    decided = [v for v in ORDER if v not in ("undecided", "argued", "supported")]
    rows = [("verdict", "audited", "not audited", "contradicted")]
    for v in decided:
        rows.append((v, *(counts[v, s] for s in ("audited", "not audited", "contradicted"))))
    print(file=out)
    table(rows, out)
    steps = Counter()
    for r in results:
        steps.update(r.steps)
    rules = sorted({k for k, _ in steps}, key=lambda k: -sum(n for (a, _), n in steps.items() if a == k))
    rows = [("step", "by its theorem", "directly", "not audited")]
    rows += [(k, steps[k, "step"], steps[k, "direct"], steps[k, "not audited"]) for k in rules]
    print(file=out)
    table(rows, out)
    audited = sum(1 for r in results if r.status == "audited" and r.verdict in decided)
    asserted = sum(1 for r in results if r.verdict in decided)
    bad = sum(1 for r in results if r.status == "contradicted")
    share = audited / asserted if asserted else 1.0
    print(f"\n{audited} of {asserted} verdicts audited ({100 * share:.1f} %), {bad} contradicted, "
          f"{sum(1 for r in results if r.status == 'argued')} argued (for a person to read), "
          f"{sum(1 for r in results if r.status == 'undecided')} undecided (nothing asserted); "
          f"python-flint {flint.__version__}; {took:.0f} s", file=out)
    if args.json:
        data = [{"claim": r.claim, "verdict": r.verdict, "status": r.status, "reason": r.reason} for r in results]
        args.json.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    return 1 if bad or share < args.least else 0


if __name__ == "__main__":
    sys.exit(main())
