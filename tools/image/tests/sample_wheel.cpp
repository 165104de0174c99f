// SPDX-License-Identifier: MIT OR Apache-2.0
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <span>

extern "C" std::uint64_t wheel_cpp_turn(const std::uint64_t* teeth, std::size_t count);

namespace wheel {

template <typename Tooth>
class Wheel {
  public:
    explicit Wheel(std::span<const Tooth> teeth) : teeth_(teeth) {}

    [[gnu::noinline]] Tooth turn() const {
        return std::accumulate(teeth_.begin(), teeth_.end(), Tooth{1},
                               [](Tooth sum, Tooth tooth) { return sum * 31 + tooth; });
    }

  private:
    std::span<const Tooth> teeth_;
};

} // namespace wheel

std::uint64_t wheel_cpp_turn(const std::uint64_t* teeth, std::size_t count) {
    return wheel::Wheel<std::uint64_t>({teeth, count}).turn();
}
