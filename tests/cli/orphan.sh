#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# orphan.sh TOOL GUEST: QEMU does not outlive the tool, even when that is killed outright.
set -eu
"$1" --no-build run --accelerator tcg --image "$2" --timeout 100 </dev/null &
tool=$!
emulator=
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  sleep 0.5
  for child in $(cat "/proc/$tool/task/$tool/children"); do
    case $(cat "/proc/$child/comm") in qemu*) emulator=$child ;; esac
  done
  [ -z "$emulator" ] || break
done
[ -n "$emulator" ] || { echo "QEMU did not start"; exit 1; }
kill -KILL "$tool"
for attempt in 1 2 3 4 5 6 7 8 9 10; do
  [ -d "/proc/$emulator" ] || exit 0
  case $(sed 's/.*) //' "/proc/$emulator/stat") in Z*) exit 0 ;; esac
  sleep 0.5
done
echo "QEMU outlived the tool"
kill -KILL "$emulator"
exit 1
