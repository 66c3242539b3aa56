#include "models/industry_migration/policies/rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace yanzhen::industry_migration {
namespace {

template <class T>
void sort_once(std::vector<T>& list) {
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
}

template <class Names>
std::vector<std::size_t> positions(const std::vector<std::string>& words, const Names& names) {
  std::vector<std::size_t> found;
  for (std::size_t k = 0; k < names.size(); ++k)
    for (const std::string& word : words)
      if (word == kAllNames || word == names[k]) found.push_back(k);
  sort_once(found);
  return found;
}

}  // namespace

std::string RuleReader::number_text(const std::string& field) const {
  return fmt::format("{}{}", number(field), settings_.fields.at(field).given ? "" : " by default");
}

std::size_t RuleReader::whole(const std::string& field) const {
  const double value = number(field), rounded = std::round(value);
  if (rounded != value) refuse(field, fmt::format("is {}, allowed are whole numbers", value));
  return static_cast<std::size_t>(rounded);
}

const WordList& RuleReader::names_of(const std::string& field, const char* things) const {
  const WordList& names = settings_.list(field);
  if (names.empty())
    refuse(field, fmt::format("names no {}", things), "to switch a policy off, set its strength to 0");
  return names;
}

std::vector<CityIndex> RuleReader::cities(const std::string& field) const {
  std::vector<CityIndex> found;
  const WordList& names = names_of(field, "city");
  std::vector<std::string> others = world_.provinces;
  others.emplace_back(kAllNames);
  for (std::size_t k = 0; k < names.size(); ++k) {
    const auto province = std::find(world_.provinces.begin(), world_.provinces.end(), names[k]);
    if (names[k] == kAllNames || province != world_.provinces.end()) {
      const auto number = static_cast<int>(province - world_.provinces.begin());
      for (CityIndex city = 0; city < world_.n_city(); ++city)
        if (names[k] == kAllNames || world_.province[city] == number) found.push_back(city);
      continue;
    }
    if (const auto city =
            world_.names.find(names[k], full_name(field), settings_.place(field, k), problems_, others))
      found.push_back(*city);
  }
  sort_once(found);
  return found;
}

std::optional<CityIndex> RuleReader::city(const std::string& field) const {
  const WordList& names = settings_.list(field);
  if (names.size() != 1) {
    refuse(field, fmt::format("names {} cities, allowed is one", names.size()));
    return std::nullopt;
  }
  return world_.names.find(names[0], full_name(field), settings_.place(field, 0), problems_);
}

std::optional<std::size_t> RuleReader::find_industry(const std::string& name, const std::string& field,
                                                     std::size_t k) const {
  std::vector<std::string> keys;
  for (std::size_t s = 0; s < world_.industries.size(); ++s) {
    const Industry& industry = world_.industries[s];
    if (name == industry.key || name == industry.name_zh || name == industry.name_en) return s;
    keys.push_back(industry.key);
  }
  const std::string near = nearest_name(name, keys);
  std::string all;
  for (const std::string& key : keys) all += (all.empty() ? "" : ", ") + key;
  problems_.add(
      settings_.place(field, k),
      fmt::format("{} is \"{}\", which is not an industry of this scenario", full_name(field), name),
      near.empty() ? "there are: " + all : fmt::format("did you mean \"{}\"?", near));
  return std::nullopt;
}

std::vector<std::size_t> RuleReader::industries(const std::string& field) const {
  std::vector<std::size_t> found;
  const WordList& names = names_of(field, "industry");
  for (std::size_t k = 0; k < names.size(); ++k) {
    if (names[k] == kAllNames) {
      for (std::size_t s = 0; s < world_.n_industry(); ++s) found.push_back(s);
    } else if (const auto industry = find_industry(names[k], field, k)) {
      found.push_back(*industry);
    }
  }
  sort_once(found);
  return found;
}

std::optional<std::size_t> RuleReader::industry(const std::string& field) const {
  const WordList& names = settings_.list(field);
  if (names.size() == 1) return find_industry(names[0], field, 0);
  refuse(field, fmt::format("names {} industries, allowed is one", names.size()));
  return std::nullopt;
}

std::vector<std::pair<std::size_t, double>> RuleReader::industry_table(const std::string& field) const {
  std::vector<std::pair<std::size_t, double>> found;
  std::size_t k = 0;  // the places of a table's names are in its order
  for (const auto& [name, value] : settings_.table(field))
    if (const auto industry = find_industry(name, field, k++)) found.emplace_back(*industry, value);
  return found;
}

std::vector<std::size_t> RuleReader::tiers(const std::string& field) const {
  return positions(names_of(field, "tier"), kTierNames);
}

std::vector<Flow> RuleReader::flows(const std::string& field) const {
  std::vector<Flow> flows;
  for (const std::size_t k : positions(settings_.list(field), kFlowNames))
    flows.push_back(static_cast<Flow>(k));
  return flows;
}

void RuleReader::refuse(const std::string& field, const std::string& problem, const std::string& hint) const {
  problems_.add(settings_.place(field), fmt::format("{} {}", full_name(field), problem), hint);
}

std::string RuleReader::full_name(const std::string& field) const {
  return fmt::format("policy.{}.{}", settings_.name, field);
}

void RuleReader::refuse_more_than_all_called() const {
  const double sum = number("upgrade") + number("move");
  if (sum <= 1 + 1e-12) return;  // as 0.7 and 0.3 may add up to
  const bool moved = settings_.fields.at("move").given;
  const char* at = moved ? "move" : "upgrade";
  const char* other = moved ? "upgrade" : "move";
  refuse(at,
         fmt::format("is {}, {:.6g} together with `{}`, which is {}, allowed is at most 1", number_text(at),
                     sum, other, number_text(other)),
         "they are shares of the firms called to account; the rest closes");
}

std::size_t RuleReader::add_park(Park park) const {
  if (world_.parks.size() >= kNoPark)
    problems_.add(settings_.where, fmt::format("there are more than {} parks", kNoPark));
  world_.parks.push_back(std::move(park));
  return world_.parks.size() - 1;
}

void RuleReader::add_link(const Link& link, bool carries_goods) const {
  world_.planned_links.push_back(link);
  if (carries_goods) world_.planned_freight.push_back(link);
}

std::vector<bool> membership(const std::vector<CityIndex>& cities, std::size_t n) {
  std::vector<bool> member(n, false);
  for (const CityIndex city : cities) member[city] = true;
  return member;
}

RuleField cities_field(std::string meaning, std::string name) {
  return names_field(std::move(name), "cities or provinces", std::move(meaning));
}

RuleField city_field(std::string name, std::string meaning) {
  return name_field(std::move(name), "one city", std::move(meaning));
}

RuleField industry_field(std::string name, std::string meaning) {
  return name_field(std::move(name), "one industry", std::move(meaning));
}

RuleField industries_field(std::string meaning) {
  return names_field("industries", "industries", std::move(meaning));
}

}  // namespace yanzhen::industry_migration
