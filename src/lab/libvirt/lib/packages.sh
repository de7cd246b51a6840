# shellcheck shell=bash
# The Debian packages that the machine itself needs. libvirt0 is for the application: the JVM loads libvirt.so.0;
# so are fence-agents and ipmitool, and openipmi has the BMCs that they talk to.

LAB_PACKAGES=(
  fence-agents ipmitool openipmi
  libvirt0 libvirt-clients qemu-utils e2fsprogs
  debootstrap debian-archive-keyring busybox-static cpio kmod gcc libc6-dev
  gnutls-bin iproute2 util-linux procps python3
)

install_packages() {
  local package missing=()
  for package in "${LAB_PACKAGES[@]}"; do
    [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null) == installed ]] || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  say "installing Debian packages: ${missing[*]}"
  apt-get -qq update
  DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install "${missing[@]}" >/dev/null
}
