#include "tools/report/city_finder.hpp"

#include <algorithm>

namespace yanzhen::tools {
namespace {

// One spelling of a name: small letters of ASCII, without 市 at the end.
std::string plain(std::string_view name) {
  constexpr std::string_view kCity = "市";
  if (name.size() > kCity.size() && name.ends_with(kCity)) name.remove_suffix(kCity.size());
  std::string text{name};
  std::transform(text.begin(), text.end(), text.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return text;
}

}  // namespace

CityFinder::CityFinder(const Dimension& city) {
  for (std::size_t k = 0; k < city.labels.size(); ++k) {
    add(city.labels[k], k);
    for (const Dimension::Alias& alias : city.aliases)
      if (alias.name == "city_en" || alias.name == "city_zh" || alias.name == "city_code")
        add(alias.labels[k], k);
  }
}

std::optional<std::size_t> CityFinder::find(std::string_view name) const {
  const auto found = cities_.find(plain(name));
  return found == cities_.end() ? std::nullopt : found->second;
}

void CityFinder::add(std::string_view name, std::size_t city) {
  if (name.empty()) return;
  const auto [entry, fresh] = cities_.emplace(plain(name), city);
  if (!fresh && entry->second != city) entry->second.reset();
}

}  // namespace yanzhen::tools
