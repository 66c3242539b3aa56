#include "engine/random.hpp"

#include <algorithm>
#include <array>
#include <numeric>

namespace yanzhen {

void StepDraws::consecutive_blocks(std::uint32_t first, std::uint16_t index,
                                   std::span<RandomBlock> out) const noexcept {
  std::array<std::uint32_t, 256> agents;
  for (std::size_t done = 0; done < out.size(); done += agents.size()) {
    const std::size_t count = std::min(agents.size(), out.size() - done);
    for (std::size_t k = 0; k < count; ++k) agents[k] = first + static_cast<std::uint32_t>(done + k);
    blocks(std::span{agents}.first(count), index, out.subspan(done, count));
  }
}

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
