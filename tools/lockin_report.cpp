#include "tools/lockin_report.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/elementary.hpp"
#include "tools/display.hpp"

namespace yanzhen::tools {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

using lock_in::SeedSummary;
using Numbers = std::vector<double>;

ResultDimension seed_dimension(std::span<const std::uint64_t> seeds) {
  ResultDimension out{"seed", "seed of the random numbers", "", {}, {}};
  for (const std::uint64_t seed : seeds) out.labels.push_back(std::to_string(seed));
  return out;
}

// One number of every element, in order.
template <class Range, class F>
Numbers each(const Range& range, F&& f) {
  Numbers out;
  for (const auto& one : range) out.push_back(static_cast<double>(f(one)));
  return out;
}

// Rows one after another: shape (element, row).
template <class Range, class F>
Numbers rows(const Range& range, F&& f) {
  Numbers out;
  for (const auto& one : range) {
    const Numbers& row = f(one);
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

Cell seed_cell(std::uint64_t seed) { return std::to_string(seed); }  // a double does not hold every seed

std::string digits(double number) { return std::isnan(number) ? "not known" : fmt::format("{:.4g}", number); }

std::string percent(double share) {
  return std::isnan(share) ? "not known" : fmt::format("{:.0f} %", 100 * share);
}

std::string seeds_text(std::size_t count) { return fmt::format("{} seed{}", count, count == 1 ? "" : "s"); }

// "0.125 (median of 5 seeds; 0.1 to 0.15)", or the number alone for one seed.
std::string median_text(const SeedSummary& summary) {
  if (summary.seeds < 2) return digits(summary.median);
  return fmt::format("{} (median of {}; {} to {})", digits(summary.median), seeds_text(summary.seeds),
                     digits(summary.least), digits(summary.most));
}

std::string mean_text(const SeedSummary& summary) {
  if (summary.seeds < 2) return digits(summary.mean);
  return fmt::format("{} (standard error {})", digits(summary.mean), digits(summary.standard_error));
}

std::string swept_text(const SweptPath& swept) {
  return fmt::format("{} from {} to {}", swept.path, swept.from, swept.to);
}

std::string jump_text(const lock_in::Jump& jump) {
  return fmt::format("{} to {}", digits(jump.left), digits(jump.right));
}

std::string way_text(const char* way, const lock_in::Jump& jump) {
  if (jump.share == 0) return fmt::format("{} nothing moves", way);
  return fmt::format("{} {} between {} and {} ({} of the way)", way,
                     jump.sudden() ? "it jumps" : "it changes most", digits(jump.left), digits(jump.right),
                     percent(jump.share));
}

// ---- escape

const char* verdict_text(lock_in::EscapeVerdict verdict) {
  switch (verdict) {
    case lock_in::EscapeVerdict::found:
      return "found";
    case lock_in::EscapeVerdict::never:
      return "never";
    case lock_in::EscapeVerdict::trivial:
      return "no twin";
  }
  return "?";
}

std::vector<ResultArray> trial_arrays(std::span<const lock_in::Escape> by_seed, std::size_t trials,
                                      const std::string& unit) {
  Numbers value, number, escaped;
  for (const lock_in::Escape& one : by_seed)
    for (std::size_t k = 0; k < trials; ++k) {
      const bool there = k < one.trials.size();
      value.push_back(there ? one.trials[k].value : kUnknown);
      number.push_back(there ? one.trials[k].number : kUnknown);
      escaped.push_back(there ? (one.trials[k].escaped ? 1.0 : 0.0) : kUnknown);
    }
  return {{"trial_value", {"seed", "trial"}, "", "value of the path that was tried", value},
          {"trial_number", {"seed", "trial"}, unit, "the watched number at the end", number},
          {"trial_escaped", {"seed", "trial"}, "", "1 = escaped, 0 = not", escaped}};
}

std::vector<std::string> escape_sentences(const Watched& watched, const EscapeSettings& asked,
                                          std::span<const lock_in::Escape> by_seed) {
  const Numbers thresholds = each(by_seed, [](const auto& one) { return one.threshold; });
  const SeedSummary summary = lock_in::summarize(thresholds);
  const auto count = [&](lock_in::EscapeVerdict verdict) {
    return std::count_if(by_seed.begin(), by_seed.end(),
                         [&](const auto& one) { return one.verdict == verdict; });
  };
  const auto never = count(lock_in::EscapeVerdict::never);
  const auto trivial = count(lock_in::EscapeVerdict::trivial);
  const auto unordered =
      std::count_if(by_seed.begin(), by_seed.end(), [](const auto& one) { return !one.ordered; });
  std::vector<std::string> out;
  if (std::isfinite(summary.median))
    out.push_back(fmt::format(
        "The smallest {} after which {} at the end is at least {} times its twin's is {}, found to {}.",
        asked.swept.path, watched.text, asked.kept, median_text(summary), asked.tolerance));
  if (never > 0)
    out.push_back(fmt::format("In {} of {} not even {} = {} escapes.", never, seeds_text(by_seed.size()),
                              asked.swept.path, asked.swept.to));
  if (trivial > 0)
    out.push_back(
        fmt::format("In {} of {} the twin's number at the end is not above zero, so that there is nothing to "
                    "escape from.",
                    trivial, seeds_text(by_seed.size())));
  if (unordered > 0)
    out.push_back(
        fmt::format("Caution: in {} of {} half of the threshold escapes too, or one and a half of it "
                    "does not, so that there is more than one threshold, or chance decides.",
                    unordered, seeds_text(by_seed.size())));
  return out;
}

// ---- decomposition

std::string part_text(const lock_in::MechanismOff& one) {
  if (std::isnan(one.explained))
    return fmt::format("Without {} nothing can be told: there is no effect, or no persistence to divide by.",
                       one.mechanism);
  if (one.explained < 0)
    return fmt::format("Without {} it is {}: {} works against it.", one.mechanism, digits(one.of_mean),
                       one.mechanism);
  return fmt::format("Without {} it is {}: {} of it is due to {}.", one.mechanism, digits(one.of_mean),
                     percent(one.explained), one.mechanism);
}

std::vector<std::string> decomposition_sentences(const std::string& persistence,
                                                 std::span<const lock_in::MechanismOff> mechanisms) {
  if (std::isnan(mechanisms.front().of_mean))
    return {fmt::format(
        "With all mechanisms at work there is no persistence of {} to explain: the twins are the same, "
        "or what is watched is not above zero.",
        persistence)};
  std::vector<std::string> out{fmt::format("With all mechanisms at work the persistence of {} is {}.",
                                           persistence, digits(mechanisms.front().of_mean))};
  for (const lock_in::MechanismOff& one : mechanisms.subspan(1)) out.push_back(part_text(one));
  return out;
}

// ---- persistence

SeedSummary probability_summary(std::span<const lock_in::Persistence> by_seed, std::size_t years) {
  return lock_in::summarize(
      each(by_seed, [&](const auto& one) { return one.by_years[years - 1].probability(); }));
}

std::string life_text(const char* what, const lock_in::SpellLife& life) {
  if (life.spells == 0) return fmt::format("There was no {}.", what);
  if (life.ended == 0)
    return fmt::format("None of {} spells of {} ended while they were seen, for up to {} years.", life.spells,
                       what, life.window);
  return fmt::format(
      "A {} lives {} years if it ends as often at every age ({} of {} spells ended), {} of the first "
      "{} years by Kaplan and Meier.",
      what, digits(life.constant_hazard_mean), life.ended, life.spells, digits(life.restricted_mean),
      life.window);
}

std::vector<ResultArray> life_arrays(const std::string& stem, const lock_in::SpellLife& life) {
  return {{stem + "_life",
           {},
           "year",
           "mean life, the same hazard at every age: years seen / spells ended",
           {life.constant_hazard_mean}},
          {stem + "_life_restricted",
           {},
           "year",
           "mean life within the window, Kaplan and Meier",
           {life.restricted_mean}},
          {stem + "_window",
           {},
           "year",
           "longest time that a spell was seen",
           {static_cast<double>(life.window)}},
          {stem + "_spells", {}, "", "spells", {static_cast<double>(life.spells)}},
          {stem + "_spells_ended", {}, "", "spells that ended", {static_cast<double>(life.ended)}}};
}

// Years that are worth a row: 1, 2, 5, 10, 20, 50 ... as far as there are.
std::vector<std::size_t> told_years(std::size_t most) {
  std::vector<std::size_t> out;
  for (std::size_t ten = 1; ten <= most; ten *= 10)
    for (const std::size_t step : {1U, 2U, 5U})
      if (step * ten <= most) out.push_back(step * ten);
  return out;
}

// At most `most` looks, the last among them, equally far apart.
std::vector<std::size_t> told_looks(std::size_t count, std::size_t most) {
  const std::size_t stride = std::max<std::size_t>(1, (count + most - 1) / most);
  std::vector<std::size_t> out;
  for (std::size_t k = count; k > 0; k -= std::min(k, stride)) out.push_back(k - 1);
  std::reverse(out.begin(), out.end());
  return out;
}

// Five digits are enough for a reader, and the file has all.
Listing rounded(Listing listing) {
  for (auto& row : listing.rows)
    for (Cell& cell : row)
      if (auto* number = std::get_if<double>(&cell); number != nullptr && std::isfinite(*number))
        *number = std::stod(fmt::format("{:.5g}", *number));
  return listing;
}

}  // namespace

LockInReport report(const Watched& watched, const HysteresisSettings& asked,
                    std::span<const lock_in::Loop> by_seed) {
  const Numbers values = lock_in::grid(asked.swept.from, asked.swept.to, asked.points);
  std::vector<lock_in::LoopMeasures> measures;
  for (const lock_in::Loop& loop : by_seed) measures.push_back(lock_in::measure(values, loop));
  const lock_in::Loop mean = lock_in::mean_loop(by_seed);
  const lock_in::LoopMeasures of_mean = lock_in::measure(values, mean);

  LockInReport out;
  out.asked = {
      {"watched", watched.text},
      {"loop", fmt::format("{} and back, {} values a branch", swept_text(asked.swept), asked.points)},
      {"each value", fmt::format("{} years, then the next goes on from its state", asked.years)}};
  out.by_seed.columns = {"seed",  "area",     "share_of_box", "gap_at_start", "returns",
                         "up_at", "up_share", "down_at",      "down_share"};
  for (std::size_t k = 0; k < by_seed.size(); ++k) {
    const lock_in::LoopMeasures& one = measures[k];
    out.by_seed.rows.push_back({seed_cell(watched.seeds[k]), one.area, one.share, one.gap,
                                std::string{one.returns ? "yes" : "no"}, jump_text(one.up), one.up.share,
                                jump_text(one.down), one.down.share});
  }
  out.over_seeds.columns = {"value", "up", "down"};
  for (std::size_t k = 0; k < values.size(); ++k)
    out.over_seeds.rows.push_back({values[k], mean.up[k], mean.down[k]});
  const auto back =
      std::count_if(measures.begin(), measures.end(), [](const auto& one) { return one.returns; });
  out.sentences = {
      fmt::format(
          "Between the way up and the way down lies an area of {}, {} of the box around the loop.",
          median_text(lock_in::summarize(each(measures, [](const auto& one) { return one.area; }))),
          percent(lock_in::summarize(each(measures, [](const auto& one) { return one.share; })).median)),
      fmt::format("Back at {} = {} the state has returned (within {} of the loop's range) in {} of {}.",
                  asked.swept.path, asked.swept.from, percent(lock_in::kReturnTolerance), back,
                  seeds_text(by_seed.size())),
      fmt::format("In the mean {}; {}.", way_text("on the way up", of_mean.up),
                  way_text("on the way down", of_mean.down))};
  out.dimensions = {seed_dimension(watched.seeds), {"value", "value of " + asked.swept.path, "", {}, values}};
  const std::vector<std::string> seed{"seed"}, cell{"seed", "value"};
  out.arrays = {{"up", cell, watched.unit, "the watched number on the way up",
                 rows(by_seed, [](const auto& one) -> const Numbers& { return one.up; })},
                {"down", cell, watched.unit, "the watched number on the way down",
                 rows(by_seed, [](const auto& one) -> const Numbers& { return one.down; })},
                {"area", seed, "", "area between the branches",
                 each(measures, [](const auto& one) { return one.area; })},
                {"area_share", seed, "1", "area relative to the box around the loop",
                 each(measures, [](const auto& one) { return one.share; })},
                {"gap", seed, watched.unit, "down less up at the first value",
                 each(measures, [](const auto& one) { return one.gap; })},
                {"returns", seed, "", "1 = the state has returned, 0 = not",
                 each(measures, [](const auto& one) { return one.returns; })},
                {"up_left", seed, "", "where the branch up changes most, from",
                 each(measures, [](const auto& one) { return one.up.left; })},
                {"up_right", seed, "", "where the branch up changes most, to",
                 each(measures, [](const auto& one) { return one.up.right; })},
                {"up_share", seed, "1", "part of the branch's range that it changes there",
                 each(measures, [](const auto& one) { return one.up.share; })},
                {"down_left", seed, "", "where the branch down changes most, from",
                 each(measures, [](const auto& one) { return one.down.left; })},
                {"down_right", seed, "", "where the branch down changes most, to",
                 each(measures, [](const auto& one) { return one.down.right; })},
                {"down_share", seed, "1", "part of the branch's range that it changes there",
                 each(measures, [](const auto& one) { return one.down.share; })}};
  return out;
}

LockInReport report(const Watched& watched, const EscapeSettings& asked,
                    std::span<const lock_in::Escape> by_seed) {
  LockInReport out;
  out.asked = {{"watched", watched.text},
               {"swept", swept_text(asked.swept)},
               {"escaped", fmt::format("on {} at least {} times the twin's, whose {} is {}",
                                       yanzhen::to_text(watched.clock.date(watched.clock.steps())),
                                       asked.kept, asked.swept.path, asked.swept.from)}};
  out.by_seed.columns = {"seed", "twin", "threshold", "not_yet", "verdict", "half_and_more_agree", "runs"};
  std::size_t trials = 0;
  for (std::size_t k = 0; k < by_seed.size(); ++k) {
    const lock_in::Escape& one = by_seed[k];
    const bool found = one.verdict == lock_in::EscapeVerdict::found;
    trials = std::max(trials, one.trials.size());
    out.by_seed.rows.push_back({seed_cell(watched.seeds[k]), one.twin, one.threshold, one.below,
                                std::string{verdict_text(one.verdict)},
                                std::string{found ? (one.ordered ? "yes" : "no") : ""},
                                static_cast<double>(one.trials.size())});
  }
  out.sentences = escape_sentences(watched, asked, by_seed);
  ResultDimension trial{"trial", "runs of a seed, in their order", "", {}, {}};
  for (std::size_t k = 0; k < trials; ++k) trial.coordinates.push_back(static_cast<double>(k + 1));
  out.dimensions = {seed_dimension(watched.seeds), trial};
  const std::vector<std::string> seed{"seed"};
  const auto finite = [](const auto& one) { return std::isfinite(one.threshold) ? one.threshold : kUnknown; };
  out.arrays = {
      {"threshold", seed, "", "smallest value tried that escapes", each(by_seed, finite)},
      {"not_yet", seed, "", "the value next to it that does not",
       each(by_seed, [](const auto& one) { return one.below; })},
      {"twin", seed, watched.unit, "the watched number at the end without support",
       each(by_seed, [](const auto& one) { return one.twin; })},
      {"verdict", seed, "", "0 = found, 1 = not even the last value escapes, 2 = the twin has nothing",
       each(by_seed, [](const auto& one) { return static_cast<int>(one.verdict); })},
      {"ordered", seed, "", "1 = half of the threshold does not escape and one and a half does",
       each(by_seed, [](const auto& one) { return one.ordered; })}};
  for (ResultArray& array : trial_arrays(by_seed, trials, watched.unit))
    out.arrays.push_back(std::move(array));
  return out;
}

LockInReport report(const Watched& watched, const lock_in::Settings& settings, const lock_in::Twins& twins) {
  LockInReport out;
  out.asked = {{"watched", watched.text}, {"twin has", fmt::format("{}", fmt::join(settings, " and "))}};
  out.by_seed.columns = {"seed", "equal_until", "scenario", "twin", "difference", "ln_ratio"};
  std::optional<Step> first;
  for (std::size_t k = 0; k < twins.pairs.size(); ++k) {
    const lock_in::TwinPair& pair = twins.pairs[k];
    if (pair.parted) first = first ? std::min(*first, *pair.parted) : *pair.parted;
    const std::string until =
        pair.parted ? yanzhen::to_text(watched.clock.date(*pair.parted == 0 ? 0 : *pair.parted - 1))
                    : std::string{"the end"};
    out.by_seed.rows.push_back({seed_cell(watched.seeds[k]), until, twins.scenario[k].values.back(),
                                twins.twin[k].values.back(), pair.difference.back(), pair.ln_ratio.back()});
  }
  out.over_seeds.columns = {"year", "difference", "its_error", "ln_ratio", "error_of_ln"};
  constexpr std::size_t kMostRows = 12;
  for (const std::size_t look : told_looks(twins.years.size(), kMostRows))
    out.over_seeds.rows.push_back({twins.years[look], twins.difference[look].mean,
                                   twins.difference[look].standard_error, twins.ln_ratio[look].mean,
                                   twins.ln_ratio[look].standard_error});
  if (!first) {
    out.sentences = {"The twins are equal to the end: the settings changed nothing."};
  } else {
    const SeedSummary& end = twins.ln_ratio.back();
    out.sentences = {
        fmt::format("The twins are equal, to the last bit, until {}; at the end they differ by {} in "
                    "the mean, ln(scenario / twin) is {}.",
                    yanzhen::to_text(watched.clock.date(*first == 0 ? 0 : *first - 1)),
                    mean_text(twins.difference.back()), mean_text(end))};
    if (end.seeds > 0)
      out.sentences.push_back(
          fmt::format("The scenario has {} times as much as its twin.", digits(exponential(end.mean))));
  }
  out.dimensions = {seed_dimension(watched.seeds), {"time", "date", "year", {}, twins.years}};
  const std::vector<std::string> cell{"seed", "time"}, time{"time"};
  const auto values = [](const lock_in::Path& one) -> const Numbers& { return one.values; };
  const auto mean = [](const SeedSummary& one) { return one.mean; };
  const auto error = [](const SeedSummary& one) { return one.standard_error; };
  out.arrays = {
      {"twin", cell, watched.unit, "the watched number of the twin", rows(twins.twin, values)},
      {"scenario", cell, watched.unit, "the watched number of the scenario", rows(twins.scenario, values)},
      {"difference", cell, watched.unit, "scenario less twin",
       rows(twins.pairs, [](const auto& one) -> const Numbers& { return one.difference; })},
      {"ln_ratio", cell, "1", "ln(scenario / twin)",
       rows(twins.pairs, [](const auto& one) -> const Numbers& { return one.ln_ratio; })},
      {"mean_difference", time, watched.unit, "mean over seeds", each(twins.difference, mean)},
      {"error_of_difference", time, watched.unit, "standard error of the mean",
       each(twins.difference, error)},
      {"mean_ln_ratio", time, "1", "mean over seeds", each(twins.ln_ratio, mean)},
      {"error_of_ln_ratio", time, "1", "standard error of the mean", each(twins.ln_ratio, error)},
      {"parted",
       {"seed"},
       "step",
       "first step after which the twins differ; not known: they never do",
       each(twins.pairs,
            [](const auto& one) { return one.parted ? static_cast<double>(*one.parted) : kUnknown; })}};
  return out;
}

LockInReport report(const Watched& watched, const std::string& persistence,
                    std::span<const lock_in::MechanismOff> mechanisms) {
  LockInReport out;
  out.asked = {{"watched", watched.text}, {"persistence", "of " + persistence}};
  out.by_seed.columns = {"switched_off",  "persistence",    "explained",
                         "mean_of_seeds", "standard_error", "seeds"};
  ResultDimension off{"switched_off", "mechanism that is switched off", "", {}, {}};
  for (const lock_in::MechanismOff& one : mechanisms) {
    off.labels.push_back(one.mechanism.empty() ? "(none)" : one.mechanism);
    out.by_seed.rows.push_back({off.labels.back(), one.of_mean, one.explained, one.over_seeds.mean,
                                one.over_seeds.standard_error, static_cast<double>(one.over_seeds.seeds)});
  }
  out.sentences = decomposition_sentences(persistence, mechanisms);
  out.dimensions = {off, seed_dimension(watched.seeds)};
  const std::vector<std::string> mechanism{"switched_off"};
  out.arrays = {{"persistence_by_seed",
                 {"switched_off", "seed"},
                 "1",
                 "persistence of " + persistence,
                 rows(mechanisms, [](const auto& one) -> const Numbers& { return one.by_seed; })},
                {"persistence", mechanism, "1", "the same, of the mean over seeds",
                 each(mechanisms, [](const auto& one) { return one.of_mean; })},
                {"mean_of_seeds", mechanism, "1", "mean over seeds of the persistence of each",
                 each(mechanisms, [](const auto& one) { return one.over_seeds.mean; })},
                {"standard_error", mechanism, "1", "of that mean",
                 each(mechanisms, [](const auto& one) { return one.over_seeds.standard_error; })},
                {"explained", mechanism, "1", "1 - persistence without / persistence with all mechanisms",
                 each(mechanisms, [](const auto& one) { return one.explained; })}};
  return out;
}

LockInReport report(const Watched& watched, const lock_in::CellPanel& panel,
                    std::span<const lock_in::Persistence> by_seed) {
  const lock_in::Persistence all = lock_in::pooled(by_seed);
  const std::size_t years = all.by_years.size();
  LockInReport out;
  out.asked = {{"leading", fmt::format("the {} with the largest {} of each {}", panel.kind.name, panel.name,
                                       panel.place.name)},
               {"specialised", panel.quotients ? fmt::format("{} above 1", panel.name)
                                               : fmt::format("location quotient of {} above 1", panel.name)},
               {"seen", fmt::format("every year, {} years", years)}};
  const std::vector<std::size_t> told = told_years(years);
  out.by_seed.columns = {"seed"};
  for (const std::size_t n : told) out.by_seed.columns.push_back(fmt::format("after_{}", n));
  out.by_seed.columns.insert(out.by_seed.columns.end(), {"leader_life", "specialisation_life"});
  for (std::size_t k = 0; k < by_seed.size(); ++k) {
    std::vector<Cell> row{seed_cell(watched.seeds[k])};
    for (const std::size_t n : told) row.emplace_back(by_seed[k].by_years[n - 1].probability());
    row.emplace_back(lock_in::expected_life(by_seed[k].leadership).constant_hazard_mean);
    row.emplace_back(lock_in::expected_life(by_seed[k].specialisation).constant_hazard_mean);
    out.by_seed.rows.push_back(std::move(row));
  }
  for (const std::size_t n : told)
    if (n == told.back() || n == 10)
      out.sentences.push_back(fmt::format(
          "The leading {} of a {} is the same after {} year{} with probability {}.", panel.kind.name,
          panel.place.name, n, n == 1 ? "" : "s", mean_text(probability_summary(by_seed, n))));
  const lock_in::SpellLife leader = lock_in::expected_life(all.leadership);
  const lock_in::SpellLife special = lock_in::expected_life(all.specialisation);
  out.sentences.push_back(life_text("leadership", leader));
  out.sentences.push_back(life_text("specialisation", special));

  ResultDimension lag{"years", "years between two looks", "year", {}, {}};
  for (std::size_t n = 1; n <= years; ++n) lag.coordinates.push_back(static_cast<double>(n));
  out.dimensions = {seed_dimension(watched.seeds),
                    lag,
                    {panel.place.name, panel.place.meaning, "", panel.place.labels, {}}};
  const auto probability = [](const lock_in::SamePairs& one) { return one.probability(); };
  const std::string meaning = fmt::format("probability that the leading {} is the same", panel.kind.name);
  out.arrays = {{"same_leader",
                 {"seed", "years"},
                 "1",
                 meaning,
                 rows(by_seed, [&](const auto& one) { return each(one.by_years, probability); })},
                {"same_leader_of_all",
                 {"years"},
                 "1",
                 meaning + ", all seeds together",
                 each(all.by_years, probability)},
                {"same_leader_by_" + panel.place.name,
                 {"years", panel.place.name},
                 "1",
                 meaning + ", all seeds together",
                 each(all.by_years_and_place, probability)}};
  for (const auto& [stem, life] : {std::pair{"leader", leader}, std::pair{"specialisation", special}})
    for (ResultArray& array : life_arrays(stem, life)) out.arrays.push_back(std::move(array));
  return out;
}

std::string to_text(const LockInReport& report) {
  std::string text;
  for (const auto& [key, value] : report.asked) text += fmt::format("  {} {}\n", pad_right(key, 12), value);
  text += "\n" + to_text(rounded(report.by_seed), 0);
  if (!report.over_seeds.rows.empty()) text += "\nMean over seeds\n" + to_text(rounded(report.over_seeds), 0);
  text += "\n";
  for (const std::string& sentence : report.sentences) text += sentence + "\n";
  return text;
}

}  // namespace yanzhen::tools
