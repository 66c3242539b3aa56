#pragma once
//! \file  One run on a page: what it is of, what made it, and its policies in words.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/panel.hpp"
#include "io/run_file.hpp"

namespace yanzhen::tools {

/// Adds to `runs` and `links` of a page. Links that another run has too are there once.
void add_run(const RunSummary& summary, const std::string& file, const std::vector<Dimension>& dimensions,
             nlohmann::ordered_json& page);

}  // namespace yanzhen::tools
