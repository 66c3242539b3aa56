#include "tools/run_comparison.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>

namespace yanzhen::tools {
namespace {

const std::vector<std::pair<By, std::string>>& words_of_by() {
  static const std::vector<std::pair<By, std::string>> words{{By::index, "index"},
                                                             {By::city, "city"},
                                                             {By::province, "province"},
                                                             {By::industry, "industry"},
                                                             {By::gains, "gains"}};
  return words;
}

// "yuan a resident and year": whether anything but time stands after an " a ".
bool is_per_something(const std::string& unit) {
  constexpr std::array<std::string_view, 5> kTimes{"day", "month", "quarter", "year", "step"};
  constexpr std::string_view kPer = " a ";
  for (std::size_t at = unit.find(kPer); at != std::string::npos; at = unit.find(kPer, at + 1)) {
    const std::size_t begin = at + kPer.size();
    const std::string word = unit.substr(begin, unit.find(' ', begin) - begin);
    if (std::find(kTimes.begin(), kTimes.end(), word) == kTimes.end()) return true;
  }
  return false;
}

// The values at one key of the runs on either side of the pairs.
PairedDifference compare_at(std::size_t key, const std::vector<std::vector<double>>& values,
                            const std::vector<SeedPair>& pairs) {
  std::vector<double> base;
  std::vector<double> policy;
  for (const SeedPair& pair : pairs) {
    base.push_back(values[pair.base][key]);
    policy.push_back(values[pair.policy][key]);
  }
  return paired_difference(base, policy);
}

PairedDifference compare_sums(const std::vector<std::vector<double>>& values,
                              const std::vector<SeedPair>& pairs) {
  const auto sum = [](const std::vector<double>& all) {
    double total = 0;
    for (const double value : all) total += value;
    return total;
  };
  std::vector<double> base;
  std::vector<double> policy;
  for (const SeedPair& pair : pairs) {
    base.push_back(sum(values[pair.base]));
    policy.push_back(sum(values[pair.policy]));
  }
  return paired_difference(base, policy);
}

std::optional<GapOverTime> gap_over_time(const std::vector<std::vector<double>>& series,
                                         const std::vector<SeedPair>& pairs,
                                         const std::vector<std::string>& dates) {
  std::vector<double> gaps;
  for (std::size_t record = 0; record < dates.size(); ++record)
    gaps.push_back(compare_at(record, series, pairs).difference);
  const std::optional<LargestGap> largest = largest_gap(gaps);
  if (!largest) return std::nullopt;
  GapOverTime result{largest->gap, dates[largest->at], std::nullopt};
  if (largest->recovered) result.recovered = dates[*largest->recovered];
  return result;
}

// Logarithms and standard deviations have no zero of which something could be a part.
bool has_percent(const std::string& unit) { return unit != "ln" && unit != "standard deviations"; }

}  // namespace

std::string to_word(By by) {
  for (const auto& entry : words_of_by())
    if (entry.first == by) return entry.second;
  return "?";
}

std::optional<By> by_from(const std::string& word) {
  for (const auto& entry : words_of_by())
    if (entry.second == word) return entry.first;
  return std::nullopt;
}

bool is_intensive(const std::string& unit) {
  constexpr std::array<std::string_view, 8> kIntensive{
      "share", "index", "exponent", "ln", "standard deviations", "1", "-", "%"};
  const bool a_part_or_log =
      unit.starts_with("share of ") || unit.starts_with("log");  // "log-profit", "log points"
  return std::find(kIntensive.begin(), kIntensive.end(), unit) != kIntensive.end() || a_part_or_log ||
         is_per_something(unit);
}

PerHead per_head(const std::string& unit) {
  constexpr std::string_view kHundredMillion = "100 million ";
  constexpr std::string_view kYearly = " a year";
  PerHead result{unit, 1};
  if (unit.starts_with(kHundredMillion)) result = {unit.substr(kHundredMillion.size()), 1e8};
  if (result.unit.ends_with(kYearly)) {
    result.unit.replace(result.unit.size() - kYearly.size(), kYearly.size(), " a resident and year");
  } else {
    result.unit += " a resident";
  }
  return result;
}

Axis axis_of(const std::vector<std::size_t>& lengths, std::size_t at) {
  Axis axis{1, lengths[at]};
  for (std::size_t k = at + 1; k < lengths.size(); ++k) axis.stride *= lengths[k];
  return axis;
}

std::vector<double> gather(std::span<const double> row, const Gathering& gathering,
                           std::span<const double> weights) {
  std::vector<double> values(gathering.keys, 0.0);
  std::vector<double> weight_sums(gathering.keys, 0.0);
  for (std::size_t i = 0; i < row.size(); ++i) {
    const std::size_t key = gathering.key_of[gathering.axis.place(i)];
    if (key == kNoKey) continue;
    if (gathering.only_axis && gathering.only_axis->place(i) != gathering.only) continue;
    if (!gathering.weight_axis) {
      values[key] += row[i];
      continue;
    }
    const std::size_t which = gathering.weight_of[gathering.weight_axis->place(i)];
    if (which == kNoKey || weights[which] == 0) continue;
    values[key] += weights[which] * row[i];
    weight_sums[key] += weights[which];
  }
  for (std::size_t key = 0; key < values.size() && gathering.weight_axis; ++key)
    values[key] = weight_sums[key] > 0 ? values[key] / weight_sums[key] : kUnknown;
  return values;
}

std::optional<LargestGap> largest_gap(std::span<const double> gaps) {
  constexpr double kNear = 0.1;
  LargestGap largest;
  for (std::size_t k = 0; k < gaps.size(); ++k)
    if (std::abs(gaps[k]) > std::abs(largest.gap)) largest = {k, gaps[k], std::nullopt};
  if (largest.gap == 0) return std::nullopt;
  for (std::size_t k = gaps.size(); k-- > largest.at && std::abs(gaps[k]) < kNear * std::abs(largest.gap);)
    largest.recovered = k;
  return largest;
}

ComparedTable compare_table(ComparedTable table, const std::vector<std::vector<double>>& values,
                            const std::vector<SeedPair>& pairs, const std::vector<std::string>& dates) {
  if (table.by == By::index) {
    table.rows = {compare_at(dates.size() - 1, values, pairs)};
    table.gap = gap_over_time(values, pairs, dates);
  } else {
    for (std::size_t key = 0; key < table.keys.size(); ++key)
      table.rows.push_back(compare_at(key, values, pairs));
    if (!is_intensive(table.unit)) table.total = compare_sums(values, pairs);
  }
  if (!has_percent(table.unit))
    for (PairedDifference& row : table.rows) row.percent = kUnknown;
  return table;
}

Winners count_winners(const ComparedTable& table) {
  Winners winners;
  for (const PairedDifference& row : table.rows) {
    if (row.difference > 0) {
      ++winners.gain;
      winners.clearly_gain += row.clear() ? 1 : 0;
    } else if (row.difference < 0) {
      ++winners.lose;
      winners.clearly_lose += row.clear() ? 1 : 0;
    }
  }
  return winners;
}

std::vector<std::size_t> order_of(const ComparedTable& table, Side side) {
  const double sign = side == Side::gain ? 1 : -1;
  std::vector<std::size_t> order;
  for (std::size_t k = 0; k < table.rows.size(); ++k)
    if (sign * table.rows[k].difference > 0) order.push_back(k);
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return sign * table.rows[a].difference > sign * table.rows[b].difference;
  });
  return order;
}

bool all_equal(const ComparedPolicy& policy) {
  return std::all_of(policy.tables.begin(), policy.tables.end(), [](const ComparedTable& table) {
    return !table.gap && std::all_of(table.rows.begin(), table.rows.end(), [](const PairedDifference& row) {
      return row.up == 0 && row.down == 0;
    });
  });
}

}  // namespace yanzhen::tools
