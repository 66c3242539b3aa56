#pragma once
//! \file  Dimensions of a page, where its cities lie, and their outlines.
#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "tools/report/report_scenario.hpp"

namespace yanzhen::tools {

/// Sets `dimensions` and `outlines` of a page. What is not known of the map adds a note.
void add_places(const std::vector<Dimension>& dimensions, const RunSummary& summary,
                const std::filesystem::path& run_file, nlohmann::ordered_json& page,
                std::vector<ReportNote>& notes);

}  // namespace yanzhen::tools
