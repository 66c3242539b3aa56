#pragma once
//! \file  Moves from place to place on a page, read off run files record by record.
#include <nlohmann/json.hpp>
#include <vector>

#include "io/run_panels.hpp"
#include "tools/report/report_moves.hpp"
#include "tools/report/report_views.hpp"

namespace yanzhen::tools {

/// An object for every view: panel, unit, and the largest moves of each record; places by number along
/// `origin`. Of transfers all that are not zero, as long as they are no more than a page has room for, the
/// largest otherwise; payer and receiver by number along `place`.
/// \param needed  runs that a view is made of; others are not read
[[nodiscard]] std::vector<nlohmann::ordered_json> moves_by_view(
    const MoveKind& kind, const std::vector<RunPanels>& runs, const std::vector<bool>& needed,
    const std::vector<ReportView>& views, const std::vector<Dimension>& dimensions, std::size_t records);

}  // namespace yanzhen::tools
