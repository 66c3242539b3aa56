#include "models/industry_migration/migration_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/checksum.hpp"
#include "engine/elementary.hpp"
#include "models/industry_migration/enclave_note.hpp"
#include "models/industry_migration/fiscal_loss.hpp"
#include "models/industry_migration/indices.hpp"
#include "models/industry_migration/model.hpp"
#include "models/industry_migration/plant_facts.hpp"
#include "models/industry_migration/policies/registry.hpp"
#include "models/industry_migration/start.hpp"
#include "models/industry_migration/synthesis.hpp"
#include "models/industry_migration/treasury.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

constexpr double kQuarter = .25;  // factors.price_adjustment is meant per quarter

/// Rounds of price adjustment in a step: one a quarter, so that long steps do not overshoot (section 4).
int price_rounds(const World& world) {
  return std::max(1, static_cast<int>(std::lround(world.clock.years_per_step() / kQuarter)));
}

/// eta of a round, from that of a quarter: 1 - (1 - eta)^(years of a round / quarter).
double price_adjustment(const World& world) {
  const double left = 1.0 - world.parameters.price_adjustment;
  return left > 0 ? 1.0 - power(left, world.clock.years_per_step() / kQuarter / price_rounds(world)) : 1.0;
}

}  // namespace

MigrationModel::MigrationModel(std::shared_ptr<const World> world)
    : world_{std::move(world)},
      market_{world_->technology},
      layout_{world_->n_city(), world_->n_node(), world_->n_industry(), kTiers, world_->n_park()},
      counts_{layout_.size()},
      fields_{StepFields::none(*world_)},
      reach_fields_{ReachFields::none(*world_)},
      talent_choice_{*world_},
      firm_choice_{*world_},
      park_choice_{*world_},
      capital_choice_{*world_},
      talent_step_{*world_, calibration_},
      firm_step_{*world_},
      capital_step_{*world_},
      notes_{world_->notes} {
  economy_.step.assign(layout_.size(), 0);
  economy_.interval.assign(layout_.size(), 0);
  start();
  calibrate();
  declare_dimensions();
  declare_panels();
  declare_phases();
}

// ---- the start
// ------------------------------------------------------------------------------------------------------

void MigrationModel::start() {
  const World& world = *world_;
  const double first_year = world.clock.decimal_year(0);
  travel_ = travel_at(world, *world.graph, *world.freight, first_year);
  reach_ = reach_at(world, travel_, reach_fields_);
  set_trade_costs(world, travel_, reach_fields_, market_);
  // Without the links of policies: where one is open already, the first step sees another version.
  reach_version_ = {
      static_cast<double>(world.graph->changes(first_year) + world.freight->changes(first_year))};
  const auto nodes = static_cast<Index>(world.n_node()), industries = static_cast<Index>(world.n_industry());
  calibration_.value_added = start_value_added(world);
  const Eigen::ArrayXXd sales = calibration_.value_added.rowwise() / world.technology.value_added.transpose();
  economy_.talent = start_talent(world, calibration_.value_added, reach_.minutes);
  economy_.firms = start_firms(world, sales);
  economy_.capital = start_capital(world, calibration_.value_added);
  economy_.outside_people.assign(kTiers, 0);
  economy_.outside_capital.assign(world.n_node(), 0);
  MarketState& market = economy_.market;
  market.stock.setZero(nodes, kFactors);
  market.mass.setZero(nodes, industries);
  market.firms.setZero(nodes, industries);
  if (world.has_outside()) {
    const Outside& outside = world.outside.front();
    const Parameters& p = world.parameters;
    const double sum = p.adult_share[0] + p.adult_share[1] + p.adult_share[2] + p.adult_share[3];
    for (std::size_t q = 0; q < kTiers; ++q)
      economy_.outside_people[q] = std::llround(outside.residents / world.weight * p.adult_share[q] / sum);
    economy_.outside_capital.back() =
        std::llround(p.capital_output_ratio * outside.value_added / agent_capital(world));
    for (Index s = 0; s < industries; ++s) {
      market.firms(nodes - 1, s) =
          sales(nodes - 1, s) / world.industries[static_cast<std::size_t>(s)].sales_per_firm;
      market.mass(nodes - 1, s) = market.firms(nodes - 1, s);
    }
  }
  economy_.census = take_census(world, economy_, 0);
  economy_.money = PublicMoney::opened(world);
  for (const Policy& policy : world.policies) economy_.memory.push_back(policy.acts->memory(world));
  fill_market_stocks(world, economy_, fields_);
  market.pay = sales;
  market.price = market_.factor_demand(market) / market.stock;
  const Inversion inversion = invert_productivity(market_, market, sales);
  if (inversion.miss > 1e-8)
    notes_.push_back(fmt::format("the inversion for productivity left a gap of {:.1e} after {} sweeps",
                                 inversion.miss, inversion.sweeps));
  market.profit.setZero(nodes, industries);
  const Eigen::ArrayXXd profit = profit_per_mass(world.technology, market, fields_);
  market.overhead =
      (market.firms > 0).select(profit * market.mass / market.firms.max(1e-300), profit) / market.unit_cost;
  rehearse_public_money();
}

/// What a step of the start would buy, so that people know the services of the first step. Nothing of it is
/// in the books.
void MigrationModel::rehearse_public_money() {
  static_cast<void>(settle_public_money(*world_, economy_, fields_, 0));
  PublicMoney rehearsed = std::move(economy_.money);
  economy_.money = PublicMoney::opened(*world_);
  economy_.money.services = std::move(rehearsed.services);
  economy_.money.disposable = std::move(rehearsed.disposable);
}

void MigrationModel::calibrate() {
  const World& world = *world_;
  const Parameters& p = world.parameters;
  const MarketState& market = economy_.market;
  const Eigen::ArrayXXd quotient = location_quotients(value_added(world.technology, market));
  calibration_.external =
      external_economies(quotient, p.external_benefit, p.external_crowding, p.external_mass);
  calibration_.knowledge = log_knowledge(world, market, fields_, reach_.knowledge);
  double miss = 0;
  std::size_t clipped = 0;
  calibration_.amenity = invert_amenities(world, market_, economy_, fields_, services(), reach_.talent,
                                          talent_step_.schedule(), miss, clipped);
  if (miss > 1e-9) notes_.push_back(fmt::format("the inversion for amenities left a gap of {:.1e}", miss));
  if (clipped > 0)
    notes_.push_back(fmt::format(
        "net migration of {} pairs of city and tier asks for more people than consider leaving, and is cut",
        clipped));
  calibration_.firm_site = invert_firm_sites(world, economy_, fields_, reach_.firms);
  calibration_.capital_site = invert_capital_sites(world, economy_, reach_.capital);

  const auto cities = static_cast<Index>(world.n_city()), industries = static_cast<Index>(world.n_industry());
  calibration_.founding_taste.setZero(cities, industries);
  calibration_.founding_rate.setZero(cities);
  economy_.neutral_exits.assign(world.n_cell(), 0);
  economy_.neutral_exit_mass.assign(world.n_cell(), 0);
  firm_choice_.update(world, calibration_, economy_, fields_, reach_.firms, reach_.knowledge);
  firm_step_.count_neutral_exits(economy_, firm_choice_);
  const Eigen::ArrayXXd density = city_density(world, fields_.relatedness, quotient);
  for (Index i = 0; i < cities; ++i) {
    double leaving = 0;
    for (Index s = 0; s < industries; ++s) {
      const double exits =
          static_cast<double>(economy_.neutral_exits[static_cast<std::size_t>(i * industries + s)]) *
          kNeutralExit;
      const double firms = exits * world.firm_weight[static_cast<std::size_t>(s)];
      leaving += firms;
      calibration_.founding_taste(i, s) =
          natural_log(firms + 1e-4) -  // the floor: an industry not there yet may still be founded
          p.industry_relatedness_weight * natural_log(p.relatedness_floor + density(i, s));
    }
    std::int64_t talent = 0;
    for (std::size_t q = 2; q < kTiers; ++q)
      talent += economy_.census.workers[static_cast<std::size_t>(i) * kTiers + q];
    calibration_.founding_rate(i) =
        talent > 0 ? std::min(.5, leaving * p.founder_share / (static_cast<double>(talent) * world.weight))
                   : 0.0;
  }
  for (std::string& note : enclave_notes(world, economy_, firm_choice_)) notes_.push_back(std::move(note));
}

// ---- phases
// ---------------------------------------------------------------------------------------------------------

void MigrationModel::declare_phases() {
  phases_ = {
      {"rules", [this](Step step) { write_fields(step); }},
      {"links", [this](Step step) { update_reach(step); }},
      {"market", [this](Step) { clear_market(); }},
      {"public_money",
       [this](Step step) {
         placements_ = settle_public_money(*world_, economy_, fields_, world_->clock.months(step));
       }},
      {"choices", [this](Step) { update_choices(); }},
      {"talent",
       [this](Step step) {
         founders_.clear();
         talent_step_.run(economy_, talent_choice_, fields_, layout_, counts_, step, founders_);
       }},
      {"firms",
       [this](Step step) {
         firm_step_.run(economy_, {firm_choice_, park_choice_, fields_}, layout_, counts_, step, founders_);
       }},
      {"capital",
       [this](Step step) {
         capital_step_.run(economy_, capital_choice_, layout_, counts_, step);
         for (const Placement& placement : placements_)
           capital_step_.place_public(economy_, layout_, placement.order, placement.units, step);
       }},
      {"audit", [this](Step step) { settle_and_audit(step); }},
  };
}

/// Rules write the fields of a step: each one that holds now, in the order of the registry.
void MigrationModel::write_fields(Step step) {
  const World& world = *world_;
  fields_ = StepFields::none(world);
  for (std::size_t k = 0; k < world.policies.size(); ++k) {
    const double strength = strength_of(k, step);
    if (!(strength > 0)) continue;
    const Moment now{step, world.clock.decimal_year(step), world.clock.years_per_step(), strength,
                     world.clock.begins_year(step)};
    world.policies[k].acts->write(fields_, economy_.memory[k], {world, economy_, k, now});
  }
  keep_subsidies_affordable(world, economy_, fields_);
  set_obstruction(world, economy_, fields_);
}

double MigrationModel::strength_of(std::size_t policy, Step step) const {
  const Clock& clock = world_->clock;
  return world_->policies[policy].window.strength_at(clock.decimal_year(step), clock.decimal_year(0));
}

std::size_t MigrationModel::networks_changes(double year) const {
  const World& world = *world_;
  return world.reform_graph ? world.reform_graph->changes(year) + world.reform_freight->changes(year)
                            : world.graph->changes(year) + world.freight->changes(year);
}

/// Travel times and everything that follows from them, when a link has opened or closed since the last step,
/// or when a rule that changes distance or borders has changed its strength.
void MigrationModel::update_reach(Step step) {
  const World& world = *world_;
  const double year = world.clock.decimal_year(step);
  std::vector<double> version{static_cast<double>(networks_changes(year))};
  for (std::size_t k = 0; k < world.policies.size(); ++k)
    if (world.policies[k].acts->changes_reach()) version.push_back(strength_of(k, step));
  // Strengths of zero at the end say the same as no rule at all: the start has none.
  while (version.size() > 1 && version.back() == 0.0) version.pop_back();
  if (version == reach_version_) return;
  if (reach_version_.empty() || version.front() != reach_version_.front())
    travel_ = travel_at(world, world.reform_graph ? *world.reform_graph : *world.graph,
                        world.reform_freight ? *world.reform_freight : *world.freight, year);
  reach_version_ = std::move(version);
  reach_fields_ = ReachFields::none(world);
  for (std::size_t k = 0; k < world.policies.size(); ++k) {
    const double strength = strength_of(k, step);
    if (world.policies[k].acts->changes_reach() && strength > 0)
      world.policies[k].acts->write_reach(reach_fields_, world, strength);
  }
  reach_ = reach_at(world, travel_, reach_fields_);
  set_trade_costs(world, travel_, reach_fields_, market_);
}

void MigrationModel::clear_market() {
  fill_market_stocks(*world_, economy_, fields_);
  MarketState& market = economy_.market;
  market.log_cost = fields_.log_cost;
  market.household.assign(fields_.household.begin(), fields_.household.end());
  for (int round = 0; round < price_rounds(*world_); ++round) {
    market_.adjust_prices(market, price_adjustment(*world_));
    market_.update_costs(market, 1);
    market_.update_sales(market);
    market_.pay_out(market);
  }
  audit_market(*world_, market);
}

Eigen::ArrayXd MigrationModel::services() const {
  const World& world = *world_;
  const std::vector<std::int64_t> heads = residents_by_node(world, economy_);
  Eigen::ArrayXd per_head(static_cast<Index>(world.n_node()));
  for (std::size_t i = 0; i < heads.size(); ++i) {
    const double yuan = static_cast<double>(economy_.money.services[i]) / kFenPerYuan /
                        world.clock.years_per_step() /
                        static_cast<double>(std::max<std::int64_t>(heads[i], 1));
    per_head(static_cast<Index>(i)) = std::max(yuan, 1.0);  // without any tax: the same everywhere
  }
  return per_head;
}

void MigrationModel::update_choices() {
  const World& world = *world_;
  talent_choice_.update(world, market_, economy_.market, fields_, services(), reach_.talent,
                        calibration_.amenity);
  firm_choice_.update(world, calibration_, economy_, fields_, reach_.firms, reach_.knowledge);
  park_choice_.update(world, calibration_, economy_, fields_, firm_choice_, reach_.firms);
  capital_choice_.update(world, calibration_, economy_, reach_.capital);
  std::fill(economy_.step.begin(), economy_.step.end(), 0);
}

void MigrationModel::settle_and_audit(Step step) {
  const World& world = *world_;
  if (world.has_outside()) firm_step_.grow_outside(economy_, firm_choice_);
  Census after = take_census(world, economy_, world.clock.months(step + 1));
  audit_stocks(world, layout_, economy_.census, after, economy_.step);
  audit_parks(world, after);
  economy_.money.ledger.audit();
  economy_.census = std::move(after);
  months_done_ = world.clock.months(step + 1);
  for (std::size_t k = 0; k < economy_.step.size(); ++k) economy_.interval[k] += economy_.step[k];
}

// ---- what the engine asks
// -------------------------------------------------------------------------------------------

void MigrationModel::start_flow_interval() {
  std::fill(economy_.interval.begin(), economy_.interval.end(), 0);
  economy_.money.begin_interval();
}

void MigrationModel::visit_state(StateVisitor& visitor) {
  economy_.visit_state(visitor);
  visit_shown_fields(visitor, fields_);
  visitor.value("months_done", months_done_);
  // Travel times follow from the date alone, but for which date they stand is known only when asked: ask
  // again.
  reach_version_.clear();
}

std::uint64_t MigrationModel::agents() const {
  return std::uint64_t{economy_.talent.slots.alive()} + economy_.firms.slots.alive() +
         economy_.capital.slots.alive();
}

std::uint64_t MigrationModel::moves() const {
  const World& world = *world_;
  std::int64_t moves = 0;
  for (std::size_t i = 0; i < world.n_node(); ++i)
    for (std::size_t j = 0; j < world.n_node(); ++j) {
      for (std::size_t q = 0; q < kTiers; ++q) moves += economy_.step[layout_.talent_moves(q, i, j)];
      for (std::size_t s = 0; s < world.n_industry(); ++s)
        moves += economy_.step[layout_.firm_moves(s, i, j)];
      moves += economy_.step[layout_.capital_moves(i, j)];
    }
  return static_cast<std::uint64_t>(moves);
}

std::uint64_t MigrationModel::checksum() const {
  Checksum sum;
  for (const Tally* counts : {&economy_.census.residents, &economy_.census.workers, &economy_.census.local,
                              &economy_.census.firms, &economy_.census.mass, &economy_.census.capital,
                              &economy_.outside_people, &economy_.outside_capital, &economy_.money.services})
    sum.add(std::span<const std::int64_t>{*counts});
  sum.add(std::span<const std::int64_t>{economy_.step}.first(layout_.common()));
  const Accounts accounts{world_->n_node()};
  for (AccountNumber account = 0; account < accounts.pot(0); ++account)
    sum.add(static_cast<std::uint64_t>(economy_.money.ledger.balance(account)));
  return sum.value();
}

namespace {

template <class T>
AgentColumn column_of(const char* population, const char* name, const char* unit, const char* meaning,
                      const std::vector<T>& values, const std::vector<NodeNumber>& city) {
  AgentColumn column{population, name, unit, meaning, {}};
  for (std::size_t row = 0; row < values.size(); ++row)
    if (city[row] != kNowhere) column.values.push_back(static_cast<double>(values[row]));
  return column;
}

AgentColumn fact_column(const MigrationModel& model, const char* name, const char* meaning,
                        double (*fact)(const PlantFacts&)) {
  AgentColumn column{"firms", name, "share", meaning, {}};
  const FirmPopulation& firms = model.economy().firms;
  for (Row row = 0; row < firms.slots.size(); ++row)
    if (firms.city[row] != kNowhere)
      column.values.push_back(fact(facts_of(model.world(), model.fields(), firms, row, model.months_done())));
  return column;
}

}  // namespace

std::vector<AgentColumn> MigrationModel::copy_agents() const {
  const TalentPopulation& t = economy_.talent;
  const FirmPopulation& f = economy_.firms;
  const CapitalPopulation& c = economy_.capital;
  return {
      column_of("talent", "city", "index", "city where the person lives", t.city, t.city),
      column_of("talent", "hukou", "index",
                "node where the person is registered; the number of cities = outside", t.hukou, t.city),
      column_of("talent", "born", "months", "month of birth since the start of the run", t.born, t.city),
      column_of("talent", "tier", "index", "skill tier", t.tier, t.city),
      column_of("talent", "industry", "index", "industry of experience", t.industry, t.city),
      column_of("firms", "city", "index", "city where the firm stands", f.city, f.city),
      column_of("firms", "home", "index", "node where the firm is registered", f.home, f.city),
      column_of("firms", "park", "index", "park in which the firm stands; 65535 = none", f.park, f.city),
      column_of("firms", "industry", "index", "industry", f.industry, f.city),
      fact_column(*this, "credited", "part of output and tax that statistics book for the origin of its park",
                  [](const PlantFacts& facts) { return facts.credited; }),
      fact_column(*this, "cash",
                  "part of its local tax that is passed on to its home or the origin of its park",
                  [](const PlantFacts& facts) { return facts.cash; }),
      column_of("firms", "log_productivity", "ln", "productivity relative to the frontier of the industry",
                f.log_productivity, f.city),
      column_of("firms", "founded", "months", "month of founding since the start of the run", f.founded,
                f.city),
      column_of("firms", "settled", "months", "month of the last move since the start of the run", f.settled,
                f.city),
      column_of("capital", "city", "index", "city where the unit is placed", c.city, c.city),
      column_of("capital", "owner", "index", "node whose savings it is", c.owner, c.city),
      column_of("capital", "industry", "index", "industry", c.industry, c.city),
      column_of("capital", "kind", "index", "0 free, 1 public capital bound to its city", c.kind, c.city),
      column_of("capital", "matures", "months", "month in which it can move, since the start of the run",
                c.matures, c.city)};
}

std::unique_ptr<Model> make_model(std::shared_ptr<const World> world) {
  return std::make_unique<MigrationModel>(std::move(world));
}

ModelDeclaration declaration() {
  return {"industry_migration",
          "firms, talent and capital of cities, one by one, over a market with trade costs, input-output "
          "links and sticky prices",
          declared_parameters(),
          table_specs(),
          rule_declarations(),
          [](const Scenario& scenario, Problems& problems) -> std::unique_ptr<Model> {
            const std::shared_ptr<const World> world = read_world(scenario, problems);
            if (problems.any()) return nullptr;
            return make_model(world);
          }};
}

}  // namespace yanzhen::industry_migration
