# shellcheck shell=bash
# What the lab tells others about itself: the application's configuration, and shell assignments.

write_config() {
  local node
  {
    cat <<YAML
# Written by the lab's "up". Give it to the application with --spring.config.additional-location=file:…
runbooks:
  platforms:
    - name: lab
      type: libvirt
      link: $(sed -e 's/bit$//' -e 's/./\U&/g' -e 's/$/bit/' "$LAB_DIR/link-rate")
      tls: {pki: $LAB_CLIENT_PKI}
      sharedPaths: [/srv/shared]
      keepalive: {interval: 4s, count: 2} # the hosts' own is 2 s
      hosts:
YAML
    for node in "${LAB_NODES[@]}"; do
      printf '        - {name: %s, uri: "%s", migrationUri: "tcp://%s", zone: lab, probes: ["tcp://%s:16514"]}\n' \
        "$node" "$(management_uri "$node")" "$(migration_ip "$node")" "$(migration_ip "$node")"
    done
    cat <<YAML
  fencing:
    - name: lab-bmc
      type: fence-agent
      platform: lab
      agent: fence_ipmilan
      parameters: {ip: 127.0.0.1, username: $LAB_BMC_USER, lanplus: "1", cipher: "3"}
      secretFiles: {password: $(bmc_password_file)}
      timeout: 8s
      hosts:
YAML
    for node in "${LAB_NODES[@]}"; do
      printf '        %s: {ipport: "%s"}\n' "$node" "$(bmc_port "$node")"
    done
  } >"$LAB_CONFIG.new"
  mv "$LAB_CONFIG.new" "$LAB_CONFIG"
}

print_env() {
  local name
  for name in LAB_DIR LAB_CACHE LAB_NAMESPACE LAB_CONFIG LAB_CLIENT_PKI LAB_OBSERVER_SOCKET; do
    printf '%s=%q\n' "$name" "${!name}"
  done
  printf 'LAB_HOSTS=%q\n' "${LAB_NODES[*]}"
}
