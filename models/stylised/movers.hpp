#pragma once
//! \file  A population of mobile agents, each in one city, who decide one by one where to be.
//!
//! Two ways to decide. *Comparison* (Smith 1984, "The stability of a dynamic model of traffic assignment";
//! pairwise comparison in Sandholm 2010): an agent looks at one other city, drawn at random, and moves with a
//! probability in proportion to the gain. Near a uniform state it moves as the replicator of Fujita, Krugman
//! & Venables 1999 (ch. 5) does, and it rests exactly where theory's equilibria are. *Logit* (McFadden 1974):
//! an agent chooses among all cities by utility and chance.
#include <Eigen/Core>

#include <cstdint>
#include <vector>

#include "engine/choice_table.hpp"
#include "engine/parameter.hpp"
#include "engine/random.hpp"
#include "engine/slots.hpp"
#include "engine/state.hpp"
#include "models/stylised/flow_counts.hpp"

namespace yanzhen::stylised {

/// Agents that stay in number; a row is an agent for life. Column `city`: shape (agents,).
class Movers {
 public:
  /// Places `agents` by shares, to the nearest whole number (largest remainder), city after city.
  /// \param shares  >= 0, sum to one  (n_city)
  Movers(std::uint32_t agents, const Eigen::ArrayXd& shares);

  [[nodiscard]] std::uint32_t agents() const noexcept { return static_cast<std::uint32_t>(city_.size()); }
  [[nodiscard]] const std::vector<std::uint16_t>& city() const noexcept { return city_; }
  /// Agents in each city. (n_city)
  [[nodiscard]] const std::vector<std::int64_t>& count() const noexcept { return moves_.count(); }
  /// Share of each city, sums to one to rounding. (n_city)
  [[nodiscard]] Eigen::ArrayXd shares() const;
  /// Agents that went from one city to another since start_interval(). (origin, destination), row by row
  [[nodiscard]] const std::vector<std::int64_t>& flows() const noexcept { return moves_.flows(); }
  [[nodiscard]] std::uint64_t moved_last_step() const noexcept { return moves_.moved_last_step(); }

  /// Every agent considers with this probability, and then draws from the row of its city.
  /// \param table  (n_city rows, n_city alternatives)
  void decide(const StepDraws& draws, double probability, const ChoiceTable& table);
  void start_interval() { moves_.start_interval(); }

  /// \throws InvariantError where counts by city do not add up to the agents' own records
  void audit() const { moves_.audit("agents", city_); }
  /// \throws std::runtime_error when what a loader gives is of another number of agents or cities
  void visit_state(StateVisitor& visitor);
  [[nodiscard]] std::uint64_t checksum() const;

 private:
  std::vector<std::uint16_t> city_;
  FlowCounts moves_;
};

/// How movers decide, from the parameters of mover_parameters().
struct MoveRule {
  bool logit = false;      ///< otherwise by comparison
  double hazard = 1;       ///< rate at which an agent considers  [1/year]
  double sensitivity = 1;  ///< of logit, times utility
  double gain_speed = 1;   ///< of comparison, probability per unit of gain
  double mistakes = 0;     ///< of comparison, probability of moving whatever the gain

  [[nodiscard]] static MoveRule from(const ParameterValues& values);
  /// 1 - exp(-hazard years)
  [[nodiscard]] double probability(double years) const;
  /// Sets the rows of a table.
  ///     comparison  P(i to j) = (m + (1 - m) min(1, gain_speed max(0, u_j - u_i))) / (n - 1),  m mistakes
  ///     logit       P(i to j) ~ exp(sensitivity u_j - cost_ij)
  /// \param utility  (n_city);  \param cost  of moving, used by logit alone; empty = none  (n_city, n_city)
  void fill(const Eigen::ArrayXd& utility, const Eigen::ArrayXXd& cost, ChoiceTable& table) const;
};

/// Standard values of the parameters that differ between models.
struct MoverDefaults {
  double logit, people, hazard, sensitivity;
};
[[nodiscard]] std::vector<Parameter> mover_parameters(const MoverDefaults& defaults);

/// How many agents a scenario asks for: people over people_per_agent. Problems where that is none or more
/// than 2^31.
[[nodiscard]] std::uint32_t agents_asked(double people, double people_per_agent, const Place& where,
                                         Problems& problems);

}  // namespace yanzhen::stylised
