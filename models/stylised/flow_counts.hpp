#pragma once
//! \file  Agents by city and their moves from city to city, counted while threads move them.
#include <cstdint>
#include <string>
#include <vector>

#include "engine/parallel.hpp"
#include "engine/state.hpp"

namespace yanzhen::stylised {

/// Counts that stand beside the agents' own records of where they are.
class FlowCounts {
 public:
  /// \param count  agents in each city at the start  (n_city)
  explicit FlowCounts(std::vector<std::int64_t> count);

  [[nodiscard]] std::size_t cities() const noexcept { return cities_; }
  [[nodiscard]] const std::vector<std::int64_t>& count() const noexcept { return count_; }  ///< (n_city)
  /// Agents that went from one city to another since start_interval(). (origin, destination), row by row
  [[nodiscard]] const std::vector<std::int64_t>& flows() const noexcept { return flows_; }
  [[nodiscard]] std::uint64_t moved_last_step() const noexcept { return moved_; }

  /// Where this thread notes a step's moves, from every city to every city; who stays may be noted too.
  /// (origin, destination), row by row
  [[nodiscard]] std::vector<std::int64_t>& mine() { return steps_.mine(); }
  /// Counts what all threads have noted. \pre no loop is running
  void end_step();
  void start_interval();

  /// \param agents  what they are called, plural  \param city  of each agent
  /// \throws InvariantError where counts do not add up to the agents' records
  void audit(const std::string& agents, const std::vector<std::uint16_t>& city) const;
  /// \param agents  what arrays are called in a state: agents/count, agents/flows, agents/moved
  void visit_state(StateVisitor& visitor, const std::string& agents);
  /// Whether counts, and the records of agents, are of as many cities as at the start: what a loader gives
  /// may not be.
  [[nodiscard]] bool fit(const std::vector<std::uint16_t>& city) const;

 private:
  std::size_t cities_;
  std::vector<std::int64_t> count_, flows_, step_;
  std::uint64_t moved_ = 0;
  ThreadCounts<std::int64_t> steps_;  // (origin, destination)
};

/// \param agents  what they are called, plural  \param by_records, by_count  agents in each city  (n_city)
/// \throws InvariantError where they differ
void require_same_counts(const std::string& agents, const std::vector<std::int64_t>& by_records,
                         const std::vector<std::int64_t>& by_count);

}  // namespace yanzhen::stylised
