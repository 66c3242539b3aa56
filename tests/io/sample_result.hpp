#pragma once
//! \file  A result with everything that one may have, for tests.
#include <limits>

#include "io/result_file.hpp"

namespace yanzhen::sample {

inline ResultFile result() {
  constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
  ResultFile result;
  result.texts = {{"scenario", "title = \"玩具\"\n[time]\n"}, {"command", "yanzhen lockin"}, {"note", ""}};
  result.numbers = {{"area", -0.25}, {"people_per_agent", 1e-300}};
  result.counts = {{"seed", std::numeric_limits<std::uint64_t>::max()}, {"seeds", 3}};
  result.dimensions = {{"branch", "up or down", "", {"up 上", "down", ""}, {}},
                       {"freeness", "freeness of trade", "1", {}, {0.1, 0.5, 0.5, -0.0}},
                       {"seed_number", "seed", "", {}, {7}}};
  result.arrays = {{"share",
                    {"branch", "freeness"},
                    "1",
                    "share of the core 份额",
                    {1, 2, 3, kNothing, 5, 6, 7, 8, 9, 10, 11, 0.1}},
                   {"by_seed",
                    {"seed_number", "branch"},
                    "CNY/year",
                    "output",
                    {-1e300, 0.0, std::numeric_limits<double>::infinity()}},
                   {"whole",
                    {"freeness", "seed_number", "branch"},
                    "",
                    "all of them",
                    {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}},
                   {"threshold", {}, "years", "one number", {3.5}}};
  return result;
}

}  // namespace yanzhen::sample
