# shellcheck shell=bash
# Shows in about a minute that the lab does what its README says. Stops at the first thing that does not hold.

SELFTEST_GUEST=selftest

selftest() {
  local started=$SECONDS boot
  [[ ! -d $LAB_DIR/guests/$SELFTEST_GUEST ]] || lab guest destroy "$SELFTEST_GUEST"
  trap selftest_cleanup EXIT
  mkdir -p "$LAB_DIR/selftest"

  local node
  for node in "${LAB_NODES[@]}"; do
    check "$node answers over TLS" lab virsh "$node" version
  done
  make_stranger
  check "libvirt admits the application's certificate" admitted application "$LAB_DIR/pki"
  check "and refuses one of another authority" not admitted stranger "$LAB_DIR/selftest"

  lab guest create "$SELFTEST_GUEST" --host node-a --memory 128 --working-set 16 --rate 2 --disk shared --label selftest=yes --start
  check "a guest beats on node-a" lab observe wait "$SELFTEST_GUEST" --host node-a --beats 50 --timeout 30
  check "its label is in its metadata" guest_metadata_holds node-a selftest
  boot=$(heard .bootId)
  lab observe reset "$SELFTEST_GUEST"

  check "it moves live to node-b, peer to peer, over TLS" migrate node-a node-b
  check "it beats on node-b" lab observe wait "$SELFTEST_GUEST" --host node-b --beats 120 --timeout 20
  check "it is heard from node-b only" equals '["node-b"]' heard .currentHosts
  check "it is the same life of it" equals "[$boot]" heard .bootIds
  check "no beat was lost" equals 0 heard .lost
  check "it never ran on two hosts" equals 0 heard .overlaps
  check "node-a keeps no definition" not node_virsh node-a domstate "$SELFTEST_GUEST"
  check "node-a notes one migration" equals 1 migrations_noted node-a
  check "the guest reads its data unharmed" equals true sum_intact

  migrate node-b node-c &>"$LAB_DIR/selftest/aborted.log" &
  local migration=$!
  check "it starts to move to node-c" eventually 10 transferring node-b
  lab link cut node-b migration
  check "a migration whose link was cut goes on for 5 s without an error" lasts 5 kill -0 "$migration"
  check "it can be aborted" node_virsh node-b domjobabort "$SELFTEST_GUEST"
  wait "$migration" && complain "the aborted migration ended well"
  lab link restore node-b
  check "the guest beats on node-b still" lab observe wait "$SELFTEST_GUEST" --host node-b --beats 20 --timeout 10
  check "node-c has nothing of it" not node_virsh node-c domstate "$SELFTEST_GUEST"

  lab power off node-b
  check "node-b has no power" not node_on node-b
  check "its BMC says so" equals off bmc_reads node-b
  check "the guest is silent" not lab observe wait "$SELFTEST_GUEST" --beats 1 --timeout 1
  lab power on node-b
  check "node-b, back, still has its definition" equals "shut off" node_virsh node-b domstate "$SELFTEST_GUEST"
  node_virsh node-b start "$SELFTEST_GUEST"
  check "the guest starts there again" lab observe wait "$SELFTEST_GUEST" --host node-b --beats 20 --timeout 30
  check "which is another life of it" not equals "$boot" heard .bootId
  check "its disk counts two starts" equals 2 heard .disk.boots
  check "and its data is unharmed" equals true sum_intact
  node_virsh node-b shutdown "$SELFTEST_GUEST"
  check "its power button works" eventually 15 equals "shut off" node_virsh node-b domstate "$SELFTEST_GUEST"
  say "selftest passed in $((SECONDS - started)) s"
}

selftest_cleanup() {
  rm -rf "$LAB_DIR/selftest"
  lab link restore node-b
  lab power on node-b
  lab guest destroy "$SELFTEST_GUEST" || true
}

lab() { "$LAB_HOME/lab" "$@" >/dev/null; }

check() {
  local what=$1 said
  shift
  said=$("$@" 2>&1) || complain "$what: failed${said:+: $said}"
  say "ok  $what"
}

complain() { die "selftest: $*"; }

not() { ! "$@"; }

equals() {
  local expected=$1 found
  shift
  found=$("$@")
  [[ $found == "$expected" ]] || {
    echo "expected $expected, found $found"
    return 1
  }
}

eventually() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@"; do
    ((SECONDS < deadline)) || return 1
    sleep 0.1
  done
}

lasts() {
  local deadline=$((SECONDS + $1))
  shift
  while ((SECONDS < deadline)); do
    "$@" || return 1
    sleep 0.1
  done
}

# heard .FIELD[.FIELD]: of the observer's report on the guest, as JSON in one line.
heard() {
  observer stat "$SELFTEST_GUEST" | /usr/bin/python3 -c '
import functools, json, sys
print(json.dumps(functools.reduce(dict.__getitem__, sys.argv[1].split(".")[1:], json.load(sys.stdin))))' "$1"
}

sum_intact() { "$LAB_HOME/lab" guest sum "$SELFTEST_GUEST" | grep -o '"intact": .*' | cut -d' ' -f2; }

migrations_noted() { list_migrations "$1" "$SELFTEST_GUEST" | wc -l; }

guest_metadata_holds() { node_virsh "$1" metadata "$SELFTEST_GUEST" "$LAB_XML_NAMESPACE" | grep -q "name=\"$2\""; }

transferring() { node_virsh "$1" domjobinfo "$SELFTEST_GUEST" | grep -q '^Memory processed: *[1-9]'; }

migrate() { # from to
  remote_virsh "$1" migrate --live --p2p --tls --persistent --undefinesource "$SELFTEST_GUEST" \
    "$(management_uri "$2")" "tcp://$(migration_ip "$2")"
}

bmc_reads() {
  bmc_ipmitool "$1" chassis power status | sed 's/Chassis Power is //'
}

# A certificate just like the application's, signed by itself.
make_stranger() {
  local stranger=$LAB_DIR/selftest/stranger
  certtool_quietly --generate-privkey --key-type rsa --bits 2048 --outfile "$stranger-key.pem"
  certtool_quietly --generate-self-signed --load-privkey "$stranger-key.pem" \
    --template "$LAB_DIR/pki/application.template" --outfile "$stranger-cert.pem"
}

# Not by virsh, which would not even try: it verifies its own certificate first. Once content with a client's
# certificate, libvirtd sends a byte of value 1.
admitted() { # name, folder
  ip netns exec "$LAB_NAMESPACE" timeout 10 gnutls-cli --x509cafile "$LAB_DIR/pki/cacert.pem" \
    --x509certfile "$2/$1-cert.pem" --x509keyfile "$2/$1-key.pem" --port 16514 "$(management_ip node-a)" </dev/null 2>&1 |
    grep -q $'\x01'
}
