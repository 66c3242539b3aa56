#pragma once
//! \file  What a page takes from the scenario that a run file holds: policies, where cities lie, their
//! outlines. Tables may be gone or broken: then less is known, and it is said.
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/model.hpp"
#include "io/run_file.hpp"
#include "tools/report/outlines.hpp"

namespace yanzhen::tools {

/// A remark of the page, in both languages.
struct ReportNote {
  std::string zh;
  std::string en;
};

/// The scenario of a run without its tables; nothing where this program cannot read it.
[[nodiscard]] std::optional<Scenario> scenario_of(const RunSummary& summary);

/// Where the cities of a run lie.
struct CityMap {
  std::vector<std::optional<GeoPoint>> points;  ///< by city
  std::vector<CityOutline> outlines;            ///< of some cities or of none
};

/// Reads the table of cities and the outlines from where the scenario says. They are looked for from the
/// folder of the scenario's file, seen from the working directory, from the run file's folder and from the
/// folder above it. Never fails: what is missing, broken or too large adds a note.
/// \param city         the dimension as the run file has it
/// \param most_points  that the outlines may have; they are drawn coarser, or left out, where they have more
[[nodiscard]] CityMap read_city_map(const RunSummary& summary, const std::filesystem::path& run_file,
                                    const Dimension& city, std::size_t most_points,
                                    std::vector<ReportNote>& notes);

}  // namespace yanzhen::tools
