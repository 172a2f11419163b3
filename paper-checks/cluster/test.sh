#!/bin/bash
# Runs run.sh on a real Slurm of this one host: 8 parts, one killed while it works and submitted again; the united ledger
# must hold the same rows as that of a single process. Needs root, Debian's slurm-wlm and munge, sqlite3, and no other Slurm.
#
#   paper-checks/cluster/test.sh PROGRAM     (default target/release/depthsep)
set -euo pipefail
cd "$(dirname "$0")/../.."
program=$(realpath "${1:-target/release/depthsep}")
for tool in munged slurmctld slurmd sbatch scancel sqlite3; do
    PATH=$PATH:/usr/sbin command -v "$tool" > /dev/null || { echo "missing: $tool (apt-get install slurm-wlm munge sqlite3)" >&2; exit 2; }
done
PATH=$PATH:/usr/sbin
work=$(mktemp -d /tmp/depthsep-slurm.XXXXXX)
chmod 755 "$work"
pids=()
stop() {
    for pid in "${pids[@]}"; do kill "$pid" 2> /dev/null || true; done
    wait 2> /dev/null || true
    [ -n "${KEEP:-}" ] || rm -rf "$work"
}
trap stop EXIT

# A key and a socket of its own, so that an existing munge is left alone.
mkdir -p "$work/munge" "$work/state" "$work/spool"
dd if=/dev/urandom of="$work/munge/key" bs=1024 count=1 status=none
chown -R munge: "$work/munge"
chmod 700 "$work/munge/key" && chmod 755 "$work/munge"
setpriv --reuid=munge --regid=munge --clear-groups munged --foreground --key-file="$work/munge/key" --socket="$work/munge/socket" \
    --pid-file="$work/munge/pid" --log-file="$work/munge/log" --seed-file="$work/munge/seed" &
pids+=($!)

host=$(hostname -s)
port=$((20000 + $$ % 20000))
cat > "$work/slurm.conf" << CONF
ClusterName=depthsep
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$((port + 1))
AuthType=auth/munge
AuthInfo=socket=$work/munge/socket
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
MpiDefault=none
ReturnToService=2
KillWait=2
MinJobAge=60
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
export SLURM_CONF=$work/slurm.conf
for _ in $(seq 50); do [ -S "$work/munge/socket" ] && break; sleep 0.1; done
slurmctld -D > "$work/slurmctld.log" 2>&1 &
pids+=($!)
slurmd -D > "$work/slurmd.log" 2>&1 &
pids+=($!)
for _ in $(seq 100); do sinfo -h -o %T 2> /dev/null | grep -q idle && break; sleep 0.2; done
sinfo -h -o %T | grep -q idle || { tail -n 20 "$work"/*.log >&2; echo "Slurm does not start" >&2; exit 1; }

# The program, except that the first attempt at part 3 is cancelled by Slurm once it has written some verdicts.
cat > "$work/program" << WRAP
#!/bin/bash
if [ "\${SLURM_ARRAY_TASK_ID:-}" = 3 ] && [ ! -e "$work/killed" ]; then
    touch "$work/killed"
    "$program" "\$@" &
    child=\$!
    for _ in \$(seq 2000); do
        n=\$(sqlite3 -readonly "$work/job.ledger.parts/3.ledger" 'SELECT count(*) FROM verdicts' 2> /dev/null || echo 0)
        [ "\$n" -ge 2 ] && break
        sleep 0.002
    done
    kill -STOP \$child
    scancel "\${SLURM_ARRAY_JOB_ID}_3"
    sleep 60
fi
exec "$program" "\$@"
WRAP
chmod 755 "$work/program"
job=(check --claim 'sl22.prop18*' --claim 'sl22.thm13*' --claim 'sl22.eq*' --claim 'sl22.lem2*' --claim 'sl22.prop11*' --claim 'sl22.thm10*'
    --dims '2..=5' --timeout 120 --jobs 1 --format json)
DEPTHSEP=$program SBATCH_OPTIONS="--chdir=$PWD" paper-checks/cluster/run.sh "$work/job.ledger" 8 "$work/program" "${job[@]}"
[ -e "$work/killed" ] || { echo "no part was killed" >&2; exit 1; }
grep -qi cancelled "$work/job.ledger.parts/3.log" || { echo "Slurm did not cancel part 3" >&2; cat "$work/job.ledger.parts/3.log" >&2; exit 1; }
[ "$(sqlite3 "$work/job.ledger" 'SELECT count(DISTINCT shard) FROM runs')" = 8 ]
[ "$(sqlite3 "$work/job.ledger" 'SELECT count(*) FROM runs WHERE shard = 3')" = 2 ]

"$program" "${job[@]}" --ledger "$work/single.ledger" > /dev/null || [ $? = 1 ]
content="SELECT c.id, c.hash, v.d, v.prec, v.verdict, v.margin, v.witness, v.note, v.complete, s.limits, s.engine, hex(z.body), hex(z.evidence), z.reason
    FROM verdicts v JOIN claims c ON c.no = v.claim JOIN settings s ON s.no = v.settings LEFT JOIN certificates z ON z.verdict = v.no
    ORDER BY 1, 2, 3"
for name in job single; do sqlite3 "$work/$name.ledger" "$content" > "$work/$name.rows"; done
cmp "$work/job.rows" "$work/single.rows"
echo "$(wc -l < "$work/job.rows") rows of 8 parts, one killed and submitted again, are those of a single process"
