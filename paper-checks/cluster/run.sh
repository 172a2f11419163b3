#!/bin/bash
# Cuts a job into parts, runs them as a Slurm job array, submits failed parts again, and unites the ledgers.
#
#   paper-checks/cluster/run.sh OUT PARTS COMMAND...
#
# OUT        the united ledger; OUT.parts/ holds the ledger and output of each part
# PARTS      how many parts
# COMMAND    depthsep check ..., depthsep bound ..., or depthsep separate ..., without --ledger and --shard
#
# Environment: SBATCH_* variables and SBATCH_OPTIONS (extra options of sbatch, such as "--time=2:00:00 --mem=4G");
# ATTEMPTS (default 3) times each part is tried; DEPTHSEP (default: first word of COMMAND) merges.
# Exit code: that of depthsep merge, 0 when nothing is missing.
set -euo pipefail
[ $# -ge 3 ] || { sed -n '2,12p' "$0" >&2; exit 2; }
out=$1 parts=$2
shift 2
case "$parts" in '' | *[!0-9]*) echo "PARTS: $parts is not a whole number" >&2; exit 2 ;; esac
here=$(cd "$(dirname "$0")" && pwd)
folder=$out.parts
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

# Parts without a mark, as sbatch takes them: 1,4,7
open() {
    local list="" k
    for k in $(seq 1 "$parts"); do [ -e "$folder/$k.done" ] || list="$list,$k"; done
    printf '%s' "${list#,}"
}

for attempt in $(seq 1 "${ATTEMPTS:-3}"); do
    todo=$(open)
    [ -n "$todo" ] || break
    echo "attempt $attempt: parts $todo" >&2
    # sbatch --wait fails when a part has failed; the marks say which.
    # shellcheck disable=SC2086 # options are words
    sbatch --wait --array="$todo" --output="$folder/%a.log" --error="$folder/%a.log" --open-mode=append ${SBATCH_OPTIONS:-} \
        "$here/shard.sbatch" "$folder" "$parts" "$@" >&2 || true
done
todo=$(open)
[ -z "$todo" ] || echo "parts $todo have failed; see $folder/*.log" >&2
shopt -s nullglob
ledgers=("$folder"/*.ledger)
[ ${#ledgers[@]} -gt 0 ] || { echo "no part has written a ledger" >&2; exit 2; }
exec "${DEPTHSEP:-$1}" merge "$out" "${ledgers[@]}"
