#include "tools/break_point_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

#include "engine/elementary.hpp"
#include "models/core_periphery/short_run.hpp"
#include "models/footloose_entrepreneur/short_run.hpp"
#include "tools/listing.hpp"

namespace yanzhen::tools {
namespace {

using nlohmann::ordered_json;
using stylised::BreakPoints;
using stylised::CoreState;
using stylised::Policies;

struct ModelForces {
  const char* model;
  stylised::AgglomerationForces (*forces)(const stylised::TradeParameters&);
};
constexpr ModelForces kForces[] = {{"core_periphery", core_periphery::forces},
                                   {"footloose_entrepreneur", footloose_entrepreneur::forces}};

constexpr double kNever = std::numeric_limits<double>::infinity();

double lasts_from(const CoreState& core) { return core.lasts.empty() ? kNever : core.lasts.front().from; }

/// T of a freeness over one unit of distance.
double iceberg_of(const BreakPointReport& report, double freeness) {
  return freeness > 0 ? power(freeness, 1.0 / (1.0 - report.trade.substitution)) : kNever;
}

/// Cities whose cores last from the same freeness share a rank.
std::vector<double> rank_of_each(const std::vector<CoreState>& cores) {
  const std::vector<std::size_t> order = ranked(cores);
  std::vector<double> rank(cores.size(), kNever);
  for (std::size_t k = 0; k < order.size(); ++k) {
    const double from = lasts_from(cores[order[k]]);
    const bool tied = k > 0 && std::abs(from - lasts_from(cores[order[k - 1]])) <= 1e-9;
    if (from < kNever) rank[order[k]] = tied ? rank[order[k - 1]] : static_cast<double>(k + 1);
  }
  return rank;
}

std::string number(double value) { return std::isfinite(value) ? fmt::format("{:.6g}", value) : "never"; }
std::string yes_or_no(bool yes) { return yes ? "yes" : "no"; }

/// "0.21" or "0.21 to 0.4, 0.7": where a core lasts; ranges up to one say only where they begin.
std::string ranges_text(const CoreState& core) {
  std::string text;
  for (const stylised::FreenessRange& range : core.lasts)
    text += fmt::format("{}{:.4f}{}", text.empty() ? "" : ", ", range.from,
                        range.to < 1 ? fmt::format(" to {:.4f}", range.to) : "");
  return text.empty() ? "never" : text;
}

std::string uniform_text(const BreakPointReport& report, const BreakPoints& points) {
  if (report.city.size() == 1) return "no uniform state: there is one city";
  if (!points.uniform)
    return "no uniform state: cities do not all see the same distances and the same demand";
  const stylised::UniformState& uniform = *points.uniform;
  const std::string now = fmt::format("now {} (smallest eigenvalue {:.6f}, critical {:.6f})",
                                      uniform.stable ? "it is stable" : "it breaks",
                                      uniform.smallest_eigenvalue, uniform.critical_eigenvalue);
  if (!uniform.break_freeness) return "the uniform state never lasts (black hole); " + now;
  return fmt::format("the uniform state breaks where freeness rises above {:.8f} (iceberg below {:.6f}); {}",
                     *uniform.break_freeness, iceberg_of(report, *uniform.break_freeness), now);
}

Listing cores_listing(const BreakPointReport& report) {
  Listing listing{{"rank", "city", "city_en", "lasts_from", "lasts_now"}, {}};
  const std::vector<double> rank = rank_of_each(report.without.cores);
  const std::vector<double> after = report.with ? rank_of_each(report.with->cores) : rank;
  if (report.with)
    for (const char* column : {"rank_with", "lasts_from_with", "lasts_now_with"})
      listing.columns.emplace_back(column);
  listing.columns.insert(listing.columns.end(), {"wage_elsewhere", "where"});
  const BreakPoints& last = report.with ? *report.with : report.without;
  for (const std::size_t city : ranked(last.cores)) {
    const CoreState& core = report.without.cores[city];
    std::vector<Cell> row{rank[city], report.city[city], report.city_en[city], ranges_text(core),
                          yes_or_no(core.lasts_now)};
    if (report.with) {
      const CoreState& changed = report.with->cores[city];
      row.insert(row.end(), {after[city], ranges_text(changed), yes_or_no(changed.lasts_now)});
    }
    const CoreState& shown = last.cores[city];
    row.push_back(fmt::format("{:.4f}", shown.best_elsewhere));
    row.push_back(report.city[shown.best_city]);
    listing.rows.push_back(std::move(row));
  }
  return listing;
}

std::string count_text(const BreakPoints& points) {
  const auto now =
      std::count_if(points.cores.begin(), points.cores.end(), [](const CoreState& c) { return c.lasts_now; });
  return fmt::format("{} of {} cities could hold a full core now", now, points.cores.size());
}

ordered_json json_of(const BreakPointReport& report, const BreakPoints& points) {
  ordered_json out;
  if (points.uniform) {
    const stylised::UniformState& uniform = *points.uniform;
    out["uniform_state"] = {{"stable_now", uniform.stable},
                            {"smallest_eigenvalue", uniform.smallest_eigenvalue},
                            {"critical_eigenvalue", uniform.critical_eigenvalue}};
    if (uniform.break_freeness) out["uniform_state"]["break_freeness"] = *uniform.break_freeness;
  } else {
    out["uniform_state"] = nullptr;
  }
  const std::vector<double> rank = rank_of_each(points.cores);
  for (const std::size_t city : ranked(points.cores)) {
    const CoreState& core = points.cores[city];
    ordered_json ranges = ordered_json::array();
    for (const stylised::FreenessRange& range : core.lasts) ranges.push_back({range.from, range.to});
    ordered_json row{{"city", report.city[city]},
                     {"city_en", report.city_en[city]},
                     {"rank", nullptr},
                     {"lasts", std::move(ranges)},
                     {"lasts_now", core.lasts_now},
                     {"best_elsewhere", core.best_elsewhere},
                     {"best_city", report.city[core.best_city]}};
    if (std::isfinite(rank[city])) row["rank"] = rank[city];
    out["cores"].push_back(std::move(row));
  }
  return out;
}

}  // namespace

std::vector<std::string> models_with_break_points() {
  std::vector<std::string> names;
  for (const ModelForces& one : kForces) names.emplace_back(one.model);
  return names;
}

std::optional<BreakPointReport> report_break_points(const Scenario& scenario, double year,
                                                    Problems& problems) {
  const std::size_t before = problems.count();
  const std::shared_ptr<const stylised::Geography> geography = stylised::Geography::read(scenario, problems);
  if (geography == nullptr) return std::nullopt;
  const Eigen::ArrayXd immobile = stylised::immobile_shares(scenario.tables.at("cities"), problems);
  if (problems.count() > before) return std::nullopt;
  BreakPointReport report;
  report.title = scenario.title;
  report.model = scenario.model;
  report.trade = stylised::trade_from(scenario.parameters);
  for (const CityName& name : geography->names().all()) {
    report.city.push_back(name.name_zh);
    report.city_en.push_back(name.name_en);
  }
  const auto model = std::find_if(std::begin(kForces), std::end(kForces),
                                  [&](const ModelForces& one) { return scenario.model == one.model; });
  const stylised::AgglomerationForces forces = model->forces(report.trade);
  const Eigen::ArrayXXd found = geography->distance(year, Policies::ignored),
                        changed = geography->distance(year, Policies::in_force);
  report.without = stylised::break_points(forces, found, immobile, report.trade.freeness());
  if ((found - changed).abs().maxCoeff() > 0)
    report.with = stylised::break_points(forces, changed, immobile, report.trade.freeness());
  return report;
}

std::vector<std::size_t> ranked(const std::vector<CoreState>& cores) {
  std::vector<std::size_t> order(cores.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
    return lasts_from(cores[one]) < lasts_from(cores[other]) - 1e-9;
  });
  return order;
}

std::string to_text(const BreakPointReport& report, std::size_t width) {
  const stylised::TradeParameters& trade = report.trade;
  std::string text = fmt::format(
      "{}\n{}, {} {}, distances of {}\nmu {:g}, sigma {:g}, iceberg {:g} over one unit of distance: "
      "freeness {}\n\n",
      report.title, report.model, report.city.size(), report.city.size() == 1 ? "city" : "cities",
      report.date, trade.spending, trade.substitution, trade.iceberg, number(trade.freeness()));
  text += (report.with ? "without policies: " : "") + uniform_text(report, report.without) + "\n";
  text += fmt::format("{}{}\n", report.with ? "without policies: " : "", count_text(report.without));
  if (report.with)
    text += fmt::format("with policies: {}\nwith policies: {}\n", uniform_text(report, *report.with),
                        count_text(*report.with));
  return text + "\n" + to_text(cores_listing(report), width);
}

std::string to_json(const BreakPointReport& report) {
  ordered_json out{{"title", report.title},
                   {"model", report.model},
                   {"date", report.date},
                   {"spending", report.trade.spending},
                   {"substitution", report.trade.substitution},
                   {"iceberg", report.trade.iceberg},
                   {"freeness", report.trade.freeness()},
                   {"without_policies", json_of(report, report.without)}};
  out["with_policies"] = report.with ? json_of(report, *report.with) : ordered_json(nullptr);
  return out.dump(2) + "\n";
}

}  // namespace yanzhen::tools
