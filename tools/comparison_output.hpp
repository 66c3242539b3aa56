#pragma once
//! \file  A comparison as a reader, a spreadsheet or a program wants it.
#include <string>

#include "tools/run_comparison.hpp"

namespace yanzhen::tools {

enum class Detail { overview, full };

/// Tables for a terminal of 100 columns. An overview leaves out intervals and tests of indices. Money in fen
/// is shown in 100 million yuan.
[[nodiscard]] std::string to_text(const Comparison& comparison, Detail detail);

/// One line a scenario, panel and key, under a line of headings; fields quoted where RFC 4180 asks for it.
/// What is not known is empty.
[[nodiscard]] std::string to_csv(const Comparison& comparison);

/// All that the CSV has and what it cannot hold: files, seeds, changes, notes, totals. What is not known is
/// null.
[[nodiscard]] std::string to_json(const Comparison& comparison);

}  // namespace yanzhen::tools
