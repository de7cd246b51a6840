# shellcheck shell=bash
# A baseboard management controller for every host: ipmi_sim, on a port of the switches' namespace, wired to the lab's power.

LAB_BMC_USER=lab

bmc_dir() { printf '%s/bmc/%s' "$LAB_DIR" "$1"; }
bmc_port() { printf '96%s' "$(node_number "$1")"; }
bmc_password_file() { printf '%s/bmc/password' "$LAB_DIR"; }

start_bmcs() {
  local node
  mkdir -p "$LAB_DIR/bmc"
  # Of 16 characters, since IPMI 1.5 knows no longer ones.
  [[ -s $(bmc_password_file) ]] ||
    (umask 077 && head -c 12 /dev/urandom | base64 | tr '+/' 'xy' >"$(bmc_password_file)")
  for node in "${LAB_NODES[@]}"; do start_bmc "$node"; done
}

start_bmc() {
  local node=$1 dir
  dir=$(bmc_dir "$node")
  if process_alive "$dir/pid"; then
    kill -CONT "$(recorded_pid "$dir/pid")"
    return
  fi
  (umask 077 && mkdir -p "$dir/state" && configure_bmc "$node" >"$dir/lan.conf")
  bmc_emulation >"$dir/bmc.emu"
  # Not by "ip netns exec": what the BMC gives power to should see the machine's own mounts.
  nsenter --net="/run/netns/$LAB_NAMESPACE" setsid ipmi_sim -n -c "$dir/lan.conf" -f "$dir/bmc.emu" -s "$dir/state" \
    </dev/null >"$dir/log" 2>&1 {LAB_LOCK_FD}>&- &
  process_identity $! >"$dir/pid" || die "the BMC of $node ended at once: $(cat "$dir/log")"
  await 10 "the BMC of $node (see $dir/log)" bmc_answers "$node"
}

configure_bmc() {
  local node=$1
  cat <<CONF
name "$node"
set_working_mc 0x20
  startlan 1
    addr 127.0.0.1 $(bmc_port "$node")
    priv_limit admin
    allowed_auths_admin none md2 md5 straight
    guid $(printf '%032x' "$(node_number "$node")")
  endlan
  chassis_control "$LAB_HOME/lab bmc chassis $node"
  user 2 true "$LAB_BMC_USER" "$(<"$(bmc_password_file)")" admin 10 none md2 md5 straight
CONF
}

bmc_emulation() {
  cat <<'EMULATION'
mc_setbmc 0x20
mc_add 0x20 0 no-device-sdrs 0x23 9 8 0x9f 0x1291 0xf02 persist_sdr
sel_enable 0x20 1000 0x0a
mc_enable 0x20
EMULATION
}

bmc_answers() { bmc_ipmitool "$1" chassis power status &>/dev/null; }

bmc_ipmitool() { # node, command…
  nsenter --net="/run/netns/$LAB_NAMESPACE" ipmitool -I lanplus -C 3 -N 1 -R 1 -H 127.0.0.1 -p "$(bmc_port "$1")" \
    -U "$LAB_BMC_USER" -f "$(bmc_password_file)" "${@:2}"
}

stop_bmcs() {
  local node
  for node in "${LAB_NODES[@]}"; do end_process "$(bmc_dir "$node")/pid"; done
}

bmc_command() {
  local action=${1-} node=${2-}
  require_node "$node"
  case $action in
    freeze) kill -STOP "$(bmc_pid "$node")" ;;
    thaw) kill -CONT "$(bmc_pid "$node")" ;;
    chassis) bmc_chassis "$node" "${@:3}" ;;
    *) die "usage: lab bmc freeze|thaw NODE" ;;
  esac
}

bmc_pid() {
  process_alive "$(bmc_dir "$1")/pid" || die "the BMC of $1 does not run; start it with: $LAB_HOME/lab up"
  recorded_pid "$(bmc_dir "$1")/pid"
}

# What ipmi_sim calls: "get power" prints power:1 or power:0, "set power 1" gives it. The host only begins to boot then.
bmc_chassis() {
  local node=$1
  case "${*:2}" in
    "get power") if node_on "$node"; then echo power:1; else echo power:0; fi ;;
    "set power 0")
      take_lock
      power_off "$node"
      ;;
    "set power 1")
      take_lock
      power_on "$node"
      ;;
    *) die "a BMC of the lab knows power only, not: ${*:2}" ;;
  esac
}
