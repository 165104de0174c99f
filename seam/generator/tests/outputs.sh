#!/bin/bash
# SPDX-License-Identifier: MIT OR Apache-2.0
# outputs.sh CHECK GENERATOR TESTS RUSTC RUSTFMT SEAM: what the generator writes for the planted
# contract is current and goes stale, compiles elsewhere, and does not link across versions.
set -eu
check=$1 generator=$2 tests=$3 rustc=$4 rustfmt=$5 seam=$6

source=$(cd "$(dirname "$0")" && pwd)/shared
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cp "$seam/../.clang-format" .
"$tests" header >lamp.seam.h

generate() { # generate OPTION...
  "$generator" lamp.seam.h --output bindings --root . --namespace home::lamp --page lamp.md \
    --include "$seam/include" --rustfmt "$rustfmt" "$@"
}

fail() { echo "$*" >&2; exit 1; }

# A twin that does as little as it may.
write_twin() {
  cat >twin.cpp <<'END'
#include "bindings/export.hpp"
template <home::lamp::Services Access> struct Lamp {
    using Status = LampStatus;
    std::expected<void, Status> initialize(std::uint64_t socket, LampLight light) {
        light_ = light;
        services_.drive(socket, light.brightness);
        return {};
    }
    void shutdown() {}
    std::expected<std::uint64_t, Status> blink(std::span<const std::uint8_t> message,
                                               std::span<std::uint8_t>) {
        return message.size();
    }
    void shine(const LampLight& light) { light_ = light; }
    const LampLight& light() { return light_; }
    void paint(LampColour colour, std::int16_t) { light_.colour = colour; }
    Access services_{};
    LampLight light_{};
};
LAMP_EXPORT(cpp, Lamp<home::lamp::LinkedServices>)
END
  cat >client.cpp <<'END'
#define SEAM_LAMP_SELECTION cpp
#include "bindings/lamp.hpp"
#include "bindings/twin.hpp"
std::uint32_t lamp_service_drive(std::uint64_t, std::uint32_t) noexcept { return 0; }
int main() {
    LampState state{};
    home::lamp::Client<home::lamp::Selected> lamp(state);
    if (lamp.shutdown().error() != LampStatus::not_initialised) return 1;
    const auto colour = static_cast<LampColour>(9);
    if (lamp.initialize(1, {2, colour, {}}).error() != LampStatus::invalid_enum) return 2;
    if (!lamp.initialize(1, {2, LampColour::red, {}})) return 3;
    if (lamp.paint(colour, 0).error() != LampStatus::invalid_enum) return 4;
    std::uint8_t bytes[4]{};
    if (lamp.blink({bytes, 3}, bytes).error() != LampStatus::overlap) return 5;
    if (!lamp.blink("on", bytes)->has(LampEvent::burnt)) return 6;
    if (lamp.light()->brightness != 2) return 7;
    if (describe(LampStatus::broken) != "broken") return 8;
    return lamp.shutdown() && !lamp.shutdown() ? 0 : 9;
}
END
}

compile() { g++ -std=c++23 -Wall -Wextra -Werror -I. -I"$seam/include" -c "$1" -o "$2"; }

case $check in
current)
  generate
  cp -r bindings first
  generate --check || fail "what was just written is called stale"
  rm -r bindings
  generate
  diff -r bindings first || fail "written twice, it differs"
  ;;
stale)
  generate
  for file in bindings/* lamp.md; do
    cp "$file" kept
    sed -i 's/lamp/lump/' "$file"
    ! generate --check 2>messages || fail "a change of $file is not seen"
    grep -q "$(basename "$file"): error: not what lamp.seam.h says now" messages
    mv kept "$file"
  done
  generate --check
  sed -i 's/LAMP_LIMIT 0x40/LAMP_LIMIT 0x41/' lamp.seam.h
  ! generate --check 2>messages || fail "a change of the contract is not seen"
  ;;
gcc)
  generate --unformatted
  write_twin
  compile twin.cpp twin.o
  compile client.cpp client.o
  g++ twin.o client.o -o lamp
  ./lamp || fail "the lamp answers wrongly: $?"
  ;;
versions)
  generate --unformatted
  write_twin
  compile twin.cpp twin.o
  sed -i 's/(lamp, 3)/(lamp, 4)/' lamp.seam.h
  generate --unformatted
  compile client.cpp client.o
  ! g++ twin.o client.o -o lamp 2>messages || fail "two versions of a contract link"
  grep "undefined reference to .lamp_cpp_contract_[0-9a-f]\{16\}" messages
  ;;
rust)
  generate --unformatted
  "$rustc" --edition 2024 --crate-type rlib --crate-name seam "$seam/rust/src/lib.rs"
  "$rustc" --edition 2024 --crate-type rlib --crate-name lamp_contract --extern seam=libseam.rlib \
    -Dmissing_docs -Dwarnings bindings/lamp.rs
  cat >main.rs <<'END'
use lamp_contract::{Client, Colour, Error, Light, Services, State, Twin};
use seam::Failure;
#[derive(Default)]
struct Nothing;
impl Services for Nothing {
    fn drive(&mut self, _: u64, _: u32) -> u32 { 0 }
}
struct Lamp<S> { services: S, light: Light }
impl<S: Services> Twin for Lamp<S> {
    fn new() -> Self {
        let light = Light { brightness: 0, colour: Colour::Green, reserved: [0; 3] };
        Self { services: S::default(), light }
    }
    fn initialize(&mut self, socket: u64, light: Light) -> Result<(), Error> {
        self.light = light;
        self.services.drive(socket, light.brightness);
        Ok(())
    }
    fn shutdown(&mut self) {}
    fn blink(&mut self, message: &[u8], _: &mut [u8]) -> Result<u64, Error> {
        Ok(message.len() as u64)
    }
    fn shine(&mut self, light: Light) { self.light = light; }
    fn light(&mut self) -> Light { self.light }
    fn paint(&mut self, colour: Colour, _: i16) { self.light.colour = colour; }
}
lamp_contract::export!("lamp_rust_", Lamp<Nothing>);
lamp_contract::binding!(Rust, "lamp_rust_");
fn main() {
    let mut state = State::new();
    let mut lamp = Client::<Rust>::new(&mut state);
    assert_eq!(lamp.shutdown(), Err(Failure::Answered(Error::NotInitialised)));
    let light = Light { brightness: 2, colour: Colour::Red, reserved: [0; 3] };
    assert_eq!(lamp.initialize(1, light), Ok(()));
    assert_eq!(lamp.blink(b"on", &mut [0; 4]), Ok(2));
    assert_eq!(lamp.paint(Colour::Green, -1), Ok(()));
    assert_eq!(lamp.light().map(|light| light.colour), Ok(Colour::Green));
    assert_eq!(lamp.shutdown(), Ok(()));
}
END
  "$rustc" --edition 2024 --extern seam=libseam.rlib --extern lamp_contract=liblamp_contract.rlib \
    -L . main.rs -o lamp
  ./lamp
  ;;
shared)
  "$generator" "$source/shelf.seam.h" --output bindings --root "$folder" --namespace home::shelf \
    --include "$seam/include" --unformatted
  cp "$source/shelf.seam.h" .
  "$rustc" --edition 2024 --crate-type rlib --crate-name seam "$seam/rust/src/lib.rs"
  "$rustc" --edition 2024 --crate-type rlib --crate-name shelf_contract --extern seam=libseam.rlib \
    -Dmissing_docs -Dwarnings bindings/shelf.rs
  "$rustc" --edition 2024 --crate-type staticlib --crate-name shelf -L . --extern seam=libseam.rlib \
    --extern shelf_contract=libshelf_contract.rlib -Dwarnings "$source/twin.rs"
  g++ -std=c++23 -Wall -Wextra -Werror -fsanitize=address,undefined -fno-sanitize-recover=all \
    -I. -I"$source" -I"$seam/include" "$source/main.cpp" libshelf.a -o shelf
  ./shelf || fail "the shelf answers wrongly"
  ;;
*) fail "no check is called $check" ;;
esac
