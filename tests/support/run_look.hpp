#pragma once
//! \file  A run of any model, looked at from outside: its panels and its state.
#include <string>
#include <vector>

#include "engine/memory_state.hpp"
#include "engine/simulation.hpp"

namespace yanzhen::testing {

/// A panel by its name, in the storage order of its dimensions. \throws std::out_of_range
[[nodiscard]] std::vector<double> panel(const Model& model, const std::string& name);
/// Panels of these groups one after another, in the order of Model::panels().
[[nodiscard]] std::vector<double> panels(const Model& model, const std::vector<PanelGroup>& groups);
[[nodiscard]] std::vector<double> all_panels(const Model& model);

/// True where both hold the same bytes: NaN equals NaN, 0 does not equal -0.
[[nodiscard]] bool same_bytes(const std::vector<double>& one, const std::vector<double>& other);

/// Name of the first panel that holds something that is not finite; empty where there is none.
[[nodiscard]] std::string panel_not_finite(const Model& model);

/// Everything that changes in a run, array by array.
[[nodiscard]] SavedArrays state_of(Simulation& run);

}  // namespace yanzhen::testing
