#pragma once
//! \file  CSV that a command writes: fields, lines, and where they go.
#include <string>
#include <vector>

#include "tools/command.hpp"

namespace yanzhen::tools {

/// RFC 4180: quotes around a field with a comma, a quote or an end of line in it; quotes within are doubled.
[[nodiscard]] std::string csv_field(const std::string& text);

/// The shortest text that reads back as the same number; empty for NaN.
[[nodiscard]] std::string csv_field(double number);

/// Fields that are quoted already, with an end of line.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& fields);

/// Where --csv writes; "-" is standard output. Empty without --csv.
/// \throws UsageError when it cannot be written there, or is one of the files that the command reads
[[nodiscard]] std::string csv_target(const Arguments& arguments);

/// Writes all of it or leaves the old file. \throws std::runtime_error when the disk fails
void write_text_file(const std::string& file, const std::string& text);

}  // namespace yanzhen::tools
