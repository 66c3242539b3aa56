#!/usr/bin/env bash
# A Slurm of one node for tests: this machine, on 127.0.0.1, without systemd, cgroups or a database. As root.
#   loopback_slurm.sh start DIR [OWNER]   afterwards SLURM_CONF=DIR/slurm.conf; stops by itself when the process OWNER ends
#   loopback_slurm.sh kill DIR NAME       kill -9 of slurmctld or slurmd
#   loopback_slurm.sh revive DIR NAME     starts it again
#   loopback_slurm.sh stop DIR            ends everything, tasks too
# DIR has a short name (a socket's path ends at 107 bytes).
set -euo pipefail

usage() {
  sed -n '2,7s/^# //p' "$0" >&2
  exit 2
}

say() {
  echo "loopback_slurm: $*" >&2
}

# Tries a command every tenth of a second, for at most 30 seconds.
wait_for() {
  local tries
  for ((tries = 300; tries > 0; --tries)); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.1
  done
  say "waited in vain for: $*"
  return 1
}

is_alive() {
  [[ -e /proc/$1 ]] && ! grep -q '^State:[[:space:]]*Z' "/proc/$1/status" 2>/dev/null
}

is_dead() {
  ! is_alive "$1"
}

# Prints a port that nobody listens on, other than $1.
free_port() {
  local port
  while true; do
    port=$((20000 + RANDOM % 12000))
    [[ $port == "${1:-}" ]] || (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

write_configuration() {
  local host cores megabytes port
  host=$(hostname -s)
  cores=$(nproc)
  megabytes=$(($(awk '/MemTotal/ { print $2 }' /proc/meminfo) / 1024 * 9 / 10))
  port=$(free_port)
  cat >"$folder/slurm.conf" <<END
ClusterName=loopback
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=$port
SlurmdPort=$(free_port "$port")
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$folder/munge/socket
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
SlurmctldLogFile=$folder/log/slurmctld.log
SlurmdLogFile=$folder/log/slurmd.log
ProctrackType=proctrack/linuxproc
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
SlurmctldTimeout=10
SlurmdTimeout=30
BatchStartTimeout=5
KillWait=2
MailProg=/bin/true
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=0,bf_interval=1
NodeName=$host NodeAddr=127.0.0.1 CPUs=$cores RealMemory=$megabytes State=UNKNOWN
PartitionName=main Nodes=$host Default=YES MaxTime=INFINITE State=UP
END
  # Daemons listen on the address of the host's name. Where that is not the loopback they must listen on all.
  if getent hosts "$host" | grep -q '^127\.'; then
    echo "CommunicationParameters=NoInAddrAny,NoCtldInAddrAny" >>"$folder/slurm.conf"
  fi
}

start_munge() {
  mkdir -p "$folder/munge"
  head -c 1024 /dev/urandom >"$folder/munge/key"
  chmod 600 "$folder/munge/key"
  # --force: the folder lies below /tmp, which others may write to.
  munged --force --key-file="$folder/munge/key" --socket="$folder/munge/socket" --pid-file="$folder/munge.pid" \
    --log-file="$folder/munge/log" --seed-file="$folder/munge/seed" --num-threads=2 2>/dev/null
}

require_known() {
  [[ $1 == slurmctld || $1 == slurmd ]] || usage
}

revive() {
  "$1" -f "$folder/slurm.conf" </dev/null >/dev/null 2>&1
}

process_of() {
  cat "$folder/$1.pid" 2>/dev/null || true
}

kill_daemon() {
  local process
  process=$(process_of "$1")
  [[ -n $process ]] || return 0
  kill -KILL "$process" 2>/dev/null || true
  wait_for is_dead "$process"
}

# Prints the processes that have a file below the folder open: daemons, and the steps that watch over tasks.
processes_at_work() {
  local process
  for process in /proc/[0-9]*; do
    if readlink "$process"/fd/* 2>/dev/null | grep -q "^$folder/"; then echo "${process#/proc/}"; fi
  done
}

stop() {
  local process child
  touch "$folder/stopped"
  # Those that begin others first, so that nothing begins meanwhile; then steps with their tasks.
  kill_daemon slurmctld
  kill_daemon slurmd
  for process in $(processes_at_work); do
    [[ $process != "$$" && $process != "$BASHPID" ]] || continue
    for child in $(cat "/proc/$process/task/$process/children" 2>/dev/null); do
      kill -KILL "$child" 2>/dev/null || true
    done
    kill -KILL "$process" 2>/dev/null || true
  done
  kill_daemon munge
}

# Looks after a test that is killed before it can clean up.
stop_after() {
  local owner=$1
  while is_alive "$owner" && [[ -d $folder && ! -e $folder/stopped ]]; do sleep 1; done
  [[ ! -d $folder || -e $folder/stopped ]] || stop
}

start() {
  mkdir -p "$folder"/{state,spool,log}
  write_configuration
  start_munge
  revive slurmctld
  wait_for scontrol ping
  revive slurmd
  wait_for bash -c 'sinfo --noheader --format=%t | grep -qx idle'
  if [[ -n ${1:-} ]]; then
    stop_after "$1" </dev/null >/dev/null 2>&1 &
    disown
  fi
}

[[ $# -ge 2 ]] || usage
command=$1
folder=$(realpath -m "$2")
export PATH=$PATH:/usr/sbin:/sbin SLURM_CONF=$folder/slurm.conf
case $command in
  start) start "${3:-}" ;;
  kill) require_known "${3:-}" && kill_daemon "$3" ;;
  revive) require_known "${3:-}" && revive "$3" ;;
  stop) stop ;;
  *) usage ;;
esac
