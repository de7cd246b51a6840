# shellcheck shell=bash
# The lab's own certificate authority, made anew by each `up`. RSA throughout: with ECDSA keys libvirt's TLS
# handshake was refused. One certificate per host serves libvirt and QEMU, as server and as client.

make_pki() {
  local pki=$LAB_DIR/pki node
  [[ ! -e $pki/.complete ]] || return 0
  rm -rf "$pki"
  mkdir -m 700 "$pki"
  mkdir "$pki/client"
  certtool_quietly --generate-privkey --key-type rsa --bits 2048 --outfile "$pki/cakey.pem"
  printf 'cn = "migration-runbooks lab"\nca\ncert_signing_key\nexpiration_days = 3650\n' >"$pki/ca.template"
  certtool_quietly --generate-self-signed --load-privkey "$pki/cakey.pem" --template "$pki/ca.template" \
    --outfile "$pki/cacert.pem"
  make_certificate application 10.77.0.1 10.78.0.1
  for node in "${LAB_NODES[@]}"; do make_certificate "$node" "$(management_ip "$node")" "$(migration_ip "$node")"; done

  # The names that libvirt expects in a folder given by pkipath=.
  cp "$pki/cacert.pem" "$pki/client/cacert.pem"
  cp "$pki/application-cert.pem" "$pki/client/clientcert.pem"
  cp "$pki/application-key.pem" "$pki/client/clientkey.pem"
  touch "$pki/.complete"
}

make_certificate() { # name, addresses
  local pki=$LAB_DIR/pki name=$1
  {
    printf 'organization = "migration-runbooks lab"\ncn = "%s"\ndns_name = "%s"\n' "$name" "$name"
    printf 'ip_address = "%s"\n' "${@:2}"
    printf 'tls_www_server\ntls_www_client\nencryption_key\nsigning_key\nexpiration_days = 3650\n'
  } >"$pki/$name.template"
  certtool_quietly --generate-privkey --key-type rsa --bits 2048 --outfile "$pki/$name-key.pem"
  certtool_quietly --generate-certificate --load-privkey "$pki/$name-key.pem" --template "$pki/$name.template" \
    --load-ca-certificate "$pki/cacert.pem" --load-ca-privkey "$pki/cakey.pem" --outfile "$pki/$name-cert.pem"
}

certtool_quietly() {
  local said
  said=$(certtool "$@" 2>&1) || die "certtool $1 failed: $said"
}
