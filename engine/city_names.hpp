#pragma once
//! \file  Finds a city by Chinese name, English name or code. A name that two cities share is no name.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/city_graph.hpp"
#include "engine/diagnostic.hpp"

namespace yanzhen {

/// Every name of one city.
struct CityName {
  std::string code;     ///< e.g. "320500"; unique
  std::string name_zh;  ///< e.g. "苏州市"; the last character 市 may be left out when it is looked up
  std::string name_en;  ///< e.g. "Suzhou"; letter case does not matter
};

class CityNames {
 public:
  CityNames() = default;
  explicit CityNames(std::vector<CityName> cities) : cities_{std::move(cities)} {}

  [[nodiscard]] const std::vector<CityName>& all() const noexcept { return cities_; }

  /// The city that `text` names. Adds a problem that says what `key` holds when there is none (with the
  /// nearest name) or more than one (with all of them).
  /// \param others  names of other things that would be right there too, for the nearest name
  [[nodiscard]] std::optional<CityIndex> find(std::string_view text, const std::string& key,
                                              const Place& where, Problems& problems,
                                              std::span<const std::string> others = {}) const;

 private:
  [[nodiscard]] std::vector<CityIndex> matches(std::string_view text) const;
  std::vector<CityName> cities_;
};

}  // namespace yanzhen
