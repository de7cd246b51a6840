# shellcheck shell=bash disable=SC2034 # most settings are read in the other files
# Settings and the few things every other part needs: messages, waiting, the lock, process identity.

: "${LAB_CACHE:=${XDG_CACHE_HOME:-$HOME/.cache}/migration-runbooks/lab}"
: "${LAB_DIR:=/run/migration-runbooks-lab}"
export LAB_CACHE LAB_DIR LAB_HOME

# It becomes an option of mount and the address of a socket, and `down` removes it.
[[ $LAB_DIR =~ ^/[A-Za-z0-9._/-]{2,80}$ ]] || {
  echo "lab: LAB_DIR must be an absolute path of at most 80 letters, digits, '.', '_', '-', not '$LAB_DIR'" >&2
  exit 1
}

# One lab per machine: these names are global to it, wherever LAB_DIR points.
LAB_NAMESPACE=mrlab
LAB_LOCK=/run/lock/migration-runbooks-lab.lock

LAB_NODES=(node-a node-b node-c)
LAB_NETWORKS=(management migration)
LAB_DEFAULT_RATE=160mbit

LAB_NODE_ROOT=$LAB_CACHE/node-root
LAB_GUEST_IMAGE=$LAB_CACHE/guest
LAB_CLIENT_PKI=$LAB_DIR/pki/client
LAB_CONFIG=$LAB_DIR/application-lab.yaml
LAB_OBSERVER_SOCKET=$LAB_DIR/observer.sock

say() { printf '%s\n' "$*" >&2; }
die() {
  say "lab: $*"
  exit 1
}

require_root() { [[ $EUID -eq 0 ]] || die "must run as root: it makes namespaces, mounts and network links"; }

require_up() { [[ -e $LAB_DIR/up ]] || die "the lab is not up (nothing in $LAB_DIR); start it with: $LAB_HOME/lab up"; }

require_node() {
  local node
  for node in "${LAB_NODES[@]}"; do [[ ${1-} != "$node" ]] || return 0; done
  die "unknown host '${1-}'; the hosts are: ${LAB_NODES[*]}"
}

node_dir() { printf '%s/nodes/%s' "$LAB_DIR" "$1"; }
node_namespace() { printf '%s-%s' "$LAB_NAMESPACE" "$1"; }

# Last byte of the node's addresses, in both networks.
node_number() {
  case $1 in
    node-a) echo 11 ;;
    node-b) echo 12 ;;
    node-c) echo 13 ;;
  esac
}
management_ip() { printf '10.77.0.%s' "$(node_number "$1")"; }
migration_ip() { printf '10.78.0.%s' "$(node_number "$1")"; }
# With a third slash after the authority, as libvirt wants it.
management_uri() { printf 'qemu+tls://%s/system' "$(management_ip "$1")"; }

# await SECONDS WHAT COMMAND… : returns once COMMAND succeeds, dies when it did not in time.
await() {
  local seconds=$1 what=$2 deadline
  shift 2
  deadline=$((SECONDS + seconds))
  until "$@"; do
    ((SECONDS < deadline)) || die "waited ${seconds}s in vain for $what"
    sleep 0.05
  done
}

# What the caller has open, a lock or a BMC's socket, must not stay open for as long as the hosts that are started here run.
close_inherited() {
  local fd
  for fd in /proc/self/fd/*; do
    fd=${fd##*/}
    ((fd <= 2 || fd == 255)) || eval "exec $fd>&-"
  done
}

# Two lab commands at once would undo each other. The lock file goes away with the lab, so a waiter may
# wake up holding a file that is no longer the one everybody else sees: then it queues again.
take_lock() {
  while :; do
    exec {LAB_LOCK_FD}>>"$LAB_LOCK"
    flock --nonblock "$LAB_LOCK_FD" || say "lab: waiting for another lab command to end"
    flock --wait 300 "$LAB_LOCK_FD" || die "another lab command has held $LAB_LOCK for 5 minutes"
    [[ ! $LAB_LOCK -ef /proc/$$/fd/$LAB_LOCK_FD ]] || return 0
    exec {LAB_LOCK_FD}>&-
  done
}

# A process of ours is known by number, start time and boot of the machine: a number alone may by now
# belong to a stranger.
# "self" works too, where no subshell comes between.
process_identity() {
  local stat boot fields
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -r boot </proc/sys/kernel/random/boot_id
  read -ra fields <<<"${stat##*) }" # the command's name, before, may hold spaces and brackets
  [[ ${fields[0]} != [ZX] ]] || return 1
  printf '%s %s %s\n' "${stat%% *}" "${fields[19]}" "$boot"
}

# process_alive FILE: the process whose identity FILE records still runs.
process_alive() {
  local recorded
  recorded=$(cat "$1" 2>/dev/null) || return 1
  [[ -n $recorded && $(process_identity "${recorded%% *}") == "$recorded" ]]
}

process_gone() { ! process_alive "$1"; }

recorded_pid() {
  local pid
  read -r pid _ <"$1"
  printf '%s' "$pid"
}

# end_process FILE: kills exactly the recorded process, waits until it is gone, forgets it.
end_process() {
  if process_alive "$1"; then
    kill -KILL "$(recorded_pid "$1")"
    await 20 "the end of process $(recorded_pid "$1")" process_gone "$1"
  fi
  rm -f "$1"
}
