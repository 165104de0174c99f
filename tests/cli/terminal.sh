#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
# terminal.sh TOOL GUEST: on a terminal, `run` ends by Ctrl-A X and by signals, and the terminal's
# settings are afterwards what they were.
set -eu
tool=$1
guest=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cat >"$folder/session" <<END
before=\$(stty -g)
case \$1 in
  key)
    "$tool" --no-build run --accelerator tcg --image "$guest"
    ;;
  signal)
    {
      sleep 2
      [ "\$(stty -g </dev/tty)" != "\$before" ] || echo "the terminal was not in raw mode"
      kill -TERM "\$(cat "$folder/id")"
    } &
    sh -c 'echo \$\$ >"$folder/id"; exec "$tool" --no-build run --accelerator tcg --image "$guest"'
    ;;
esac
echo "status \$?"
[ "\$(stty -g)" = "\$before" ] && echo "settings restored"
END

# Typed again and again, because what is typed before raw mode is discarded.
{
  for second in 1 2 3 4 5 6 7 8 9 10; do
    sleep 1
    printf '\001x'
  done
} | script -qec "sh $folder/session key" /dev/null >"$folder/key"
grep -q 'status 0' "$folder/key"
grep -q 'settings restored' "$folder/key"
grep -q 'Ctrl-A X ends the machine' "$folder/key"

sleep 8 | script -qec "sh $folder/session signal" /dev/null >"$folder/signal"
cat "$folder/signal"
grep -q 'status 143' "$folder/signal"
grep -q 'settings restored' "$folder/signal"
! grep -q 'not in raw mode' "$folder/signal"
