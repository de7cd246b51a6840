# shellcheck shell=bash
# What is dear to build and the same every time: the hosts' operating system, the guest's kernel and initrd.
# Each is built in a folder of its own beside its final place and moved there when complete, with a stamp that
# tells what built it: a build that was interrupted, or made by other sources, is never taken for a good one.

# cached NAME BUILDER SOURCE… : makes $LAB_CACHE/NAME by running "BUILDER folder", unless SOURCEs made it already.
cached() {
  local name=$1 builder=$2 stamp building
  shift 2
  stamp=$(cat "$@" | sha256sum | cut -d' ' -f1)
  [[ $(cat "$LAB_CACHE/$name/.stamp" 2>/dev/null) != "$stamp" ]] || return 0
  mkdir -p "$LAB_CACHE"
  rm -rf --one-file-system "$LAB_CACHE/$name".{building,old}
  building=$LAB_CACHE/$name.building
  mkdir "$building"
  say "building $name in $LAB_CACHE (log: $LAB_CACHE/$name.log)"
  # In namespaces of its own: whatever it mounts or starts ends with it, however it ends.
  unshare --mount --pid --fork --kill-child --mount-proc "$builder" "$building" >"$LAB_CACHE/$name.log" 2>&1 ||
    die "building $name failed; the end of its log:"$'\n'"$(tail -n 15 "$LAB_CACHE/$name.log")"
  echo "$stamp" >"$building/.stamp"
  sync -f "$building"
  [[ ! -e $LAB_CACHE/$name ]] || mv "$LAB_CACHE/$name" "$LAB_CACHE/$name.old"
  mv "$building" "$LAB_CACHE/$name"
  rm -rf --one-file-system "$LAB_CACHE/$name.old"
}

fill_cache() {
  cached node-root "$LAB_HOME/node/build" "$LAB_HOME/node/build"
  cached guest "$LAB_HOME/guest/build" "$LAB_HOME"/guest/*
}
