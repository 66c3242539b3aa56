#include "engine/random.hpp"

#include <algorithm>
#include <numeric>

namespace yanzhen {

void StepDraws::shared_words(std::uint32_t first, std::span<std::uint32_t> out) const noexcept {
  constexpr std::size_t kBlocks = 64;  // a kilobyte at a time
  std::array<std::uint32_t, kBlocks> sharers;
  std::array<RandomBlock, kBlocks> blocks;
  std::uint32_t next = first / 4;
  while (!out.empty()) {
    const std::size_t words = std::min(out.size(), 4 * kBlocks);
    const std::size_t count = (words + 3) / 4;
    std::iota(sharers.begin(), sharers.end(), next);
    philox_blocks(std::span{sharers}.first(count), input(0, Use::shared), std::span{blocks}.first(count));
    std::copy_n(blocks.front().data(), words, out.begin());
    next += static_cast<std::uint32_t>(count);
    out = out.subspan(words);
  }
}

}  // namespace yanzhen
