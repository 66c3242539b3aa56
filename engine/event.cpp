#include "engine/event.hpp"

#include <algorithm>
#include <bit>
#include <span>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace yanzhen {
namespace {

constexpr Row kRowsAtATime =
    4096;  // a word holds the high bytes of four rows: 4 KiB of words, in the nearest cache
constexpr Row kRowsOfMask = 64;

// Byte k of the words, counted from the low end of each: the high byte of the event word of the k-th row.
std::uint32_t byte_of(const std::uint32_t* words, Row k) { return (words[k / 4] >> (8 * (k % 4))) & 0xFFU; }

// Bit k is set where byte k of sixteen words is at most `most`.
std::uint64_t bytes_at_most(const std::uint32_t* words, std::uint32_t most) {
  std::uint64_t mask = 0;
#if defined(__SSE2__)
  const __m128i bound = _mm_set1_epi8(static_cast<char>(most));
  for (int part = 0; part < 4; ++part) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(words + 4 * part));
    const int below = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_min_epu8(bytes, bound), bytes));
    mask |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(below)) << (16 * part);
  }
#else
  for (Row k = 0; k < kRowsOfMask; ++k) mask |= static_cast<std::uint64_t>(byte_of(words, k) <= most) << k;
#endif
  return mask;
}

EventDraw joined(Row row, std::uint32_t high_byte, const RandomBlock& own) {
  return {row, (high_byte << 24) | (own[0] >> 8), {own[1], own[2]}};
}

// Rows (counted from the first) whose high byte does not rule the event out.
struct Candidates {
  std::array<std::uint32_t, kRowsAtATime / 4> words{};
  std::array<Row, kRowsAtATime> rows;
  std::size_t count = 0;

  void find(const StepDraws& draws, Row first, Row among, std::uint32_t most) {
    draws.shared_words(first / 4, std::span{words}.first((among + 3) / 4));
    count = 0;
    for (Row base = 0; base < among; base += kRowsOfMask) {
      std::uint64_t mask = bytes_at_most(words.data() + base / 4, most);
      if (among - base < kRowsOfMask) mask &= (std::uint64_t{1} << (among - base)) - 1;
      for (; mask != 0; mask &= mask - 1) rows[count++] = base + static_cast<Row>(std::countr_zero(mask));
    }
  }
};

// Adds those of the candidates whose whole word lies below the limit.
void append_draws(const StepDraws& draws, Row first, const Candidates& candidates, std::uint32_t limit,
                  std::vector<EventDraw>& found) {
  constexpr std::size_t kBlocks = 64;
  std::array<Row, kBlocks> agents;
  std::array<RandomBlock, kBlocks> own;
  std::size_t size = found.size();
  found.resize(size + candidates.count);
  for (std::size_t done = 0; done < candidates.count; done += kBlocks) {
    const std::size_t count = std::min(kBlocks, candidates.count - done);
    for (std::size_t k = 0; k < count; ++k) agents[k] = first + candidates.rows[done + k];
    draws.blocks(std::span{agents}.first(count), 0, std::span{own}.first(count));
    for (std::size_t k = 0; k < count; ++k) {  // without a branch: the next one overwrites what was not below
      found[size] = joined(agents[k], byte_of(candidates.words.data(), candidates.rows[done + k]), own[k]);
      size += found[size].word < limit ? 1 : 0;
    }
  }
  found.resize(size);
}

}  // namespace

std::vector<EventDraw> event_draws(const StepDraws& draws, Row first, Row count, std::uint32_t limit) {
  std::vector<EventDraw> found;
  if (limit == 0) return found;
  found.reserve(kRowsOfMask + static_cast<std::size_t>(1.1 * count * ((limit >> 24) + 1) / 256.0));
  Candidates candidates;
  for (Row done = 0; done < count; done += kRowsAtATime) {
    candidates.find(draws, first + done, std::min(kRowsAtATime, count - done), limit >> 24);
    append_draws(draws, first + done, candidates, limit, found);
  }
  return found;
}

EventDraw event_draw(const StepDraws& draws, Row row) {
  const std::uint32_t word = draws.shared_word(row / 4);
  return joined(row, byte_of(&word, row % 4), draws.block(row));
}

}  // namespace yanzhen
