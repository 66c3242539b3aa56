#include "tools/progress.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tools/display.hpp"

namespace yanzhen::tools {
namespace {

constexpr std::size_t kLeastBar = 8;
constexpr std::size_t kMostBar = 40;
constexpr std::size_t kLeastTitle = 12;  // less of it tells nothing
constexpr std::size_t kMostTitle = 28;
constexpr double kHalfLife = 5.0;  // seconds

std::string bar(const Progress& progress, std::size_t cells) {
  const double share = progress.steps == 0 ? 1.0 : double(progress.step) / double(progress.steps);
  const auto full = std::min(cells, static_cast<std::size_t>(share * double(cells)));
  return "[" + std::string(full, '#') + std::string(cells - full, '.') + "]";
}

// Everything to the right of the bar.
std::string figures(const Progress& progress) {
  const std::string left = progress.seconds_left < 0 ? "-:--" : duration(progress.seconds_left);
  return fmt::format(" {}/{}  {}  {} agents  {} moves/s  {} left", progress.step, progress.steps,
                     progress.date, with_commas(progress.agents),
                     with_commas(std::round(progress.moves_per_second)), left);
}

}  // namespace

std::string progress_line(const Progress& progress, std::size_t columns) {
  const std::string right = figures(progress);
  const std::size_t needed = display_width(right) + kLeastBar + 2;  // 2: the bar's ends
  std::string title;
  if (columns > needed + kLeastTitle) {
    title = cut_to_width(progress.title, std::min(kMostTitle, columns - needed - 1));
    if (!title.empty()) title += " ";
  }
  const std::size_t used = display_width(title) + display_width(right) + 2;
  const std::size_t cells = columns > used ? std::clamp(columns - used, kLeastBar, kMostBar) : kLeastBar;
  return cut_to_width(title + bar(progress, cells) + right, columns);
}

void Pace::add(double work, double seconds) {
  const double keep = std::exp2(-seconds / kHalfLife);
  work_ = keep * work_ + work;
  seconds_ = keep * seconds_ + seconds;
}

ProgressLine::ProgressLine(std::string title, std::uint64_t first_step, std::uint64_t steps, bool wanted)
    : line_{wanted} {
  progress_.title = std::move(title);
  progress_.step = first_step;
  progress_.steps = steps;
}

void ProgressLine::show(std::uint64_t step, const std::string& date, std::uint64_t agents,
                        std::uint64_t moves) {
  if (!line_.wanted()) return;
  const WallClock::time_point now = WallClock::now();
  const double seconds = std::max(1e-9, std::chrono::duration<double>(now - last_step_).count());
  step_pace_.add(double(step - progress_.step), seconds);
  move_pace_.add(double(moves), seconds);
  last_step_ = now;
  progress_.step = step;
  progress_.date = date;
  progress_.agents = agents;
  progress_.moves_per_second = move_pace_.per_second();
  progress_.seconds_left = double(progress_.steps - step) / step_pace_.per_second();
  line_.show([this](std::size_t columns) { return progress_line(progress_, columns); });
}

}  // namespace yanzhen::tools
