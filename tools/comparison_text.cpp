// The tables of a comparison that a reader sees.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "tools/comparison_output.hpp"
#include "tools/display.hpp"
#include "tools/text_table.hpp"

namespace yanzhen::tools {
namespace {

constexpr std::size_t kMostChanges = 8;
constexpr std::size_t kMostNameWidth = 22;  // of each of two cities on one line
constexpr std::size_t kCitiesShown = 5;

constexpr std::string_view kStarText =
    "\n* the 95 % interval of the mean difference excludes zero; chance alone does that to one in twenty\n";

using Line = std::vector<std::string>;

// ---- numbers and words

// A unit as a reader wants it, and by what numbers in the unit of the run file are multiplied for it.
struct Shown {
  std::string unit;
  double factor = 1;
};

Shown shown(const std::string& unit) {
  constexpr double kFenInHundredMillionYuan = 1e-10;
  constexpr std::string_view kHundredMillion = "100 million ";
  if (unit == "fen" || unit.starts_with("fen "))
    return {"100 million yuan" + unit.substr(3), kFenInHundredMillionYuan};
  if (unit.starts_with(kHundredMillion) && is_intensive(unit))
    return {unit.substr(kHundredMillion.size()), 1e8};
  return {unit, 1};
}

// The first of a month is told as the month.
std::string short_date(const std::string& date) {
  return date.ends_with("-01") ? date.substr(0, date.size() - 3) : date;
}

// Below this, in any unit that a run has, there is only rounding.
constexpr double kRounding = 1e-12;

std::string number(double value) {
  if (std::isnan(value)) return "-";
  return std::abs(value) < kRounding ? "0" : with_commas(value);
}

// What leaves room for more columns: "1,060.4 M".
std::string short_number(double value) {
  constexpr double kLarge = 1e7;
  constexpr double kMillion = 1e6;
  if (!(std::abs(value) >= kLarge)) return number(value);
  return fmt::format("{}{}.{} M", value < 0 ? "-" : "",
                     with_commas(static_cast<std::uint64_t>(std::abs(value) / kMillion)),
                     static_cast<int>(std::abs(value) / (kMillion / 10)) % 10);
}

std::string signed_number(double value) { return (value >= kRounding ? "+" : "") + number(value); }

// A star where the difference is clear of chance; where there is none, a space keeps the column in line.
std::string marked(const PairedDifference& row, double factor) {
  return signed_number(row.difference * factor) + (row.n < 2 ? "" : row.clear() ? " *" : "  ");
}

std::string percent(const PairedDifference& row) {
  constexpr double kShown = 0.005;
  if (std::isnan(row.percent) || std::abs(row.base) < kRounding) return "";
  if (std::abs(row.percent) < kShown) return row.percent == 0 ? "0 %" : "~0 %";
  return fmt::format("{:+.{}f} %", row.percent, std::abs(row.percent) < 9.995 ? 2 : 1);
}

std::string p_value(double p) {
  if (std::isnan(p)) return "";
  return p < 0.001 ? "<0.001" : fmt::format("{:.3f}", p);
}

std::string plural(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

// "seed 3", "seeds 1 to 20, 31".
std::string seeds_text(std::vector<std::uint64_t> seeds) {
  std::sort(seeds.begin(), seeds.end());
  std::vector<std::string> parts;
  for (std::size_t first = 0; first < seeds.size();) {
    std::size_t last = first;
    while (last + 1 < seeds.size() && seeds[last + 1] == seeds[last] + 1) ++last;
    if (last < first + 2) last = first;
    parts.push_back(last == first ? std::to_string(seeds[first])
                                  : fmt::format("{} to {}", seeds[first], seeds[last]));
    first = last + 1;
  }
  return fmt::format("{} {}", seeds.size() == 1 ? "seed" : "seeds", fmt::join(parts, ", "));
}

// ---- the head of a policy

std::string head_text(const Comparison& comparison, const ComparedPolicy& policy) {
  const std::size_t n = policy.scenario.seeds.size();
  const std::string seeds = seeds_text(policy.scenario.seeds);
  const std::string runs =
      n == 1 ? fmt::format("one of each, {}; more seeds would show what is chance", seeds)
             : fmt::format("{} pairs with the same seed ({}); numbers are means over them", n, seeds);
  std::vector<std::pair<std::string, std::string>> facts{
      {"policy", policy.scenario.name},
      {"base", comparison.base_name},
      {"at", fmt::format("{}, record {} of {}", comparison.date, comparison.record, comparison.records)},
      {"runs", runs}};
  const std::size_t told = std::min(policy.changes.size(), kMostChanges);
  for (std::size_t k = 0; k < told; ++k) facts.emplace_back(k == 0 ? "changes" : "", policy.changes[k]);
  if (policy.changes.size() > told)
    facts.emplace_back("", fmt::format("and {} more", plural(policy.changes.size() - told, "change")));
  std::string text;
  for (const auto& fact : facts)
    text += fmt::format("{:<8} {}\n", fact.first, cut_to_width(printable(fact.second), kPage - 9));
  if (all_equal(policy)) text += "\nNo number differs.\n";
  return text;
}

// ---- indices

// The units that a reader would not guess from the name.
std::string units_text(const std::vector<const ComparedTable*>& tables) {
  std::vector<std::string> units;
  for (const ComparedTable* table : tables)
    if (!is_intensive(table->unit)) units.push_back(fmt::format("{} [{}]", table->panel, table->unit));
  return units.empty() ? "" : fmt::format("  {}\n", fmt::join(units, ", "));
}

std::string indices_text(const std::vector<const ComparedTable*>& tables) {
  std::vector<Line> lines{
      {"index", "base", "policy", "difference", "per cent", "largest gap", "in", "back in"}};
  for (const ComparedTable* table : tables) {
    const PairedDifference& row = table->rows[0];
    const double factor = shown(table->unit).factor;
    Line line{table->panel, short_number(row.base * factor), short_number(row.policy * factor),
              marked(row, factor), percent(row)};
    if (table->gap && std::abs(table->gap->gap) >= kRounding) {
      line.push_back(signed_number(table->gap->gap * factor));
      line.push_back(short_date(table->gap->date));
      line.push_back(short_date(table->gap->recovered.value_or("-")));
    }
    lines.push_back(std::move(line));
  }
  return aligned(lines) + units_text(tables);
}

// What pairs of runs say of a row, after its name.
Line tested(const std::string& name, const PairedDifference& row, double factor) {
  return {name, marked(row, factor), number((row.high - row.difference) * factor),
          fmt::format("{}:{}", row.up, row.down), p_value(row.p_value)};
}

std::string tested_indices_text(const std::vector<const ComparedTable*>& tables) {
  std::vector<Line> lines{{"index", "difference", "+- 95 %", "up:down", "sign test p"}};
  for (const ComparedTable* table : tables)
    lines.push_back(tested(table->panel, table->rows[0], shown(table->unit).factor));
  return "\n" + aligned(lines);
}

// ---- by city, province, industry

Line compared(const std::string& name, const PairedDifference& row, double factor) {
  Line line{name, number(row.base * factor), number(row.policy * factor), marked(row, factor), percent(row)};
  if (row.n > 1) {
    const Line tests = tested(name, row, factor);
    line.insert(line.end(), tests.begin() + 2, tests.end());
  }
  return line;
}

std::string table_text(const ComparedTable& table, const std::string& date) {
  const Shown unit = shown(table.unit);
  std::vector<Line> lines{{to_word(table.by), "base", "policy", "difference", "per cent"}};
  if (table.rows[0].n > 1)
    for (const char* const heading : {"+- 95 %", "up:down", "p"}) lines[0].emplace_back(heading);
  for (std::size_t k = 0; k < table.keys.size(); ++k)
    lines.push_back(compared(table.keys[k].name, table.rows[k], unit.factor));
  if (table.total) lines.push_back(compared("all", *table.total, unit.factor));
  return fmt::format("{} by {} [{}]{}\n{}", table.panel, to_word(table.by), unit.unit,
                     table.summed ? fmt::format(", from the start to {}", date) : "", aligned(lines));
}

// ---- who gains and who loses

std::string counted(std::size_t count, const char* verb, std::size_t clearly, bool replicates) {
  return fmt::format("{} {}{}", count, verb, replicates ? fmt::format(" ({} *)", clearly) : "");
}

std::string winners_text(const ComparedTable& table) {
  const Shown unit = shown(table.unit);
  const Winners winners = count_winners(table);
  const bool replicates = table.rows[0].n > 1;
  std::string text = fmt::format("{} [{}]: {}, {}", table.panel, unit.unit,
                                 counted(winners.gain, "gain", winners.clearly_gain, replicates),
                                 counted(winners.lose, "lose", winners.clearly_lose, replicates));
  if (table.total) {
    text += fmt::format("; all cities {}", signed_number(table.total->difference * unit.factor));
    if (const std::string part = percent(*table.total); !part.empty()) text += fmt::format(", {}", part);
  }
  return text + "\n";
}

std::vector<Line> side_lines(const ComparedTable& table, Side side) {
  std::vector<Line> lines;
  for (const std::size_t k : order_of(table, side)) {
    if (lines.size() == kCitiesShown) break;
    lines.push_back({cut_to_width(table.keys[k].name, kMostNameWidth),
                     marked(table.rows[k], shown(table.unit).factor), percent(table.rows[k])});
  }
  return lines;
}

// The largest gains to the left, the largest losses to the right; one side alone stands to the left.
std::string gains_text(const ComparedTable& table) {
  std::vector<Line> left = side_lines(table, Side::gain);
  std::vector<Line> right = side_lines(table, Side::lose);
  if (left.empty()) left.swap(right);
  for (std::size_t k = 0; k < right.size(); ++k) {
    if (k == left.size()) left.push_back({"", "", ""});
    left[k].push_back("   " + pad_right(right[k][0], kMostNameWidth));
    left[k].insert(left[k].end(), right[k].begin() + 1, right[k].end());
  }
  return winners_text(table) + (left.empty() ? "" : aligned(left));
}

std::string policy_text(const Comparison& comparison, const ComparedPolicy& policy, Detail detail) {
  std::string text = head_text(comparison, policy);
  const bool replicates = policy.scenario.seeds.size() > 1;
  std::vector<const ComparedTable*> indices;
  for (const ComparedTable& table : policy.tables)
    if (table.by == By::index) indices.push_back(&table);
  if (!indices.empty()) {
    text += "\n" + indices_text(indices);
    if (replicates && detail == Detail::full) text += tested_indices_text(indices);
  }
  for (const ComparedTable& table : policy.tables) {
    if (table.by == By::index || table.rows.empty()) continue;
    text += "\n" + (table.by == By::gains ? gains_text(table) : table_text(table, comparison.date));
  }
  if (replicates) text += kStarText;
  return text;
}

}  // namespace

std::string to_text(const Comparison& comparison, Detail detail) {
  std::string text;
  for (const ComparedPolicy& policy : comparison.policies)
    text += (text.empty() ? "" : "\n" + std::string(kPage, '-') + "\n\n") +
            policy_text(comparison, policy, detail);
  return text;
}

}  // namespace yanzhen::tools
