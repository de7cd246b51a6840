# shellcheck shell=bash
# The lab at a glance.

print_status() {
  local node network links guests
  printf 'state %s, migration links %s\n' "$LAB_DIR" "$(cat "$LAB_DIR/link-rate")"
  for node in "${LAB_NODES[@]}"; do
    if node_on "$node"; then
      links=
      for network in "${LAB_NETWORKS[@]}"; do
        [[ ! -e $(node_dir "$node")/cut-$network ]] || links+=" $network link cut,"
      done
      guests=$(node_virsh "$node" list --all | awk '{ state = $3; for (i = 4; i <= NF; i++) state = state " " $i; printf "%s%s (%s)", n++ ? ", " : "", $2, state }')
      printf '%s on,%s guests: %s\n' "$node" "$links" "${guests:-none}"
    else
      printf '%s off\n' "$node"
    fi
  done
}
