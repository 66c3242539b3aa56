#pragma once
//! \file  The named arrays that a run records: name, dimensions, unit, meaning.
#include <string>
#include <vector>

namespace yanzhen {

/// One axis of a panel. Labels are the coordinate, e.g. the city names; `code` and `name_en` etc. ride along.
struct Dimension {
  std::string name;  ///< "city", "industry", "tier", "origin" ...
  std::string meaning;
  std::vector<std::string> labels;  ///< unique, UTF-8
  /// Further names of the same things, e.g. {"city_zh", {...}}; each as long as `labels`.
  struct Alias {
    std::string name;
    std::string meaning;
    std::vector<std::string> labels;
  };
  std::vector<Alias> aliases;
};

enum class PanelValues { real, whole };

/// What a panel is for, so that a scenario can ask for less.
enum class PanelGroup { state, flow, index };

/// One recorded array. Shape is (time, dimensions...); time is implied.
struct Panel {
  std::string name;  ///< lower_snake_case, unique
  std::vector<std::string>
      dimensions;  ///< names of Dimensions in storage order, slowest first; empty for an index
  std::string unit;
  std::string meaning;
  PanelValues values = PanelValues::real;
  PanelGroup group = PanelGroup::state;
};

}  // namespace yanzhen
