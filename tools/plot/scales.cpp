#include "tools/plot/scales.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace yanzhen::tools::plot {
namespace {

// Matplotlib's viridis at six places (van der Walt & Smith 2015, CC0), the darkest left out: names in black
// or white must be readable on all of them.
constexpr std::array kViridis{"#46327e", "#365c8d", "#277f8e", "#1fa187", "#6ccd5a", "#fde725"};
// Orange and blue, after PuOr and Blues of ColorBrewer (Brewer 2003); as dark on either side.
constexpr std::array kBelow{"#b35806", "#f1a340", "#fee0b6"};
constexpr std::array kAbove{"#d1e5f0", "#67a9cf", "#2166ac"};
constexpr std::array kOkabeIto{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#e69f00", "#56b4e9"};
constexpr std::array kDashes{"", "4 1.5", "1.2 1.2", "5 1.2 1.2 1.2"};

std::string with_true_minus(std::string text) {
  if (text.starts_with('-')) text.replace(0, 1, "\xE2\x88\x92");
  return text;
}

// One, two or five times a power of ten, not below `least`.
double round_step(double least) {
  const double power = std::pow(10.0, std::floor(std::log10(least)));
  for (const double times : {1.0, 2.0, 5.0})
    if (times * power >= least * (1 - 1e-9)) return times * power;
  return 10 * power;
}

double rounded(double value, int digits) {
  return value == 0 ? 0 : std::stod(fmt::format("{:.{}e}", value, digits - 1));
}

std::vector<double> known(std::span<const double> values) {
  std::vector<double> kept;
  for (const double value : values)
    if (std::isfinite(value)) kept.push_back(value);
  std::sort(kept.begin(), kept.end());
  return kept;
}

double quantile(const std::vector<double>& sorted, double part) {
  return sorted[static_cast<std::size_t>(part * static_cast<double>(sorted.size()))];
}

// Colours as far apart as they can be.
template <std::size_t N>
std::vector<std::string> spread(const std::array<const char*, N>& colours, std::size_t count) {
  std::vector<std::string> chosen;
  for (std::size_t k = 0; k < count; ++k)
    chosen.emplace_back(colours[count == 1 ? N / 2 : k * (N - 1) / (count - 1)]);
  return chosen;
}

}  // namespace

std::vector<double> round_ticks(double low, double high, std::size_t most) {
  if (!(high > low)) {
    const double room = low == 0 ? 1 : std::abs(low) / 2;
    low -= room;
    high += room;
  }
  double step = round_step((high - low) / static_cast<double>(most));
  auto first = static_cast<std::int64_t>(std::floor(low / step + 1e-9));
  auto last = static_cast<std::int64_t>(std::ceil(high / step - 1e-9));
  if (last - first > static_cast<std::int64_t>(most)) {
    step = round_step(step * 1.5);
    first = static_cast<std::int64_t>(std::floor(low / step + 1e-9));
    last = static_cast<std::int64_t>(std::ceil(high / step - 1e-9));
  }
  std::vector<double> ticks;
  for (std::int64_t k = first; k <= last; ++k) ticks.push_back(static_cast<double>(k) * step);
  return ticks;
}

std::string tick_text(double value, double step) {
  const int places = std::max(0, -static_cast<int>(std::floor(std::log10(step) + 1e-9)));
  if (places > 6 || std::abs(value) >= 1e7) return with_true_minus(fmt::format("{:.3g}", value));
  return with_true_minus(value == 0 ? "0" : fmt::format("{:.{}f}", value, places));
}

std::string rounded_text(double value, int digits) {
  return with_true_minus(fmt::format("{}", rounded(value, digits)));
}

std::size_t Classes::of(double value) const {
  return static_cast<std::size_t>(std::upper_bound(bounds.begin(), bounds.end(), value) - bounds.begin());
}

Classes level_classes(std::span<const double> values, std::size_t most) {
  const std::vector<double> sorted = known(values);
  Classes classes;
  for (std::size_t k = 1; k < most && !sorted.empty(); ++k) {
    const double bound = rounded(quantile(sorted, static_cast<double>(k) / static_cast<double>(most)), 2);
    const bool splits = bound > sorted.front() && bound <= sorted.back();
    if (splits && (classes.bounds.empty() || bound > classes.bounds.back())) classes.bounds.push_back(bound);
  }
  classes.colours = spread(kViridis, classes.bounds.size() + 1);
  return classes;
}

Classes change_classes(std::span<const double> values) {
  std::vector<double> sizes;
  for (const double value : values) sizes.push_back(std::abs(value));
  const std::vector<double> sorted = known(sizes);
  Classes classes;
  std::vector<double> steps;
  for (const double part : {1. / 3, 2. / 3}) {
    if (sorted.empty()) break;
    const double bound = rounded(quantile(sorted, part), 1);
    if (bound > 0 && (steps.empty() || bound > steps.back())) steps.push_back(bound);
  }
  for (std::size_t k = steps.size(); k-- > 0;) classes.bounds.push_back(-steps[k]);
  classes.bounds.push_back(0);
  for (const double step : steps) classes.bounds.push_back(step);
  const std::size_t side = steps.size() + 1;
  for (std::size_t k = 0; k < side; ++k) classes.colours.emplace_back(kBelow[kBelow.size() - side + k]);
  for (std::size_t k = 0; k < side; ++k) classes.colours.emplace_back(kAbove[k]);
  return classes;
}

std::string tint(const std::string& colour) {
  std::string result = "#";
  for (const std::size_t at : {1U, 3U, 5U})
    result += fmt::format("{:02x}", 255 - (255 - std::stoi(colour.substr(at, 2), nullptr, 16)) / 5);
  return result;
}

std::string line_colour(std::size_t k) { return kOkabeIto[k % kOkabeIto.size()]; }
std::string line_dash(std::size_t k) { return kDashes[k % kDashes.size()]; }

}  // namespace yanzhen::tools::plot
