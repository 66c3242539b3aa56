#pragma once
//! \file  Which tables a comparison has, and how the panels of a run file become their values.
#include <string>
#include <vector>

#include "engine/panel.hpp"
#include "tools/run_comparison.hpp"
#include "tools/run_heads.hpp"

namespace yanzhen::tools {

/// A table to be, and how its values come about.
struct Quantity {
  ComparedTable table;  ///< by, panel, unit, summed and keys
  Panel panel;          ///< what is read
  Gathering gathering;  ///< of a row; not for an index. Weights are residents by city
};

/// What is asked for. \param by      empty: index and gains, or what fits the panels
///                    \param panels  empty: a few that most readers ask for
/// \throws UsageError when the files do not have it, or when a panel cannot be told that way
[[nodiscard]] std::vector<Quantity> choose_quantities(const Heads& heads, const std::vector<By>& by,
                                                      const std::vector<std::string>& panels);

}  // namespace yanzhen::tools
