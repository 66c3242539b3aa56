#include "tools/lockin_scenarios.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <limits>

#include "tools/command.hpp"
#include "tools/models.hpp"

namespace yanzhen::tools {

Simulation ScenarioVariants::make(std::span<const std::string> settings, std::uint64_t seed) const {
  Problems problems;
  LoadOptions options;
  options.set.assign(settings.begin(), settings.end());
  options.seed = seed;
  const std::optional<Scenario> scenario =
      parse_scenario(base_.resolved, base_.file, all_models(), options, problems);
  problems.throw_if_any();
  return Simulation{scenario.value(), make_model(*scenario)};
}

void ScenarioVariants::check(const std::vector<lock_in::Settings>& variants, const Place& where,
                             const lock_in::Conduct& conduct) const {
  lock_in::Conduct quiet{conduct.threads, conduct.jobs, conduct.asked_to_stop, {}};
  lock_in::Runs runs{
      [](std::span<const std::string>, std::uint64_t) -> Simulation { throw lock_in::Stopped{}; }, quiet};
  runs.for_each_job(variants.size(), [&](std::size_t job) {
    if (conduct.asked_to_stop && conduct.asked_to_stop()) throw lock_in::Stopped{};
    try {
      static_cast<void>(make(variants[job], base_.seed));
    } catch (const ScenarioError& error) {
      Problems told;
      for (const Diagnostic& one : error.diagnostics())
        told.add(where, fmt::format("with {}: {}", fmt::join(variants[job], " and "), one.problem), one.hint);
      told.throw_if_any();
    }
  });
}

std::vector<std::uint64_t> seeds_from(std::uint64_t first, std::uint64_t count) {
  constexpr auto kLargest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (count > 0 && first > kLargest - (count - 1))
    throw UsageError{
        fmt::format("there are no {} seeds from {} on, the largest is {}", count, first, kLargest)};
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t k = 0; k < count; ++k) seeds.push_back(first + k);
  return seeds;
}

}  // namespace yanzhen::tools
