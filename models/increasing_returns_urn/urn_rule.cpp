#include "models/increasing_returns_urn/urn_rule.hpp"

#include <limits>

#include "engine/elementary.hpp"

namespace yanzhen::increasing_returns_urn {

using Index = Eigen::Index;

UrnRule UrnRule::from(const ParameterValues& values) {
  return {values["urn.arrivals"],       values["urn.exponent"],      values["urn.leaves"],
          values["urn.distance_decay"], values["urn.adopters"] > .5, values["urn.preference"],
          values["urn.returns"]};
}

std::uint64_t UrnRule::arrived(Step step, double years_per_step) const {
  constexpr double kRounding = 1e-6;  // twelve twelfths of a year are a year
  return static_cast<std::uint64_t>(arrivals * years_per_step * static_cast<double>(step) + kRounding);
}

Eigen::ArrayXXd UrnRule::spin_off_chances(const Eigen::ArrayXXd& distance) const {
  const Index n = distance.rows();
  Eigen::ArrayXXd chances = Eigen::ArrayXXd::Zero(n, n);
  for (Index i = 0; i < n; ++i) {
    double nearest = std::numeric_limits<double>::infinity(), sum = 0;
    for (Index j = 0; j < n; ++j)
      if (j != i) nearest = std::min(nearest, distance(i, j));
    for (Index j = 0; j < n; ++j) {
      if (j == i) continue;
      chances(i, j) = exponential(-distance_decay * (distance(i, j) - nearest));
      sum += chances(i, j);
    }
    if (sum > 0) chances.row(i) *= leaves / sum;
    chances(i, i) = n > 1 ? 1.0 - leaves : 1.0;
  }
  return chances;
}

std::vector<Parameter> urn_parameters() {
  return {
      {"urn.arrivals", 100, 0, 1e8, "firms/year", "newcomers, one after another, each sees all before it"},
      {"urn.exponent", 1, 0, 10, "-",
       "gamma: a newcomer's parent is in a city with a chance in proportion to attraction firms^gamma; 1 is "
       "the "
       "linear urn (Polya), above 1 one city takes all but a few"},
      {"urn.leaves", 0, 0, 1, "probability",
       "chance that a newcomer settles in another city than its parent's (Klepper 2007: few spin-offs move "
       "away)"},
      {"urn.distance_decay", 0, 0, 1000, "1/unit",
       "those who leave choose among other cities in proportion to exp(-distance_decay distance)"},
      {"urn.adopters", 0, 0, 1, "0 or 1",
       "1: newcomers have no parent but one city each that they prefer by themselves, and weigh it against "
       "where others are (Arthur 1989); exponent, leaves and attraction are not read then"},
      {"urn.preference", 9.5, 0, 1e9, "payoff",
       "of adopters: what the preferred city is worth more; the column `preference` says it city by city"},
      {"urn.returns", 1, -1e6, 1e6, "payoff/firm",
       "of adopters: what every firm in a city adds to the worth of that city; 0 constant, below 0 falling "
       "returns"}};
}

ChoiceTable table_of(const Eigen::ArrayXXd& chances) {
  const auto n = static_cast<std::size_t>(chances.rows());
  ChoiceTable table{n, n};
  std::vector<double> row(n);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) row[j] = chances(static_cast<Index>(i), static_cast<Index>(j));
    table.set_weights(i, row);
  }
  return table;
}

}  // namespace yanzhen::increasing_returns_urn
