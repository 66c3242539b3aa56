#pragma once
//! \file  Scenarios of a stylised model in memory, for programs that run it without a file: known answers,
//! tests, benchmarks.
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "engine/simulation.hpp"

namespace yanzhen::stylised {

/// A link of a graph in memory; ends count from 0.
struct GraphLink {
  std::size_t from, to;
  double minutes = 60;
};

/// Links of a ring, a path, ... of so many cities, each one hour: one unit of distance.
[[nodiscard]] std::vector<GraphLink> ring(std::size_t cities);
[[nodiscard]] std::vector<GraphLink> path(std::size_t cities);

/// What differs between scenarios of one model.
struct ScenarioText {
  std::size_t cities = 2;        ///< named City 1, City 2, ... with codes 1, 2, ...
  std::vector<GraphLink> links;  ///< empty: every two cities are one unit apart
  std::map<std::string, double> parameters;
  std::map<std::string, std::vector<double>> columns;  ///< further columns of the table of cities, by name
  Step steps = 1000;
  StepLength step = StepLength::year;
  std::uint64_t seed = 1;
  double people_per_agent = 1;
};

/// \throws std::out_of_range for a parameter or column that the model does not have, ScenarioError for a
/// value out of range
[[nodiscard]] Scenario scenario_of(const ModelDeclaration& model, const ScenarioText& text);

/// A run at its start. \throws ScenarioError where the model finds a problem
[[nodiscard]] Simulation run_of(const ModelDeclaration& model, const ScenarioText& text);
[[nodiscard]] Simulation run_of(const ModelDeclaration& model, const Scenario& scenario);

/// A panel by its name, in the storage order of its dimensions. \throws std::out_of_range
[[nodiscard]] std::vector<double> panel_of(const Model& model, const std::string& name);

}  // namespace yanzhen::stylised
