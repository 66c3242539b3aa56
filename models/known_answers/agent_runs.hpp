#pragma once
//! \file  Questions to the agents of core-periphery models: where do they go from here, and at which trade
//! cost does the answer change?
#include <functional>
#include <vector>

#include "engine/simulation.hpp"
#include "models/known_answers/answer.hpp"
#include "models/stylised/scenario_builder.hpp"

namespace yanzhen::known_answers {

enum class Trade { core_periphery, footloose_entrepreneur };

/// Everything about a world of mobile workers but its trade cost and where they start.
struct Setting {
  Trade trade = Trade::core_periphery;
  double substitution = 5, spending = .4;  ///< sigma, mu
  std::size_t cities = 2;
  std::vector<stylised::GraphLink> links;  ///< empty: every two cities one unit apart
  /// An odd number of agents cannot be halved, so that no run stands still in the middle by chance.
  double agents = 20'001;
  /// Of comparison: fast, but so that no step from any place leads beyond the rest that it leads to.
  double gain_speed = 10;
  double sensitivity = 0;  ///< above zero: agents choose by logit with this instead
};

/// A run at its start. \param freeness  r over one unit of distance; \param shares  of agents by city
/// (n_city)
[[nodiscard]] Simulation agents_at(const Setting& setting, double freeness,
                                   const std::vector<double>& shares);
[[nodiscard]] std::vector<double> shares_of(const Simulation& run);

using Until = std::function<bool(const std::vector<double>& shares)>;
/// Steps until `done` says so or for `most` steps. \returns the shares then
std::vector<double> step_until(Simulation& run, const Until& done, Step most, const Effort& effort);

/// Whether the share of the first city moves up from where it starts: steps until it has risen by `way` or
/// fallen by it, at most 1000 times. A run that does not move at all has not risen.
[[nodiscard]] bool rises(const Setting& setting, double freeness, const std::vector<double>& shares,
                         double way, const Effort& effort);

/// T = r^(1 / (1 - sigma)) and back.
[[nodiscard]] double iceberg_of(double freeness, double substitution);
[[nodiscard]] double freeness_at(double iceberg, double substitution);

/// Where `holds` changes between two positive numbers, to a tenth of what thresholds are allowed to be off.
/// \pre it holds at exactly one of them \throws std::invalid_argument otherwise
[[nodiscard]] double threshold_of(const std::function<bool(double)>& holds, double low, double high);

}  // namespace yanzhen::known_answers
