#!/bin/sh
# SPDX-License-Identifier: MIT OR Apache-2.0
#
# contract_test.sh SOURCE_FOLDER WORK_FOLDER CXX RUST_LIBRARY: the contract holds for other compilers
# and for C, and objects from different contracts do not link.
set -eu
source=$1
work=$2
cxx=$3
rust_library=$4
rm -rf "$work"
mkdir -p "$work"
cd "$work"

fail() {
    echo "failed: $1" >&2
    exit 1
}

compile() { # OUTPUT SOURCE INCLUDE...
    output=$1
    file=$2
    shift 2
    "$cxx" -std=c++23 -O1 "$@" -I"$source" -I"$source/seam/include" -c "$file" -o "$output"
}

cat > client.cpp <<'END'
#include "components/serial/bindings/serial.hpp"
int main() {
    SerialState state{};
    bimetal::serial::Client<bimetal::serial::Selected> client(state);
    return client.check().error() == SerialStatus::not_initialised ? 0 : 1;
}
END
cat > services.cpp <<'END'
#include "components/serial/serial.seam.h"
uint8_t serial_service_read(uint64_t, uint32_t) noexcept { return 0xff; }
void serial_service_write(uint64_t, uint32_t, uint8_t) noexcept {}
extern "C" uint8_t serial_simulator_read(uint64_t, uint32_t) { return 0xff; }
extern "C" void serial_simulator_write(uint64_t, uint32_t, uint8_t) {}
END
# The two contracts: the one there is, and one whose hash is another.
mkdir -p other/components/serial/bindings/generated
sed 's/^\(#define SERIAL_CONTRACT_DIGITS \).*/\10123456789abcdef/' \
    "$source/components/serial/bindings/generated/contract.h" \
    > other/components/serial/bindings/generated/contract.h
compile twin.o "$source/components/serial/bindings/cpp.cpp"
compile services.o services.cpp
for twin in cpp rust; do
    compile "client-$twin.o" client.cpp -DSEAM_SERIAL_SELECTION=$twin
    compile "other-$twin.o" client.cpp -DSEAM_SERIAL_SELECTION=$twin -Iother
    # shellcheck disable=SC2086
    link="twin.o services.o $rust_library"
    "$cxx" "client-$twin.o" $link -o "client-$twin" || fail "a client of $twin does not link"
    "./client-$twin" || fail "a client of $twin does not run"
    if "$cxx" "other-$twin.o" $link -o mismatched 2> "messages-$twin"; then
        fail "a client of another contract links with the $twin twin"
    fi
    grep -q "serial_${twin}_contract_0123456789abcdef" "messages-$twin" ||
        fail "the linker does not name the contract"
done

# A client and a twin in plain C, by whichever compilers are here, on a line that echoes.
compile_c() { # COMPILER SELECTION SOURCE OUTPUT
    "$1" -std=c17 -pedantic -Wall -Wextra -Werror -O1 "-DSEAM_SERIAL_SELECTION=$2" -I"$source" \
        -I"$source/seam/include" -c "$3" -o "$4" || fail "$1 does not take $3"
}
compile echo.o "$source/components/serial/conformance/echo_services.cpp"
for c in "${cxx%++*}-22" gcc-12 gcc; do
    command -v "$c" > /dev/null || continue
    compile_c "$c" c "$source/components/serial/c/serial.c" twin-c.o
    for twin in c cpp rust; do
        compile_c "$c" $twin "$source/components/serial/conformance/client.c" client-c.o
        # shellcheck disable=SC2086
        "$cxx" client-c.o twin-c.o twin.o echo.o $rust_library -o client-c ||
            fail "a client by $c does not link with twin $twin"
        ./client-c || fail "a client by $c is answered wrongly by twin $twin"
    done
done
for other in g++-12 g++; do
    command -v "$other" > /dev/null || continue
    "$other" -std=c++23 -Wall -Wextra -Werror -O1 -I"$source" -I"$source/seam/include" \
        -DSEAM_SERIAL_SELECTION=cpp -c client.cpp -o client-gcc.o || fail "$other: client"
    "$other" -std=c++23 -Wall -Wextra -Werror -O1 -I"$source" -I"$source/seam/include" \
        -c "$source/components/serial/bindings/cpp.cpp" -o twin-gcc.o || fail "$other: twin"
    "$other" client-gcc.o twin-gcc.o services.o -o client-gcc || fail "$other does not link"
    ./client-gcc || fail "a client by $other does not run"
done
echo "passed"
