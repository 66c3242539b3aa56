#include "engine/city_names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace yanzhen {
namespace {

std::string lower(std::string_view text) {
  std::string out{text};
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

/// 上海市 and 上海 are one name.
std::string_view without_suffix(std::string_view name) {
  constexpr std::string_view kCity = "市";
  return name.size() > kCity.size() && name.ends_with(kCity) ? name.substr(0, name.size() - kCity.size())
                                                             : name;
}

}  // namespace

std::vector<CityIndex> CityNames::matches(std::string_view text) const {
  std::vector<CityIndex> found;
  for (CityIndex city = 0; city < cities_.size(); ++city) {
    const CityName& name = cities_[city];
    if (text == name.code || without_suffix(text) == without_suffix(name.name_zh) ||
        (!name.name_en.empty() && lower(text) == lower(name.name_en)))
      found.push_back(city);
  }
  return found;
}

std::optional<CityIndex> CityNames::find(std::string_view text, const std::string& key, const Place& where,
                                         Problems& problems, std::span<const std::string> others) const {
  const std::vector<CityIndex> found = matches(text);
  if (found.size() == 1) return found.front();
  if (found.size() > 1) {
    std::string choices;
    for (const CityIndex city : found)
      choices += fmt::format("{}{} ({}, {})", choices.empty() ? "" : " or ", cities_[city].name_zh,
                             cities_[city].name_en, cities_[city].code);
    problems.add(where, fmt::format("{} is \"{}\", which names {} cities", key, text, found.size()),
                 "write the Chinese name or the code: " + choices);
    return std::nullopt;
  }
  std::vector<std::string> names{others.begin(), others.end()};
  for (const CityName& city : cities_) {
    names.push_back(city.name_en);
    names.emplace_back(without_suffix(city.name_zh));
    names.push_back(city.code);
  }
  const std::string near = nearest_name(text, names);
  const std::string all = fmt::format("`yanzhen list cities` prints all {}", cities_.size());
  problems.add(where, fmt::format("{} is \"{}\", which is not a city of this scenario", key, text),
               near.empty() ? all : fmt::format("did you mean \"{}\"? {}", near, all));
  return std::nullopt;
}

}  // namespace yanzhen
