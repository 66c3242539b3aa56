// Krugman's core and periphery in two regions, and on rings: where agents go from here.
#include <fmt/format.h>

#include <algorithm>

#include "engine/elementary.hpp"
#include "models/known_answers/agent_runs.hpp"
#include "models/known_answers/families.hpp"
#include "models/known_answers/graph_theory.hpp"
#include "models/known_answers/two_regions.hpp"

namespace yanzhen::known_answers {
namespace {

const char* const kBook = "Fujita, Krugman & Venables 1999";
constexpr double kLeastIceberg = 1.1, kMostIceberg = 2.5;  // where thresholds are sought

Setting setting_of(const KrugmanTrade& trade, const Effort& effort) {
  Setting setting;
  setting.substitution = trade.substitution;
  setting.spending = trade.spending;
  setting.agents = effort.count(20'000, 10) + 1;
  return setting;
}

double freeness_of(const KrugmanTrade& trade, double iceberg) {
  return freeness_at(iceberg, trade.substitution);
}

std::string with(const char* sentence, const KrugmanTrade& trade) {
  return fmt::format("{} (sigma {:g}, mu {:g})", sentence, trade.substitution, trade.spending);
}

/// T below which agents leave symmetry. The nudge is one twentieth of what moves the threshold by a tenth of
/// its tolerance.
double break_by_agents(const KrugmanTrade& trade, const Effort& effort) {
  constexpr double kNudge = .005;
  return threshold_of(
      [&](double iceberg) {
        return rises(setting_of(trade, effort), freeness_of(trade, iceberg), {.5 + kNudge, .5 - kNudge},
                     .5 * kNudge, effort);
      },
      kLeastIceberg, kMostIceberg);
}

bool core_stays(const Setting& setting, double freeness, const Effort& effort) {
  Simulation run = agents_at(setting, freeness, {1, 0});
  return step_until(
             run, [](const std::vector<double>& now) { return now[0] < .99; }, 200, effort)[0] == 1;
}

double sustain_by_agents(const KrugmanTrade& trade, const Effort& effort) {
  return threshold_of(
      [&](double iceberg) {
        return core_stays(setting_of(trade, effort), freeness_of(trade, iceberg), effort);
      },
      kLeastIceberg, kMostIceberg);
}

double unstable_by_agents(const KrugmanTrade& trade, double iceberg, const Effort& effort) {
  constexpr double kFar = .01;  // agents that have gone so far are on their way
  return threshold_of(
      [&](double share) {
        return rises(setting_of(trade, effort), freeness_of(trade, iceberg), {share, 1 - share}, kFar,
                     effort);
      },
      .52, .98);
}

/// Whether the larger city has all, or both have half to a tenth of what is allowed.
bool settled(const std::vector<double>& shares) {
  const double largest = *std::max_element(shares.begin(), shares.end());
  return largest == 1 || largest < .5 * (1 + .1 * kThreshold);
}

KnownAnswer basin(double start, double end) {
  const KrugmanTrade trade{5, .4};
  return {
      fmt::format("core-periphery/basin-from-{:g}", start),
      with(fmt::format("at T 1.7 a start of {:g} goes to {:g}", start, end).c_str(), trade),
      fmt::format("{}, fig. 5.3", kBook), [=](const Effort& effort) {
        // Which side of the unstable share the start is on is for theory to say.
        const double expected = start > unstable_share(trade, 1.7) ? 1 : .5;
        Simulation run = agents_at(setting_of(trade, effort), freeness_of(trade, 1.7), {start, 1 - start});
        return within_relative(expected, step_until(run, settled, 1800, effort)[0], kThreshold);
      }};
}

/// Goes through trade costs one after the other, the agents staying where they were, and gives the largest
/// share at the end. Where agents are is all that such a run knows of its past.
double largest_after(const KrugmanTrade& trade, const std::vector<double>& icebergs,
                     std::vector<double> shares, const Effort& effort) {
  constexpr Step kLong =
      1800;  // some twenty times what a nudge takes to double or halve at any of these costs
  for (const double iceberg : icebergs) {
    Simulation run = agents_at(setting_of(trade, effort), freeness_of(trade, iceberg), shares);
    shares = step_until(
        run, [](const std::vector<double>&) { return false; }, kLong, effort);
  }
  return *std::max_element(shares.begin(), shares.end());
}

/// \param falling  trade costs fall from where only symmetry lasts; otherwise they rise from where only a
/// core does
KnownAnswer loop(bool falling, const std::vector<double>& icebergs) {
  const KrugmanTrade trade{5, .4};
  const double last = icebergs.back();
  return {
      fmt::format("core-periphery/{}-T-{:g}", falling ? "falling" : "rising", last),
      with(fmt::format("where T {} to {:g}, the larger share", falling ? "falls" : "rises", last).c_str(),
           trade),
      fmt::format("{}, fig. 5.4", kBook), [=](const Effort& effort) {
        const double threshold = falling ? break_iceberg(trade) : sustain_iceberg(trade);
        const std::vector<double> start = falling ? std::vector<double>{.52, .48} : std::vector<double>{1, 0};
        return within_relative(last > threshold ? .5 : 1, largest_after(trade, icebergs, start, effort),
                               kThreshold);
      }};
}

/// Part of all in cities 0, 2, 4, ..., provided that each of them has more than it had when all were alike.
double in_every_other(const std::vector<double>& shares) {
  double sum = 0;
  for (std::size_t k = 0; k < shares.size(); k += 2) {
    if (shares[k] * static_cast<double>(shares.size()) <= 1) return 0;
    sum += shares[k];
  }
  return sum;
}

/// Just above the freeness at which the uniform state of a ring breaks, every other city empties. (The others
/// need not be alike then: in a ring of four they are not.)
KnownAnswer alternating_ring(std::size_t cities) {
  return {fmt::format("core-periphery/alternating-ring-{}", cities),
          fmt::format("beyond its break point a ring of {} has everybody in every other city", cities),
          "Akamatsu, Takayama & Ikeda 2012", [cities](const Effort& effort) {
            Setting setting;
            setting.cities = cities;
            setting.links = stylised::ring(cities);
            setting.agents = effort.count(20'001, 5);
            const double n = static_cast<double>(cities);
            std::vector<double> start(cities, 1 / n);
            start[0] += .02 / n, start[1] -= .02 / n;
            const double freeness = 1.02 * ring_break_freeness(cities, krugman_critical(5, .4));
            Simulation run = agents_at(setting, freeness, start);
            const auto never = [](const std::vector<double>&) { return false; };
            return within_absolute(1, in_every_other(step_until(run, never, 1800, effort)), kThreshold);
          }};
}

}  // namespace

std::vector<KnownAnswer> core_periphery_answers() {
  std::vector<KnownAnswer> answers;
  for (const double mu : {.4, .3}) {
    const KrugmanTrade trade{5, mu};
    answers.push_back({fmt::format("core-periphery/break-mu-{:g}", mu),
                       with("symmetry breaks where T falls below T_B", trade),
                       fmt::format("{}, eq. 5.27", kBook), [trade](const Effort& effort) {
                         return within_relative(break_iceberg(trade), break_by_agents(trade, effort),
                                                kThreshold);
                       }});
    answers.push_back(
        {fmt::format("core-periphery/sustain-mu-{:g}", mu), with("a full core lasts up to T_S", trade),
         fmt::format("{}, eq. 5.17", kBook), [trade](const Effort& effort) {
           return within_relative(sustain_iceberg(trade), sustain_by_agents(trade, effort), kThreshold);
         }});
  }
  for (const double iceberg : {1.65, 1.7, 1.75}) {
    const KrugmanTrade trade{5, .4};
    answers.push_back(
        {fmt::format("core-periphery/unstable-share-T-{:g}", iceberg),
         with(fmt::format("share above which agglomeration wins at T {:g}", iceberg).c_str(), trade),
         fmt::format("{}, eq. 5.3 to 5.8", kBook), [=](const Effort& effort) {
           return within_relative(unstable_share(trade, iceberg), unstable_by_agents(trade, iceberg, effort),
                                  kThreshold);
         }});
  }
  answers.push_back(basin(.82, .5));
  answers.push_back(basin(.85, 1));
  answers.push_back(loop(true, {1.9, 1.75, 1.64}));
  answers.push_back(loop(true, {1.9, 1.75, 1.64, 1.61}));
  answers.push_back(loop(false, {1.5, 1.7, 1.8}));
  answers.push_back(loop(false, {1.5, 1.7, 1.8, 1.81}));
  answers.push_back(alternating_ring(4));
  answers.push_back(alternating_ring(6));
  return answers;
}

}  // namespace yanzhen::known_answers
