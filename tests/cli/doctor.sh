#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# doctor.sh CASE EXPECT TOOL: what `doctor` says about planted programs.
set -eu
case=$1
expect=$2
tool=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

plant() {
  cat >"$folder/$1"
  chmod +x "$folder/$1"
}
# plant_emulator TCG_SECONDS KVM_SECONDS KVM_STATUS: a QEMU that only takes its time.
plant_emulator() {
  plant qemu-system-x86_64 <<END
#!/bin/sh
case "\$*" in
  *--version*) echo "QEMU emulator version 99.$1.$2"; exit 0 ;;
  *kvm*) echo "planted message" >&2; exec sleep $2 ;;
  *) sleep $1; exit 33 ;;
esac
END
  sed -i "s/exec sleep $2/sleep $2; exit $3/" "$folder/qemu-system-x86_64"
}
need_kvm() { { [ -r /dev/kvm ] && [ -w /dev/kvm ]; } || exit 77; }

export PATH="$folder:$PATH"
case $case in
  missing-tool)
    for program in ninja cmake; do ln -s "$(command -v $program)" "$folder/$program"; done
    "$expect" -s 1 -e "qemu-system-x86_64 is missing: install Debian's package" -- \
      env PATH="$folder" "$tool" doctor
    ;;
  old-tool)
    plant qemu-system-x86_64 <<'END'
#!/bin/sh
case "$*" in *--version*) echo "QEMU emulator version 6.2.0" ;; *) exit 1 ;; esac
END
    "$expect" -s 1 -e "is version 6.2.0, but 7.2 or later is needed" -- "$tool" doctor
    ;;
  kvm-slower)
    need_kvm
    plant_emulator 0.3 20 33
    "$expect" -o "tcg was taken: /dev/kvm is there, but the probe guest had not ended" -- "$tool" doctor
    ;;
  kvm-broken)
    need_kvm
    plant_emulator 0.3 0 1
    "$expect" -o "tcg was taken: /dev/kvm is there, but .*planted message" -- "$tool" doctor
    ;;
  kvm-faster)
    need_kvm
    plant_emulator 2 0 33
    "$expect" -o "kvm was taken: the probe guest took" -- "$tool" doctor
    ;;
esac
