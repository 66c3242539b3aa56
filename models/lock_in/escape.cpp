#include "models/lock_in/escape.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace yanzhen::lock_in {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t kEnds = 2;
constexpr std::uint64_t kChecks = 2;

// Tries values of one seed and keeps what came out.
class Search {
 public:
  Search(const EscapeSettings& settings, const std::function<double(double)>& number_at)
      : settings_{settings}, number_at_{number_at} {}

  Escape run() {
    const double from = settings_.swept.from;
    const double to = settings_.swept.to;
    out_.twin = number_at_(from);
    out_.trials.push_back({from, out_.twin, false});
    out_.threshold = out_.below = kUnknown;
    if (!(out_.twin > 0)) {
      out_.verdict = EscapeVerdict::trivial;
      return std::move(out_);
    }
    if (!escapes(to)) {
      out_.verdict = EscapeVerdict::never;
      out_.threshold = std::numeric_limits<double>::infinity();
      return std::move(out_);
    }
    bisect(from, to);
    check_order();
    return std::move(out_);
  }

 private:
  bool escapes(double value) {
    const double number = number_at_(value);
    out_.trials.push_back({value, number, number >= settings_.kept * out_.twin});
    return out_.trials.back().escaped;
  }

  void bisect(double below, double above) {
    while (std::abs(above - below) > settings_.tolerance) {
      const double middle = below + (above - below) / 2;
      if (middle == below || middle == above) break;  // the tolerance is finer than numbers are
      (escapes(middle) ? above : below) = middle;
    }
    out_.threshold = above;
    out_.below = below;
  }

  void check_order() {
    const double from = settings_.swept.from;
    const double support = out_.threshold - from;
    const double most = settings_.swept.to - from;
    const double more = std::abs(1.5 * support) < std::abs(most) ? from + 1.5 * support : settings_.swept.to;
    const bool weaker = escapes(from + 0.5 * support);
    const bool stronger = escapes(more);
    out_.ordered = !weaker && stronger;
  }

  const EscapeSettings& settings_;
  const std::function<double(double)>& number_at_;
  Escape out_;
};

}  // namespace

Escape find_escape(const EscapeSettings& settings, const std::function<double(double)>& number_at) {
  return Search{settings, number_at}.run();
}

std::uint64_t most_trials(const EscapeSettings& settings) {
  std::uint64_t halvings = 0;
  for (double apart = std::abs(settings.swept.to - settings.swept.from); apart > settings.tolerance;
       apart /= 2)
    ++halvings;
  return kEnds + halvings + kChecks;
}

std::vector<Escape> run_escape(Runs& runs, const Watch& watch, const EscapeSettings& settings,
                               std::span<const std::uint64_t> seeds) {
  std::vector<Escape> out(seeds.size());
  runs.for_each_job(seeds.size(), [&](std::size_t job) {
    out[job] = find_escape(settings, [&](double value) {
      const Settings one{setting(settings.swept.path, value)};
      return runs.with_run(one, seeds[job], [&](Simulation& run) {
        while (run.now() < run.end()) {
          if (whole_year(run.clock(), run.now()))
            run.model().start_flow_interval();  // a flow: the last year's
          runs.step(run);
        }
        return watch.measure(run.model());
      });
    });
  });
  return out;
}

}  // namespace yanzhen::lock_in
