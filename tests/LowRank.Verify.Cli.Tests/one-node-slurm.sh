#!/usr/bin/env bash
# A Slurm of one node in a folder of its own:  one-node-slurm.sh start|stop FOLDER
# The configuration is FOLDER/slurm.conf (for SLURM_CONF); the daemons are stopped by their process ids.
set -euo pipefail
action="$1" dir="$2"

stop() {
    for name in slurmd slurmctld munged; do
        [ -f "$dir/$name.pid" ] || continue
        pid="$(cat "$dir/$name.pid")"
        [ "$(cat "/proc/$pid/comm" 2>/dev/null || true)" = "$name" ] && kill "$pid" || true
    done
}

if [ "$action" = stop ]; then
    stop
    exit 0
fi

mkdir -p "$dir/munge" "$dir/state" "$dir/spool"
chmod 755 "$dir" && chmod 700 "$dir/munge"
dd if=/dev/urandom of="$dir/munge/key" bs=128 count=1 2>/dev/null
chmod 400 "$dir/munge/key"
chown -R munge "$dir/munge"
mkdir -p "$dir/socket" && chown munge "$dir/socket" && chmod 755 "$dir/socket"
touch "$dir/munged.pid" && chown munge "$dir/munged.pid"
host="$(hostname -s)"
cat >"$dir/slurm.conf" <<EOF
ClusterName=test
SlurmctldHost=$host(127.0.0.1)
SlurmUser=root
AuthType=auth/munge
AuthInfo=socket=$dir/socket/munge.socket
CredType=cred/munge
SlurmctldPort=${SLURM_TEST_PORT:-16817}
SlurmdPort=$((${SLURM_TEST_PORT:-16817} + 1))
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/slurmd.pid
SlurmctldLogFile=$dir/slurmctld.log
SlurmdLogFile=$dir/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=all Nodes=$host Default=YES MaxTime=INFINITE State=UP
EOF
runuser -u munge -- munged --foreground --key-file="$dir/munge/key" --socket="$dir/socket/munge.socket" \
    --pid-file="$dir/munge/pid" --log-file="$dir/munge/log" --seed-file="$dir/munge/seed" >"$dir/munged.log" 2>&1 </dev/null &
for _ in $(seq 50); do [ -S "$dir/socket/munge.socket" ] && break; sleep 0.1; done
cat "$dir/munge/pid" >"$dir/munged.pid"
export SLURM_CONF="$dir/slurm.conf"
slurmctld -c >"$dir/start.log" 2>&1 </dev/null
slurmd -c >>"$dir/start.log" 2>&1 </dev/null
for _ in $(seq 100); do
    [ "$(sinfo -h -o %T 2>/dev/null)" = idle ] && exit 0
    sleep 0.1
done
cat "$dir"/*.log >&2
stop
exit 3
