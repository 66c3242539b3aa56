#pragma once
//! \file  Many runs that differ in their seed alone, and what they say on average.
#include <cmath>
#include <cstdint>
#include <functional>

#include "engine/elementary.hpp"
#include "models/known_answers/answer.hpp"
#include "models/stylised/scenario_builder.hpp"

namespace yanzhen::known_answers {

/// Mean over runs of what `look` sees at their end, with the seeds 1, 2, ..., runs.
struct Replicates {
  double runs = 0, sum = 0, squares = 0;

  [[nodiscard]] double mean() const { return sum / runs; }
  /// Of the mean, from the scatter of the runs.
  [[nodiscard]] double standard_error() const {
    return power((squares - sum * mean()) / (runs - 1) / runs, .5);
  }
  void add(double value) {
    runs += 1;
    sum += value;
    squares += value * value;
  }
};

/// Runs each to its end. \param look  at the model then
[[nodiscard]] inline Replicates replicate(const ModelDeclaration& model, const stylised::ScenarioText& text,
                                          double runs, const Effort& effort,
                                          const std::function<double(Simulation&)>& look) {
  Replicates all;
  Scenario scenario = stylised::scenario_of(model, text);
  for (scenario.seed = 1; static_cast<double>(scenario.seed) <= runs; ++scenario.seed) {
    effort.breathe();
    Simulation run = stylised::run_of(model, scenario);
    all.add(look(run));
  }
  return all;
}

inline void run_to_end(Simulation& run) {
  while (run.now() < run.end()) run.step();
}

/// How often something happens, against its probability; the standard error is that of the expected chance.
[[nodiscard]] inline Finding frequency(double probability, const Replicates& hits) {
  return within_standard_errors(probability, hits.mean(),
                                power(probability * (1 - probability) / hits.runs, .5));
}
/// A mean against its expectation; the standard error is that of the scatter of the runs.
[[nodiscard]] inline Finding mean(double expected, const Replicates& values) {
  return within_standard_errors(expected, values.mean(), values.standard_error());
}

}  // namespace yanzhen::known_answers
