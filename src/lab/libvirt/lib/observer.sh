# shellcheck shell=bash
# The observer's process, in the lab's namespace, and requests to it.

start_observer() {
  ! process_alive "$LAB_DIR/observer.pid" || return 0
  ip netns exec "$LAB_NAMESPACE" setsid /usr/bin/python3 "$LAB_HOME/observer/observer.py" serve "$LAB_OBSERVER_SOCKET" \
    </dev/null >"$LAB_DIR/observer.log" 2>&1 {LAB_LOCK_FD}>&- &
  # ip, setsid and python replace one another: the number stays.
  process_identity $! >"$LAB_DIR/observer.pid" || die "the observer ended at once: $(cat "$LAB_DIR/observer.log")"
  await 10 "the observer (see $LAB_DIR/observer.log)" observer_answers
}

observer() { /usr/bin/python3 "$LAB_HOME/observer/observer.py" ask "$LAB_OBSERVER_SOCKET" "$@"; }
observer_answers() { observer stat &>/dev/null; }

observe_command() {
  case ${1-} in
    stat | reset | wait) observer "$@" ;;
    *) die "usage: lab observe stat [NAME] | reset NAME | wait NAME [--beats N] [--host NODE] [--timeout SECONDS]" ;;
  esac
}
