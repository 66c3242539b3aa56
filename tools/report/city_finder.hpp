#pragma once
//! \file  Which city of a run file a name means.
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "engine/panel.hpp"

namespace yanzhen::tools {

/// Finds cities by label (with or without 市), English name (letter case does not matter) or code. A name
/// that two cities share is no name.
class CityFinder {
 public:
  /// \param city  the dimension as the run file has it; its aliases may miss
  explicit CityFinder(const Dimension& city);

  /// The number of the city along the dimension.
  [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;

 private:
  void add(std::string_view name, std::size_t city);
  std::map<std::string, std::optional<std::size_t>> cities_;  // nothing: more than one
};

}  // namespace yanzhen::tools
