# shellcheck shell=bash
# Two switches in the lab's own namespace, and a cable from each to every host:
#
#   management  10.77.0.0/24  control plane, guests, heartbeats   host side eth0, under the host's bridge br0
#   migration   10.78.0.0/24  migration data, limited in rate     host side eth1
#
# Nothing of it is in, or routed from, the machine's own namespace.

port_name() { # node network
  case $2 in
    management) printf '%s-mgmt' "$1" ;;
    migration) printf '%s-migr' "$1" ;;
  esac
}

make_network() {
  ! namespace_exists "$LAB_NAMESPACE" || [[ -e $LAB_DIR/network ]] ||
    die "a network namespace $LAB_NAMESPACE exists already and is not of $LAB_DIR: another lab is up, or one was not taken down"
  [[ ! -e $LAB_DIR/network.complete ]] || return 0
  remove_network # what an interrupted `up` may have left
  mountpoint --quiet /run/netns || touch "$LAB_DIR/netns-folder-is-ours"
  touch "$LAB_DIR/network"

  local number=0 network node
  make_namespace "$LAB_NAMESPACE"
  for network in "${LAB_NETWORKS[@]}"; do
    ip -n "$LAB_NAMESPACE" link add "$network" up type bridge
    ip -n "$LAB_NAMESPACE" address add "10.$((77 + number++)).0.1/24" dev "$network"
  done
  for node in "${LAB_NODES[@]}"; do cable_node "$node"; done
  set_link_rate "$LAB_DEFAULT_RATE"
  touch "$LAB_DIR/network.complete"
}

make_namespace() {
  ip netns add "$1"
  ip -n "$1" link set lo up
  # Not every kernel has these; where they are, they only disturb.
  ip netns exec "$1" sysctl --quiet --ignore --write \
    net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1 net.bridge.bridge-nf-call-iptables=0 \
    2>/dev/null || true
}

cable_node() {
  local node=$1 namespace number=0 network
  namespace=$(node_namespace "$node")
  make_namespace "$namespace"
  for network in "${LAB_NETWORKS[@]}"; do
    ip -n "$LAB_NAMESPACE" link add "$(port_name "$node" "$network")" type veth peer name "eth$((number++))" netns "$namespace"
    ip -n "$LAB_NAMESPACE" link set "$(port_name "$node" "$network")" master "$network"
  done
  ip -n "$namespace" link add br0 up type bridge
  ip -n "$namespace" link set eth0 master br0 up
  ip -n "$namespace" link set eth1 up
  ip -n "$namespace" address add "$(management_ip "$node")/24" dev br0
  ip -n "$namespace" address add "$(migration_ip "$node")/24" dev eth1
}

remove_network() {
  local namespace pids
  for namespace in "$LAB_NAMESPACE" "${LAB_NODES[@]/#/$LAB_NAMESPACE-}"; do
    if [[ ! -e $LAB_DIR/network ]] || ! namespace_exists "$namespace"; then continue; fi
    pids=$(ip netns pids "$namespace" | xargs)
    [[ -z $pids ]] || say "lab: processes not of the lab's making still run in $namespace and keep it alive, nameless: $pids"
    [[ $namespace != "$LAB_NAMESPACE" ]] || cut_all_cables
    ip netns delete "$namespace"
  done
  if [[ -e $LAB_DIR/netns-folder-is-ours && -z $(ls -A /run/netns 2>/dev/null) ]]; then
    ! mountpoint --quiet /run/netns || umount --no-mtab /run/netns
    [[ ! -d /run/netns ]] || rmdir /run/netns
  fi
  rm -f "$LAB_DIR"/network{,.complete}
}

cut_all_cables() {
  local node network
  for node in "${LAB_NODES[@]}"; do
    for network in "${LAB_NETWORKS[@]}"; do
      ip -n "$LAB_NAMESPACE" link delete "$(port_name "$node" "$network")" 2>/dev/null || true
    done
  done
}

namespace_exists() { [[ -e /run/netns/$1 ]]; }

# A port passes frames while its host has power and its link is not cut.
refresh_ports() {
  local node=$1 network state
  for network in "${LAB_NETWORKS[@]}"; do
    state=down
    if process_alive "$(node_dir "$node")/init.pid" && [[ ! -e $(node_dir "$node")/cut-$network ]]; then state=up; fi
    ip -n "$LAB_NAMESPACE" link set "$(port_name "$node" "$network")" "$state"
  done
}

cut_port() { ip -n "$LAB_NAMESPACE" link set "$(port_name "$1" "$2")" down; }

# Both directions of every host's migration link, as a full-duplex line into a switch would have it.
set_link_rate() {
  local rate=$1 node
  for node in "${LAB_NODES[@]}"; do
    limit_rate "$(node_namespace "$node")" eth1 "$rate"
    limit_rate "$LAB_NAMESPACE" "$(port_name "$node" migration)" "$rate"
  done
  printf '%s\n' "$rate" >"$LAB_DIR/link-rate"
}

limit_rate() {
  tc -n "$1" qdisc replace dev "$2" root tbf rate "$3" burst 256kb latency 50ms ||
    die "tc does not take the rate '$3'; give it as 160mbit, 1gbit, …"
}

link_command() {
  local action=${1-} node network
  case $action in
    rate)
      if [[ $# -eq 1 ]]; then
        cat "$LAB_DIR/link-rate"
      else
        [[ $2 =~ ^[0-9]+(\.[0-9]+)?[kmg]bit$ ]] || die "'$2' is no rate; give it as 160mbit, 1gbit, …"
        set_link_rate "$2"
        write_config
      fi
      ;;
    cut | restore)
      node=${2-}
      require_node "$node"
      for network in $(networks_named "${3-all}"); do
        if [[ $action == cut ]]; then touch "$(node_dir "$node")/cut-$network"; else rm -f "$(node_dir "$node")/cut-$network"; fi
      done
      refresh_ports "$node"
      ;;
    *) die "usage: lab link rate [RATE] | lab link cut|restore NODE [migration|management|all]" ;;
  esac
}

networks_named() {
  case $1 in
    all) printf '%s\n' "${LAB_NETWORKS[@]}" ;;
    management | migration) printf '%s\n' "$1" ;;
    *) die "unknown network '$1'; it is migration, management or all" ;;
  esac
}
