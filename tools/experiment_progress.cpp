#include "tools/experiment_progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/display.hpp"

namespace yanzhen::tools {

std::string experiment_line(const std::string& title, std::uint64_t done, std::uint64_t total,
                            const std::string& what, double seconds_left, std::size_t columns) {
  constexpr std::size_t kBar = 20;
  constexpr std::size_t kMostTitle = 32;
  const double part =
      total == 0 ? 0.0 : std::min(1.0, static_cast<double>(done) / static_cast<double>(total));
  const auto full = static_cast<std::size_t>(part * static_cast<double>(kBar));
  const std::string right =
      fmt::format("[{}{}] {:3.0f} %  {} of {} {}  {} left", std::string(full, '#'),
                  std::string(kBar - full, '.'), 100 * part, with_commas(done), with_commas(total), what,
                  seconds_left < 0 ? "-:--" : duration(seconds_left));
  const std::size_t used = display_width(right) + 1;
  const std::size_t room = columns > used ? std::min(kMostTitle, columns - used) : 0;
  const std::string left = cut_to_width(title, room);
  return cut_to_width(left.empty() ? right : left + " " + right, columns);
}

ExperimentProgress::ExperimentProgress(std::string title, std::string what, bool wanted)
    : title_{std::move(title)}, what_{std::move(what)}, line_{wanted} {}

void ExperimentProgress::show(std::uint64_t done) {
  if (!line_.wanted()) return;
  line_.show([&](std::size_t columns) {
    const WallClock::time_point now = WallClock::now();
    pace_.add(static_cast<double>(done - done_), std::chrono::duration<double>(now - last_shown_).count());
    done_ = done;
    last_shown_ = now;
    const double left = total_ > done ? static_cast<double>(total_ - done) : 0.0;
    const double seconds = pace_.per_second() > 0 ? left / pace_.per_second() : -1.0;
    return experiment_line(title_, done, total_, what_, seconds, columns);
  });
}

}  // namespace yanzhen::tools
