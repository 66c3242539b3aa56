#include "models/tax_game/model.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/column.hpp"
#include "models/stylised/movers.hpp"
#include "models/tax_game/mobile_capital.hpp"
#include "models/tax_game/shoppers.hpp"
#include "models/tax_game/tax_model.hpp"

namespace yanzhen::tax_game {
namespace {

constexpr double kMostFen = 4e18;  // of 9.2e18 that a whole number of 64 bits holds

std::vector<Parameter> game_parameters() {
  return {{"game.cross_border", 0, 0, 1, "0 or 1",
           "0: taxes on mobile capital (Zodrow & Mieszkowski 1986); 1: cross-border shoppers (Kanbur & Keen "
           "1993)"},
          {"capital.first_product", 10, .001, 1e6, "yuan/unit/year",
           "A of the output a head f(k) = A k - B k^2/2"},
          {"capital.diminishing", 1, 1e-6, 1e6, "yuan/unit^2/year",
           "B, by how much more capital a head earns less"},
          {"capital.per_head", 1, 1e-6, 1e6, "units/person", "kbar, capital that a person owns"},
          {"shoppers.moving_cost", 1, 1e-6, 1e6, "yuan",
           "delta: going one unit of distance to buy costs a person between 0 and this, uniform (Kanbur & "
           "Keen 1993)"},
          {"governments.public_weight", 0, 0, 1e3, "-",
           "gamma of what governments of the capital game want, x + gamma g; 0: revenue g alone"},
          {"governments.adjustment", .5, .01, 1, "share",
           "part of the way to its best reply that a government goes a year"},
          {"governments.together", 0, 0, 1, "0 or 1",
           "0: in turn within a year, each sees the new taxes of those before it; 1: all at once"},
          {"governments.start_tax", 0, -1e6, 1e6, "yuan/unit/year",
           "tax at the start, where cities have no column `tax`"},
          {"sharing.base", 0, 0, .99, "share",
           "theta of base equalisation (Koethenbuerger 2002); one of the three at most"},
          {"sharing.pool", 0, 0, .99, "share",
           "alpha, part of its revenue that each pays into a pot shared by heads"},
          {"sharing.partner", 0, 0, .99, "share",
           "s of the tax on what moved, paid to the one partner whence it came; cities are partners in "
           "pairs, in the order of the table"}};
}

std::vector<Parameter> parameters() {
  std::vector<Parameter> all = game_parameters();
  for (Parameter& one :
       stylised::mover_parameters({.logit = 0, .people = 1e6, .hazard = 1, .sensitivity = 100})) {
    if (one.name == "moves.people")
      one.meaning = "people who own the capital, or buy; agents are this over people_per_agent";
    if (one.name == "moves.hazard")
      one.meaning = "rate at which an agent of capital considers where to be; shoppers do so in every step";
    if (one.name == "moves.gain_speed") {
      one.default_value = .5;
      one.unit = "per B kbar";
      one.meaning =
          "of comparison: probability of moving, for a gain of B kbar in net return (at most one); above 1 "
          "capital may overshoot";
    }
    all.push_back(std::move(one));
  }
  for (Parameter& one : stylised::geography_parameters()) all.push_back(std::move(one));
  return all;
}

std::vector<TableSpec> tables() {
  return {stylised::cities_table(
              {optional_column("heads", "weight", 0, 1e12,
                               "people of the city; equal where the column is left out"),
               optional_column("capital", "weight", 0, 1e12,
                               "capital at the start; as people where the column is left out"),
               optional_column("tax", "yuan/unit/year", -1e6, 1e6,
                               "tax at the start; governments.start_tax where it is left out")}),
          stylised::links_table()};
}

Sharing sharing_from(const Scenario& scenario, std::size_t cities, Problems& problems) {
  const ParameterValues& values = scenario.parameters;
  Sharing sharing;
  std::string first;
  for (const auto& [name, form] :
       {std::pair{"sharing.base", SharingForm::base}, std::pair{"sharing.pool", SharingForm::pool},
        std::pair{"sharing.partner", SharingForm::partner}}) {
    if (!(values[name] > 0)) continue;
    if (sharing.form != SharingForm::none) {
      problems.add(values.place(name),
                   fmt::format("{} = {:g} beside {} = {:g}", name, values[name], first, sharing.share),
                   "governments share in one form: set the others to zero");
      continue;
    }
    first = name;
    sharing = {form, values[name], {}};
  }
  for (std::size_t i = 0; i < cities; ++i) {
    const std::size_t partner = i % 2 == 0 ? i + 1 : i - 1;
    sharing.partner.push_back(partner < cities ? partner : i);
  }
  return sharing;
}

std::vector<double> start_taxes(const Scenario& scenario, const Table& cities) {
  std::vector<double> taxes(cities.rows(), scenario.parameters["governments.start_tax"]);
  if (cities.column("tax").present)
    for (std::size_t row = 0; row < taxes.size(); ++row)
      taxes[row] = cities.number("tax", row).value_or(taxes[row]);
  return taxes;
}

/// Agents that belong to each city. A city without any has no head over which to count.
std::vector<std::int64_t> agents_at_home(const Scenario& scenario, const Table& cities, Problems& problems) {
  const Eigen::ArrayXd heads = stylised::shares_of(cities, "heads", problems);
  const std::uint32_t agents =
      stylised::agents_asked(scenario.parameters["moves.people"], scenario.people_per_agent,
                             scenario.parameters.place("moves.people"), problems);
  std::vector<std::int64_t> home = stylised::Movers{agents, heads}.count();
  for (std::size_t row = 0; row < home.size(); ++row)
    if (home[row] == 0)
      problems.add(
          cities.place("name_zh", row),
          fmt::format("{} has no agent of {}", cities.text("name_zh", row), agents),
          "every city needs people: raise its heads or moves.people, or lower scale.people_per_agent");
  return home;
}

CapitalTaxGame capital_game(const ParameterValues& values, std::size_t regions, const Sharing& sharing) {
  CapitalTaxGame game;
  game.regions = regions;
  game.first_product = values["capital.first_product"];
  game.diminishing = values["capital.diminishing"];
  game.capital = values["capital.per_head"];
  if (values["governments.public_weight"] > 0) game.public_weight = values["governments.public_weight"];
  game.sharing = sharing;
  return game;
}

std::unique_ptr<MobileBase> base_of(const Scenario& scenario, const stylised::Geography& geography,
                                    std::vector<std::int64_t> home, const Sharing& sharing,
                                    Problems& problems) {
  const ParameterValues& values = scenario.parameters;
  if (values["game.cross_border"] > .5)
    return std::make_unique<Shoppers>(
        CrossBorderGame{{},
                        values["shoppers.moving_cost"],
                        geography.distance(scenario.clock.decimal_year(0), stylised::Policies::in_force),
                        sharing},
        std::move(home), scenario.seed);
  const Table& cities = scenario.tables.at("cities");
  const Eigen::ArrayXd start =
      stylised::shares_of(cities, cities.column("capital").present ? "capital" : "heads", problems);
  const stylised::MoveRule rule = stylised::MoveRule::from(values);
  return std::make_unique<MobileCapital>(capital_game(values, home.size(), sharing), std::move(home), start,
                                         rule, rule.probability(scenario.clock.years_per_step()),
                                         scenario.seed);
}

/// All the tax that could come together in a run must be a number of fen that 64 bits hold.
void refuse_uncountable(const Scenario& scenario, const MobileBase& base, const std::vector<double>& start,
                        Problems& problems) {
  const TaxRange range = base.range();
  double highest = std::max(-range.least, range.most);
  for (const double tax : start) highest = std::max(highest, std::abs(tax));
  const double years = std::max(1.0, scenario.clock.years_per_step() * scenario.clock.steps());
  const double fen = 100 * highest * base.units_per_person() * scenario.parameters["moves.people"] * years;
  if (fen <= kMostFen) return;
  problems.add(scenario.parameters.place("moves.people"),
               fmt::format("taxes of up to {:g} yuan a unit could bring {:g} fen in the run, allowed is {:g}",
                           highest, fen, kMostFen),
               "fewer people, or another unit of money");
}

std::unique_ptr<Model> make(const Scenario& scenario, Problems& problems) {
  const std::size_t before = problems.count();
  std::shared_ptr<const stylised::Geography> geography = stylised::Geography::read(scenario, problems);
  if (geography == nullptr) return nullptr;
  const Table& cities = scenario.tables.at("cities");
  if (geography->cities() < 2)
    problems.add({cities.file(), 1, 0}, "there is one city", "a game needs two governments or more");
  std::vector<std::int64_t> home = agents_at_home(scenario, cities, problems);
  Governments governments{
      start_taxes(scenario, cities),
      {scenario.parameters["governments.adjustment"], scenario.parameters["governments.together"] > .5},
      sharing_from(scenario, geography->cities(), problems),
      1};
  if (scenario.parameters["governments.public_weight"] > 0)
    governments.public_weight = scenario.parameters["governments.public_weight"];
  if (problems.count() > before) return nullptr;
  std::unique_ptr<MobileBase> base =
      base_of(scenario, *geography, std::move(home), governments.sharing, problems);
  refuse_uncountable(scenario, *base, governments.taxes, problems);
  if (problems.count() > before) return nullptr;
  return std::make_unique<TaxModel>(scenario, std::move(geography), std::move(governments), std::move(base));
}

}  // namespace

ModelDeclaration declaration() {
  return {"tax_game",
          "governments reply to each other's taxes over capital or shoppers that move (Zodrow & Mieszkowski "
          "1986; "
          "Kanbur & Keen 1993)",
          parameters(),
          tables(),
          stylised::geography_rules(),
          make};
}

}  // namespace yanzhen::tax_game
