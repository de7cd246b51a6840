# shellcheck shell=bash
# Guests: a Debian kernel with a heartbeat (guest/heartbeat.c). Each has a record folder $LAB_DIR/guests/NAME with its
# number (which gives its addresses) and, if it has a disk, the checksum of the data file on it.

LAB_NVRAM=/var/lib/libvirt/qemu/nvram
LAB_XML_NAMESPACE=https://migration-runbooks.org/xmlns/domain/1.0

guest_command() {
  local action=${1-}
  [[ $# -eq 0 ]] || shift
  case $action in
    create) create_guest "$@" ;;
    destroy) destroy_guest "${1-}" ;;
    rate) guest_rate "$@" ;;
    sum) guest_sum "${1-}" ;;
    written) guest_written "${1-}" ;;
    list) list_guests ;;
    *) die "usage: lab guest create|rate|sum|written|destroy|list … (see README.md)" ;;
  esac
}

create_guest() {
  local name=${1-} host=node-a memory=192 working_set='' rate=0 disk=none disk_size=64 firmware=bios start=no labels=() record
  [[ $name =~ ^[a-z][a-z0-9-]{0,30}$ ]] || die "a guest's name is of a-z, 0-9 and '-', at most 31: '$name' is not"
  shift
  while (($#)); do
    if [[ $1 == --start ]]; then
      start=yes
      shift
      continue
    fi
    [[ $# -ge 2 ]] || die "the option $1 wants a value"
    case $1 in
      --host) host=$2 ;;
      --memory) memory=$(whole_number "$1" "$2") ;;
      --working-set) working_set=$(whole_number "$1" "$2") ;;
      --rate) rate=$(whole_number "$1" "$2") ;;
      --disk) disk=$2 ;;
      --disk-size) disk_size=$(whole_number "$1" "$2") ;;
      --firmware) firmware=$2 ;;
      --label)
        [[ $2 == ?*=* ]] || die "a label is written key=value, not '$2'"
        labels+=("$2")
        ;;
      *) die "unknown option $1" ;;
    esac
    shift 2
  done
  require_node "$host"
  node_on "$host" || die "$host has no power"
  working_set=${working_set:-$((memory / 3))}
  [[ $disk =~ ^(shared|local|none)$ ]] || die "--disk is shared, local or none, not '$disk'"
  [[ $firmware =~ ^(bios|uefi)$ ]] || die "--firmware is bios or uefi, not '$firmware'"
  ((memory >= working_set + 80)) || die "memory must exceed the working set by 80 MiB, for kernel and programs"
  ((disk_size >= 32)) || die "a disk has at least 32 MiB"

  record=$LAB_DIR/guests/$name
  mkdir -p "$LAB_DIR/guests"
  mkdir "$record" 2>/dev/null || die "there is a guest $name already; take it away with: lab guest destroy $name"
  free_guest_number >"$record/number"
  [[ $disk == none ]] || make_disk "$name" "$host" "$disk" "$disk_size"
  domain_xml "$name" "$memory" "$working_set" "$rate" "$disk" "$firmware" "${labels[@]}" >"$record/domain.xml"
  if ! node_virsh "$host" define /dev/stdin <"$record/domain.xml" >/dev/null ||
    { [[ $start == yes ]] && ! node_virsh "$host" start "$name" >/dev/null; }; then
    destroy_guest "$name"
    die "$host did not take the guest $name"
  fi
}

whole_number() {
  [[ $2 =~ ^[0-9]{1,6}$ ]] || die "$1 takes a whole number, not '$2'"
  printf '%s' "$2"
}

free_guest_number() {
  local number taken
  taken=$(cat "$LAB_DIR"/guests/*/number 2>/dev/null || true)
  for ((number = 100; number < 250; number++)); do
    if ! grep -qx "$number" <<<"$taken"; then
      echo "$number"
      return
    fi
  done
  die "no address left for another guest"
}

# An ext4 file system with a data file whose checksum the guest can be asked for later.
make_disk() {
  local name=$1 host=$2 kind=$3 size=$4 record=$LAB_DIR/guests/$1 folder node
  case $kind in
    shared) folder=$LAB_DIR/shared ;;
    local) folder=$(node_dir "$host")/local ;;
  esac
  mkdir "$record/content"
  head -c "$((size / 4))M" /dev/urandom >"$record/content/data"
  sha256sum <"$record/content/data" | cut -d' ' -f1 >"$record/sha256"
  truncate --size "${size}M" "$record/disk"
  mke2fs -q -t ext4 -d "$record/content" "$record/disk"
  qemu-img convert -q -O qcow2 "$record/disk" "$folder/$name.qcow2"
  rm -r "$record/content" "$record/disk"
  for node in "${LAB_NODES[@]}"; do
    if node_on "$node"; then node_virsh "$node" pool-refresh "$kind" >/dev/null; fi
  done
}

domain_xml() {
  local name=$1 memory=$2 working_set=$3 rate=$4 disk=$5 firmware=$6 number label cache
  shift 6
  number=$(cat "$LAB_DIR/guests/$name/number")
  cat <<XML
<domain type='qemu'>
  <name>$name</name>
  <uuid>$(cat /proc/sys/kernel/random/uuid)</uuid>
XML
  if (($#)); then
    printf "  <metadata>\n    <mr:instance xmlns:mr='%s'>\n" "$LAB_XML_NAMESPACE"
    for label in "$@"; do
      printf "      <mr:label name='%s' value='%s'/>\n" "$(escape_xml "${label%%=*}")" "$(escape_xml "${label#*=}")"
    done
    printf '    </mr:instance>\n  </metadata>\n'
  fi
  cat <<XML
  <memory unit='MiB'>$memory</memory>
  <vcpu>1</vcpu>
  $(os_element "$firmware")
    <type arch='x86_64' machine='pc-q35-10.0'>hvm</type>
    <kernel>/srv/guest/vmlinuz</kernel>
    <initrd>/srv/guest/initrd</initrd>
    <cmdline>console=ttyS0 quiet panic=-1 edd=off tsc=unstable name=$name ip=10.77.0.$number ws=$working_set rate=$rate</cmdline>
  </os>
  <features><acpi/></features>
  <cpu mode='custom' match='exact' check='none'><model fallback='allow'>qemu64</model></cpu>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>destroy</on_crash>
  <devices>
    <emulator>/usr/bin/qemu-system-x86_64</emulator>
XML
  if [[ $disk != none ]]; then
    # Direct I/O where the file system under the lab offers it (a tmpfs of an older kernel does not).
    cache=none
    dd if=/dev/zero of="$LAB_DIR/shared/.probe" bs=4096 count=1 oflag=direct 2>/dev/null || cache=writeback
    rm -f "$LAB_DIR/shared/.probe"
    cat <<XML
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' cache='$cache'/>
      <source file='/srv/$disk/$name.qcow2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
XML
  fi
  cat <<XML
    <controller type='usb' model='none'/>
    <interface type='bridge'>
      <mac address='52:54:00:77:00:$(printf %02x "$number")'/>
      <source bridge='br0'/>
      <model type='virtio'/>
    </interface>
    <serial type='file'>
      <source path='/var/log/libvirt/guests/$name.serial' append='on'/>
      <target port='0'/>
    </serial>
    <memballoon model='none'/>
  </devices>
</domain>
XML
}

# Without secure boot, which would not take the guest's kernel as it is.
os_element() {
  case $1 in
    bios) echo "<os>" ;;
    uefi) echo "<os firmware='efi'><firmware><feature enabled='no' name='secure-boot'/></firmware>" ;;
  esac
}

escape_xml() { sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g' -e "s/'/\&apos;/g" <<<"$1"; }

# Takes the guest away wherever it is or was: also the stale definition on a host without power.
destroy_guest() {
  local name=$1 node
  [[ -n $name && -d $LAB_DIR/guests/$name ]] || die "there is no guest '$name'"
  for node in "${LAB_NODES[@]}"; do
    if node_on "$node"; then
      if node_virsh "$node" domstate "$name" &>/dev/null; then
        node_virsh "$node" destroy "$name" &>/dev/null || true
        node_virsh "$node" undefine --nvram "$name" &>/dev/null || true
        ! node_virsh "$node" domstate "$name" &>/dev/null || die "$node does not let go of the guest $name"
      fi
      in_node "$node" find "$LAB_NVRAM" -name "${name}_VARS.fd*" -delete
    else
      rm -f "$(node_dir "$node")/upper/etc/libvirt/qemu/$name.xml" "$(node_dir "$node")/upper$LAB_NVRAM/${name}_VARS.fd"*
    fi
    # also copies, whose names go on behind the guest's
    rm -f "$(node_dir "$node")/local/$name.qcow2"* "$(node_dir "$node")"/log/{guests/"$name".serial,qemu/"$name".log}
  done
  rm -f "$LAB_DIR/shared/$name.qcow2"
  for node in "${LAB_NODES[@]}"; do
    if node_on "$node"; then
      node_virsh "$node" pool-refresh shared >/dev/null
      node_virsh "$node" pool-refresh local >/dev/null
      ! node_virsh "$node" vol-list local | grep -q " $name\.qcow2" || die "files of the guest $name came back on $node"
    fi
  done
  observer forget "$name" >/dev/null
  rm -r "${LAB_DIR:?}/guests/$name"
}

guest_rate() {
  [[ $# -eq 2 ]] || die "usage: lab guest rate NAME MIB_PER_SECOND"
  observer rate "$1" "$(whole_number rate "$2")"
}

# What the guest reads on its disk now, beside what was written there at its creation.
guest_sum() {
  local name=$1 expected
  [[ -e $LAB_DIR/guests/$name/sha256 ]] || die "the guest '$name' is unknown or has no disk"
  expected=$(cat "$LAB_DIR/guests/$name/sha256")
  observer sum "$name" "$expected"
}

# When the guest last wrote to its shared disk, in seconds since 1970, past all links and hosts.
guest_written() {
  [[ -e $LAB_DIR/shared/${1:?}.qcow2 ]] || die "the guest '$1' is unknown or has no shared disk"
  stat --format %.9Y "$LAB_DIR/shared/$1.qcow2"
}

list_guests() {
  local record
  for record in "$LAB_DIR"/guests/*/; do
    [[ ! -d $record ]] || basename "$record"
  done
}
