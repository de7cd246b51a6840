# shellcheck shell=bash
# Hosts: power and access. What a host keeps over a power cut lies in $LAB_DIR/nodes/NODE: upper (its /etc and so
# on), local (its disks), log.

node_on() { process_alive "$(node_dir "$1")/init.pid"; }

power_on() {
  local node=$1 dir
  dir=$(node_dir "$node")
  ! node_on "$node" || return 0
  mkdir -p "$dir"/{upper,work,root,local,log} "$LAB_DIR/shared"
  rm -f "$dir/init.pid"
  nsenter --net="/run/netns/$(node_namespace "$node")" \
    setsid unshare --mount --uts --ipc --pid --fork "$LAB_HOME/node/boot" "$node" \
    </dev/null >"$dir/log/console" 2>&1 {LAB_LOCK_FD}>&- &
  await 10 "the first process of $node (see $dir/log/console)" node_on "$node"
  refresh_ports "$node"
}

await_libvirtd() {
  await 30 "libvirtd of $1 (see $(node_dir "$1")/log/libvirtd.log)" libvirtd_answers "$1"
}

libvirtd_answers() { node_virsh "$1" pool-info local >/dev/null 2>&1; }

# As a power cut: silent on both networks at once, then every process killed; the host's memory is gone.
power_off() {
  local node=$1 network
  for network in "${LAB_NETWORKS[@]}"; do cut_port "$node" "$network"; done
  end_process "$(node_dir "$node")/init.pid"
}

power_command() {
  local action=${1-} node=${2-}
  require_node "$node"
  case $action in
    on)
      power_on "$node"
      await_libvirtd "$node"
      ;;
    off) power_off "$node" ;;
    status) if node_on "$node"; then echo on; else echo off; fi ;;
    *) die "usage: lab power on|off|status NODE" ;;
  esac
}

# in_node NODE COMMAND… : runs a command on the host itself, whatever its links are like.
in_node() {
  local node=$1 pid
  shift
  node_on "$node" || die "$node has no power"
  pid=$(recorded_pid "$(node_dir "$node")/init.pid")
  nsenter --target "$pid" --mount --uts --ipc --net --pid --root --wd=/ /usr/bin/env -i \
    PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 "$@"
}

node_virsh() {
  local node=$1
  shift
  in_node "$node" virsh --quiet --connect qemu:///system "$@"
}

# virsh as the application would: from the lab's namespace, over TLS, with the client's certificate.
remote_virsh() {
  local node=$1
  shift
  ip netns exec "$LAB_NAMESPACE" virsh --keepalive-interval 2 --keepalive-count 3 \
    --connect "$(management_uri "$node")?pkipath=$LAB_CLIENT_PKI" "$@"
}
