#include "tools/plot/figures.hpp"

#include <fmt/format.h>

#include "tools/command.hpp"

namespace yanzhen::tools::plot {

void require_one_scenario(const PlottedFiles& files, const std::string& what) {
  if (files.scenarios.size() == 1) return;
  throw UsageError{fmt::format("{} shows one scenario, and the files are of {}: \"{}\", \"{}\"{}", what,
                               files.scenarios.size(), files.scenarios[0].name, files.scenarios[1].name,
                               files.scenarios.size() > 2 ? " ..." : ""),
                   "of two scenarios --difference draws a map of what the second changed."};
}

void require_places(const Geography& geography, const PlottedFiles& files) {
  if (geography.any_place()) return;
  throw UsageError{
      fmt::format(
          "{} cannot be drawn on a map: its scenario knows neither outlines nor positions of its cities",
          files.heads.files[0].run.file),
      "give the table cities the columns lon and lat, or [data] outlines a GeoJSON file; --what timeline "
      "needs neither."};
}

}  // namespace yanzhen::tools::plot
