#pragma once
//! \file  Factors for tests of designs, and a design run through a function instead of a model.
#include <string>
#include <vector>

#include "models/experiment/design.hpp"

namespace yanzhen::experiment::testing {

inline FactorSettings range(double from, double to, std::uint32_t steps = 0) {
  FactorSettings factor;
  factor.name = "factor";
  factor.paths = {"a.path"};
  factor.from = from;
  factor.to = to;
  factor.steps = steps;
  return factor;
}

inline FactorSettings log_range(double from, double to, std::uint32_t steps = 0) {
  FactorSettings factor = range(from, to, steps);
  factor.logarithmic = true;
  return factor;
}

inline FactorSettings whole(FactorSettings factor) {
  factor.whole = true;
  return factor;
}

inline FactorSettings named(const std::vector<std::string>& names) {
  FactorSettings factor;
  factor.name = "strategy";
  factor.named_levels = true;
  for (const std::string& name : names)
    factor.levels.push_back(
        {name, {"policy." + name + "=true", "x=1"}, static_cast<double>(factor.levels.size()), {}});
  return factor;
}

/// function(the numbers of a point) of every point.
template <class Function>
std::vector<double> results_of(const Design& design, const std::vector<FactorSettings>& factors,
                               Function function) {
  std::vector<double> results, numbers(factors.size());
  for (std::size_t point = 0; point < design.points; ++point) {
    for (std::size_t factor = 0; factor < factors.size(); ++factor)
      numbers[factor] = number_of(factors[factor], design.entries_of(point)[factor]);
    results.push_back(function(numbers));
  }
  return results;
}

}  // namespace yanzhen::experiment::testing
