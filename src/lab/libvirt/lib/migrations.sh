# shellcheck shell=bash
# How often did a migration really begin? libvirt notes it at the source, in the guest's own QEMU log, at the moment
# it tells QEMU to start; nothing but such a start writes that line. (Offline migration moves only a definition.)

list_migrations() {
  local node=$1 guest=${2-} log
  for log in "$(node_dir "$node")"/log/qemu/${guest:-*}.log; do
    [[ ! -e $log ]] ||
      sed -n "s/^\([0-9-]*\) \([0-9:.]*\)+0000: initiating migration\$/\1T\2Z $(basename "$log" .log)/p" "$log"
  done | sort
}
