#pragma once
//! \file  The gravity_logit benchmark model: agents choose among cities by wage and distance, and nothing
//! else.
//!
//!     wage_i = A_i n_i^-0.3 (1 + 0.1 ln(1 + n_i N / M))            n_i agents in city i, at least 1;  N
//!     cities, M agents each agent draws a city with probability h = 0.05, its own city among them: P(i to j)
//!     proportional to exp(2 ln wage_j - 1.5 ln(1 + d_ij / 50 km))
//!
//! Agent k starts in city k mod N. All decide from the same counts; the counts are renewed after all have
//! decided. Rows, random streams, event draws and choice tables are the engine's: those are what is measured.
#include <cstdint>
#include <span>
#include <vector>

#include "bench/gravity_cities.hpp"
#include "engine/choice_table.hpp"
#include "engine/parallel.hpp"
#include "engine/random.hpp"
#include "engine/slots.hpp"

namespace yanzhen::bench {

class GravityLogit {
 public:
  static constexpr double kHazard = 0.05;  ///< h, chance that an agent draws a city in a step

  /// \pre 1 <= cities.size() <= kMostCities, agents >= 1
  GravityLogit(const std::vector<GravityCity>& cities, Row agents, std::uint64_t seed);

  /// One step: wages, choice tables, decisions in parallel, counts. The same for any number of threads.
  void step(Step now);

  [[nodiscard]] std::size_t cities() const noexcept { return productivity_.size(); }
  [[nodiscard]] Row agents() const noexcept { return rows_.alive(); }
  /// City of every agent. Shape (n_agent,).
  [[nodiscard]] std::span<const std::uint16_t> city() const noexcept { return city_; }
  /// Agents in every city. Shape (n_city,).
  [[nodiscard]] const std::vector<std::int64_t>& counts() const noexcept { return counts_; }
  /// Agents that drew a city in the last step, by where they were and what they drew. Shape (n_city, n_city),
  /// row by row.
  [[nodiscard]] const std::vector<std::int64_t>& draws() const noexcept { return draws_; }
  /// The law of the last step's draws, one row an origin.
  [[nodiscard]] const ChoiceTable& choices() const noexcept { return choices_; }
  /// Memory that grows with the agents, for one of them.
  [[nodiscard]] double bytes_per_agent() const noexcept;

 private:
  void set_choices();
  void decide(Step now);
  void renew_counts();

  std::uint64_t seed_;
  std::vector<double> productivity_;  // (n_city,)
  std::vector<double> friction_;      // 1.5 ln(1 + d_ij / 50 km), (n_city, n_city)
  Slots rows_;
  std::vector<std::uint16_t> city_;   // (n_agent,)
  std::vector<std::int64_t> counts_;  // (n_city,)
  std::vector<std::int64_t> draws_;   // (n_city, n_city)
  ThreadCounts<std::uint32_t> draws_by_thread_;
  ChoiceTable choices_;
};

}  // namespace yanzhen::bench
