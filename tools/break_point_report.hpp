#pragma once
//! \file  What `yanzhen breakpoints` tells of a scenario, as data, text and JSON.
#include <optional>
#include <string>
#include <vector>

#include "engine/model.hpp"
#include "models/stylised/break_points.hpp"
#include "models/stylised/mobile_labour.hpp"

namespace yanzhen::tools {

/// Break and sustain points of a scenario at a date, without its policies and with them.
struct BreakPointReport {
  std::string title, model, date;
  stylised::TradeParameters trade;
  std::vector<std::string> city, city_en;
  stylised::BreakPoints without;
  std::optional<stylised::BreakPoints> with;  ///< nothing where policies leave every distance as it is
};

/// Names of the models that have break points.
[[nodiscard]] std::vector<std::string> models_with_break_points();

/// Adds to `problems` what the model finds wrong. \pre scenario.model is one of models_with_break_points()
[[nodiscard]] std::optional<BreakPointReport> report_break_points(const Scenario& scenario,
                                                                  double decimal_year, Problems& problems);

/// Cities in the order in which they can hold a core: those where it lasts from the lowest freeness first,
/// those where it never lasts at the end; of equal ones the first of the scenario.
[[nodiscard]] std::vector<std::size_t> ranked(const std::vector<stylised::CoreState>& cores);

/// \param width  of the terminal; 0 = no limit
[[nodiscard]] std::string to_text(const BreakPointReport& report, std::size_t width);
[[nodiscard]] std::string to_json(const BreakPointReport& report);

}  // namespace yanzhen::tools
