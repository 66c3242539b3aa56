#pragma once
//! \file  What several run files have in common, and whether they can be compared at all.
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "engine/panel.hpp"
#include "tools/run_pairing.hpp"

namespace yanzhen::tools {

/// What is known of a run before a panel is read.
struct Head {
  GivenRun run;
  bool complete = false;
  std::string program;                             ///< that wrote the file
  std::vector<std::chrono::year_month_day> dates;  ///< of its records, at least one
};

/// Runs of one model with the same cities, industries and other labels, and the same dates as far as they go.
struct Heads {
  std::vector<Head> files;
  std::string model;
  std::vector<Dimension> dimensions;         ///< of any panel of theirs
  std::vector<Panel> panels;                 ///< that every file records
  std::map<std::string, std::string> lacks;  ///< panel that not every file records -> a file that does not
};

/// Reads one file after the other. \throws UsageError naming what differs; RunFileError
[[nodiscard]] Heads read_heads(const std::vector<std::string>& files);

/// A remark where versions of the program differ.
void note_programs(const Heads& heads, std::vector<std::string>& notes);

/// The file with the fewest records, or the first of these.
[[nodiscard]] const Head& shortest(const Heads& heads);

/// The last record at or before a date; the first is 0. \throws UsageError when it is no date, or when there
/// is none in every file
[[nodiscard]] std::size_t record_at(const Heads& heads, const std::string& date);

/// The last record that all files have. Only a run that did not reach its end may have fewer than the others;
/// it is noted. \throws UsageError
[[nodiscard]] std::size_t last_common_record(const Heads& heads, std::vector<std::string>& notes);

}  // namespace yanzhen::tools
