#include "models/lock_in/persistence.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <limits>

namespace yanzhen::lock_in {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

// Spells of one place and kind from whether it was there at each look.
void add_spells(std::size_t place, std::size_t kind, std::size_t times,
                const std::function<bool(std::size_t)>& there, std::vector<Spell>& spells) {
  for (std::size_t time = 0; time < times; ++time) {
    if (!there(time)) continue;
    const std::size_t begin = time;
    while (time < times && there(time)) ++time;
    spells.push_back({static_cast<std::uint32_t>(place), static_cast<std::uint32_t>(kind),
                      static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(time - begin),
                      time < times});
  }
}

// x_ik x_.. > x_i. x_.k, which is LQ > 1 without dividing by what may be zero. Shape as the series.
std::vector<bool> specialised(const CellSeries& series) {
  std::vector<bool> out(series.values.size());
  for (std::size_t time = 0; time < series.times; ++time) {
    std::vector<double> of_place(series.places, 0.0), of_kind(series.kinds, 0.0);
    double all = 0;
    for (std::size_t i = 0; i < series.places; ++i)
      for (std::size_t k = 0; k < series.kinds; ++k) {
        of_place[i] += series.at(time, i, k);
        of_kind[k] += series.at(time, i, k);
        all += series.at(time, i, k);
      }
    for (std::size_t i = 0; i < series.places; ++i)
      for (std::size_t k = 0; k < series.kinds; ++k)
        out[(time * series.places + i) * series.kinds + k] =
            series.at(time, i, k) * all > of_place[i] * of_kind[k];
  }
  return out;
}

std::vector<SamePairs> same_by_place(std::span<const std::int32_t> leaders, std::size_t places) {
  const std::size_t times = leaders.size() / places;
  std::vector<SamePairs> out((times > 0 ? times - 1 : 0) * places);
  for (std::size_t years = 1; years < times; ++years)
    for (std::size_t start = 0; start + years < times; ++start)
      for (std::size_t i = 0; i < places; ++i) {
        const std::int32_t before = leaders[start * places + i];
        const std::int32_t after = leaders[(start + years) * places + i];
        if (before == kNoLeader || after == kNoLeader) continue;
        SamePairs& count = out[(years - 1) * places + i];
        ++count.pairs;
        if (before == after) ++count.same;
      }
  return out;
}

void add(std::span<const SamePairs> from, std::vector<SamePairs>& to) {
  for (std::size_t k = 0; k < to.size(); ++k) {
    to[k].same += from[k].same;
    to[k].pairs += from[k].pairs;
  }
}

bool has(const Panel& panel, const char* dimension) {
  return std::find(panel.dimensions.begin(), panel.dimensions.end(), dimension) != panel.dimensions.end();
}

// Names of the dimensions of places and kinds, or nothing.
std::optional<std::pair<std::string, std::string>> place_and_kind(const Panel& panel) {
  if (has(panel, "city") && has(panel, "industry"))
    return std::pair<std::string, std::string>{"city", "industry"};
  if (panel.dimensions.size() == 2) return std::pair{panel.dimensions[0], panel.dimensions[1]};
  return std::nullopt;
}

}  // namespace

std::vector<std::int32_t> leaders(const CellSeries& series) {
  std::vector<std::int32_t> out(series.times * series.places, kNoLeader);
  for (std::size_t time = 0; time < series.times; ++time)
    for (std::size_t i = 0; i < series.places; ++i) {
      double largest = 0;
      for (std::size_t k = 0; k < series.kinds; ++k)
        if (series.at(time, i, k) > largest) {
          largest = series.at(time, i, k);
          out[time * series.places + i] = static_cast<std::int32_t>(k);
        }
    }
  return out;
}

double SamePairs::probability() const {
  return pairs == 0 ? kUnknown : static_cast<double>(same) / static_cast<double>(pairs);
}

std::vector<SamePairs> same_leader(std::span<const std::int32_t> leaders, std::size_t places) {
  const std::vector<SamePairs> by_place = same_by_place(leaders, places);
  std::vector<SamePairs> out(by_place.size() / places);
  for (std::size_t k = 0; k < by_place.size(); ++k) {
    out[k / places].same += by_place[k].same;
    out[k / places].pairs += by_place[k].pairs;
  }
  return out;
}

std::vector<Spell> leadership_spells(std::span<const std::int32_t> leaders, std::size_t places) {
  const std::size_t times = leaders.size() / places;
  std::vector<Spell> spells;
  for (std::size_t i = 0; i < places; ++i) {
    std::int32_t most = kNoLeader;
    for (std::size_t time = 0; time < times; ++time) most = std::max(most, leaders[time * places + i]);
    for (std::int32_t k = 0; k <= most; ++k)
      add_spells(
          i, static_cast<std::size_t>(k), times,
          [&](std::size_t time) { return leaders[time * places + i] == k; }, spells);
  }
  return spells;
}

std::vector<Spell> specialisation_spells(const CellSeries& series, bool quotients) {
  const std::vector<bool> above = quotients ? std::vector<bool>{} : specialised(series);
  std::vector<Spell> spells;
  for (std::size_t i = 0; i < series.places; ++i)
    for (std::size_t k = 0; k < series.kinds; ++k)
      add_spells(
          i, k, series.times,
          [&](std::size_t time) {
            return quotients ? series.at(time, i, k) > 1
                             : above[(time * series.places + i) * series.kinds + k];
          },
          spells);
  return spells;
}

SpellLife expected_life(std::span<const Spell> spells) {
  SpellLife life{spells.size(), 0, 0, kUnknown, 0, kUnknown};
  for (const Spell& spell : spells) {
    life.ended += spell.ended ? 1 : 0;
    life.intervals += spell.intervals();
    life.window = std::max(life.window, spell.intervals());
  }
  if (life.ended > 0)
    life.constant_hazard_mean = static_cast<double>(life.intervals) / static_cast<double>(life.ended);
  if (life.window == 0) return life;
  std::vector<double> ended(life.window + 1, 0.0), seen(life.window + 2, 0.0);
  for (const Spell& spell : spells) {
    if (spell.ended) ended[spell.intervals()] += 1;
    seen[spell.intervals()] += 1;
  }
  for (std::size_t j = life.window; j-- > 0;) seen[j] += seen[j + 1];  // now: for j intervals or more
  double survival = 1;
  life.restricted_mean = 1;
  for (std::size_t j = 1; j < life.window; ++j) {
    survival *= 1 - ended[j] / seen[j];
    life.restricted_mean += survival;
  }
  return life;
}

std::optional<CellPanel> find_cells(const WatchSettings& settings, const Model& model, Problems& problems) {
  WatchSettings panel_alone = settings;
  panel_alone.at.clear();
  panel_alone.over.clear();
  if (!Watch::resolve(panel_alone, model, problems)) return std::nullopt;  // and says why
  const auto& panels = model.panels();
  const auto found = std::find_if(panels.begin(), panels.end(),
                                  [&](const Panel& one) { return one.name == settings.panel; });
  const auto names = place_and_kind(*found);
  if (!names) {
    std::vector<std::string> fit;
    for (const Panel& one : panels)
      if (place_and_kind(one) && one.group != PanelGroup::flow) fit.push_back(one.name);
    problems.add(
        settings.where,
        fmt::format("lockin.watch.panel is \"{}\", which has no cities and industries to lead in them",
                    settings.panel),
        fmt::format("persistence can be asked of {}", fmt::join(fit, ", ")));
    return std::nullopt;
  }
  CellPanel out;
  out.panel = static_cast<std::size_t>(found - panels.begin());
  out.length = length_of(model, *found);
  out.name = found->name;
  out.place = dimension_of(model, names->first);
  out.kind = dimension_of(model, names->second);
  out.quotients = found->unit == "index";
  for (std::size_t entry = 0; entry < out.length; ++entry) {
    std::size_t rest = entry, place = 0, kind = 0;
    for (auto name = found->dimensions.rbegin(); name != found->dimensions.rend(); ++name) {
      const std::size_t labels = dimension_of(model, *name).labels.size();
      if (*name == names->first) place = rest % labels;
      if (*name == names->second) kind = rest % labels;
      rest /= labels;
    }
    out.cell.push_back(place * out.kind.labels.size() + kind);
  }
  return out;
}

CellSeries run_cells(Runs& runs, const CellPanel& panel, std::span<const std::string> settings,
                     std::uint64_t seed) {
  return runs.with_run(settings, seed, [&](Simulation& run) {
    CellSeries series{0, panel.place.labels.size(), panel.kind.labels.size(), {}};
    std::vector<double> values(panel.length);
    const auto look = [&] {
      run.model().measure(panel.panel, values);
      run.model().start_flow_interval();
      const std::size_t begin = series.values.size();
      series.values.resize(begin + series.places * series.kinds, 0.0);
      for (std::size_t k = 0; k < values.size(); ++k) series.values[begin + panel.cell[k]] += values[k];
      ++series.times;
    };
    look();
    while (run.now() < run.end()) {
      runs.step(run);
      if (whole_year(run.clock(), run.now())) look();
    }
    return series;
  });
}

Persistence persistence_of(const CellSeries& series, bool quotients) {
  const std::vector<std::int32_t> leading = leaders(series);
  return {same_leader(leading, series.places), same_by_place(leading, series.places),
          leadership_spells(leading, series.places), specialisation_spells(series, quotients)};
}

Persistence pooled(std::span<const Persistence> by_seed) {
  if (by_seed.empty()) return {};
  Persistence all = by_seed.front();
  for (const Persistence& one : by_seed.subspan(1)) {
    add(one.by_years, all.by_years);
    add(one.by_years_and_place, all.by_years_and_place);
    all.leadership.insert(all.leadership.end(), one.leadership.begin(), one.leadership.end());
    all.specialisation.insert(all.specialisation.end(), one.specialisation.begin(), one.specialisation.end());
  }
  return all;
}

std::vector<Persistence> run_persistence(Runs& runs, const CellPanel& panel,
                                         std::span<const std::string> settings,
                                         std::span<const std::uint64_t> seeds) {
  std::vector<Persistence> out(seeds.size());
  runs.for_each_job(seeds.size(), [&](std::size_t job) {
    out[job] = persistence_of(run_cells(runs, panel, settings, seeds[job]), panel.quotients);
  });
  return out;
}

}  // namespace yanzhen::lock_in
