#include "models/experiment/factor_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/elementary.hpp"

namespace yanzhen::experiment {
namespace {

// The number at `unit` of the way to `to`, exact at both ends.
double number_at(const FactorSettings& factor, double to, double unit) {
  if (!factor.logarithmic) return std::lerp(factor.from, to, unit);
  if (unit <= 0 || unit >= 1) return unit <= 0 ? factor.from : to;
  const double number = exponential(std::lerp(natural_log(factor.from), natural_log(to), unit));
  return std::clamp(number, factor.from, to);
}

// Halfway is the geometric mean on a logarithmic scale. With the arithmetic one the step of a trajectory, a
// little more than half of the range, could begin and end at the same number.
double nearest_whole(double number, bool logarithmic) {
  const double below = std::floor(number);
  const double above = below + 1;
  const bool nearer_below = logarithmic ? number * number < below * above : number - below < above - number;
  return nearer_below ? below : above;
}

double in_range(const FactorSettings& factor, double number) {
  return std::clamp(number, factor.from, factor.to);
}

double with_digits(int digits, double number) {
  const std::string text = fmt::format("{:.{}g}", number, digits);
  double out = number;
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

// What is meant where only rounding is left of a difference: 0.3 - 3 * 0.1.
double without_rounding(const FactorSettings& factor, double number) {
  const double largest = std::max(std::abs(factor.from), std::abs(factor.to));
  if (!factor.logarithmic && std::abs(number) < 1e-15 * largest) return 0;
  return in_range(factor, with_digits(factor.logarithmic ? 13 : 15, number));
}

const FactorLevel& level_of(const FactorSettings& factor, double entry) {
  return factor.levels[static_cast<std::size_t>(entry)];
}

std::string number_text(double number) {
  constexpr double kTooLarge = 0x1p63;  // for a whole number of TOML
  const bool minus_zero = number == 0 && std::signbit(number);
  if (minus_zero) return "-0.0";  // "-0" would be the whole number 0
  const bool whole = number == std::trunc(number) && std::abs(number) < kTooLarge;
  return whole ? fmt::format("{}", static_cast<std::int64_t>(number)) : fmt::format("{}", number);
}

}  // namespace

double sampled_entry(const FactorSettings& factor, double unit) {
  if (!factor.levels.empty()) {
    const auto count = static_cast<double>(factor.levels.size());
    return std::min(std::floor(unit * count), count - 1);
  }
  if (factor.whole) return in_range(factor, std::floor(number_at(factor, factor.to + 1, unit)));
  return number_at(factor, factor.to, unit);
}

double nearest_entry(const FactorSettings& factor, double unit) {
  if (!factor.levels.empty())
    return nearest_whole(unit * static_cast<double>(factor.levels.size() - 1), false);
  const double number = number_at(factor, factor.to, unit);
  return factor.whole ? in_range(factor, nearest_whole(number, factor.logarithmic)) : number;
}

std::size_t grid_size(const FactorSettings& factor) {
  return factor.levels.empty() ? factor.steps : factor.levels.size();
}

double grid_entry(const FactorSettings& factor, std::size_t position) {
  if (!factor.levels.empty()) return static_cast<double>(position);
  if (position == 0) return factor.from;
  const std::size_t last = factor.steps - 1;
  if (position == last) return factor.to;
  const double entry = nearest_entry(factor, static_cast<double>(position) / static_cast<double>(last));
  return factor.whole ? entry : without_rounding(factor, entry);
}

double place_in_range(const FactorSettings& factor, double entry) {
  if (!factor.levels.empty())
    return factor.levels.size() == 1 ? 0 : entry / static_cast<double>(factor.levels.size() - 1);
  if (!factor.logarithmic) return (entry - factor.from) / (factor.to - factor.from);
  const double start = natural_log(factor.from);
  return (natural_log(entry) - start) / (natural_log(factor.to) - start);
}

std::vector<std::string> settings_of(const FactorSettings& factor, double entry) {
  if (!factor.levels.empty()) return level_of(factor, entry).settings;
  std::vector<std::string> settings;
  for (const std::string& path : factor.paths) settings.push_back(path + "=" + number_text(entry));
  return settings;
}

double number_of(const FactorSettings& factor, double entry) {
  return factor.levels.empty() ? entry : level_of(factor, entry).number;
}

std::string text_of(const FactorSettings& factor, double entry) {
  return factor.levels.empty() ? number_text(entry) : level_of(factor, entry).name;
}

}  // namespace yanzhen::experiment
