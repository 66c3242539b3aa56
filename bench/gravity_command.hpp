#pragma once
//! \file  `yanzhen-bench gravity`: reads the command line, runs the model, prints what was measured.
#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "bench/gravity_cities.hpp"
#include "engine/clock.hpp"
#include "engine/slots.hpp"

namespace yanzhen::bench {

/// One measurement, as asked for.
struct GravityTask {
  std::vector<GravityCity> cities;
  Row agents = 1'000'000;
  Step steps = 100;
  std::uint64_t seed = 1;
  int threads = 0;  ///< 0 = as many as the machine has
  int repeats = 1;  ///< the whole run again; the median counts
};

/// One measurement, as made.
struct GravityResult {
  int threads = 0;
  double seconds = 0.0;  ///< median over the repeats of the time for all steps; setting up is not counted
  double bytes_per_agent = 0.0;
  std::uint64_t checksum = 0;  ///< over the counts of every step and the city of every agent
  std::vector<std::vector<std::int64_t>> counts;  ///< agents in every city, after every step
};

/// \throws std::logic_error when two repeats differ in their checksum: our own mistake
[[nodiscard]] GravityResult measure_gravity(const GravityTask& task);

/// The command: `arguments` without the program's name. Results go to `out`, complaints to `err`.
/// \returns the exit code: 0, or 2 when the options or the city file are wrong
[[nodiscard]] int bench_command(const std::vector<std::string>& arguments, std::ostream& out,
                                std::ostream& err);

}  // namespace yanzhen::bench
