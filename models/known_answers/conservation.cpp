// What may never change but by what is counted: agents and money, held against the agents' own records at
// every step.
#include <cmath>
#include <map>

#include "models/industry_migration/migration_model.hpp"
#include "models/known_answers/agent_runs.hpp"
#include "models/known_answers/families.hpp"
#include "models/known_answers/full_model_limit.hpp"

namespace yanzhen::known_answers {
namespace {

using namespace industry_migration;

/// Nothing may be off. A run in which nothing happened proves nothing.
Finding nothing_off(double off, double happened) { return exactly(0, happened > 0 ? off : NAN); }

/// Of entrepreneurs that crowd together on a ring of six: steps after which a city does not hold those it
/// held before, those who came and not those who left, or after which one is missing.
Finding movers(const Effort& effort) {
  constexpr std::size_t kCities = 6;
  Setting setting;
  setting.trade = Trade::footloose_entrepreneur;
  setting.substitution = 3;
  setting.spending = .6;
  setting.cities = kCities;
  setting.links = stylised::ring(kCities);
  setting.agents = effort.count(10'000, 10);
  Simulation run = agents_at(setting, .3, {.2, .16, .16, .16, .16, .16});
  std::vector<double> before = stylised::panel_of(run.model(), "workers");
  double off = 0, moved = 0;
  for (int step = 0; step < 200; ++step) {
    effort.breathe();
    run.model().start_flow_interval();
    run.step();
    const std::vector<double> moves = stylised::panel_of(run.model(), "moves");
    std::vector<double> now(kCities, 0.0);
    const std::vector<AgentColumn> records = run.model().copy_agents();
    for (const double city : records.at(0).values) now[static_cast<std::size_t>(city)] += 1;
    for (std::size_t i = 0; i < kCities; ++i)
      for (std::size_t j = 0; j < kCities; ++j) {
        before[i] -= moves[i * kCities + j];
        before[j] += moves[i * kCities + j];
      }
    off += now == before && run.model().agents() == static_cast<std::uint64_t>(setting.agents) ? 0 : 1;
    before = now;
    moved += static_cast<double>(run.model().moves());
  }
  return nothing_off(off, moved);
}

/// A small run of the industry-migration model in which people move, are born and die, firms open and close,
/// and governments tax and share.
Simulation small_country(const Effort& effort) {
  LimitSize size;
  size.residents = effort.count(2000, 5);
  size.firms = effort.count(300, 5);
  size.years = 5;
  Scenario scenario = limit_scenario({3, .6}, .5, size);
  Problems problems;
  for (const auto& [name, value] : std::map<std::string, double>{{"government.tax.value_added", .1},
                                                                 {"government.tax.profit", .2},
                                                                 {"government.tax.land", .1},
                                                                 {"government.equalisation", .5},
                                                                 {"firms.founder_share", .5},
                                                                 {"firms.relocation.hazard", .2},
                                                                 {"talent.fertility", 1.2},
                                                                 {"talent.mortality.level", .005},
                                                                 {"talent.general.move_rate", .3}})
    scenario.parameters.set(name, value, {}, problems);
  problems.throw_if_any();
  return {scenario, std::make_unique<MigrationModel>(limit_world(scenario))};
}

const MigrationModel& model_of(const Simulation& run) {
  return dynamic_cast<const MigrationModel&>(run.model());
}

/// Agents in each city by their own records.
template <class Population>
std::vector<std::int64_t> counted(const Population& population) {
  std::vector<std::int64_t> by_city(2, 0);
  for (const NodeNumber city : population.city)
    if (city != kNowhere) ++by_city.at(city);
  return by_city;
}

/// What was counted as happening to the people of a city in the last step.
std::int64_t change_of_people(const MigrationModel& model, std::size_t city) {
  const TallyLayout& layout = model.layout();
  const Tally& step = model.economy().step;
  const std::size_t other = 1 - city;
  std::int64_t change = 0;
  for (std::size_t q = 0; q < kTiers; ++q)
    change += step[layout.births(city, q)] - step[layout.deaths(city, q)] +
              step[layout.talent_moves(q, other, city)] - step[layout.talent_moves(q, city, other)];
  return change;
}

std::int64_t change_of_firms(const MigrationModel& model, std::size_t city) {
  const TallyLayout& layout = model.layout();
  const Tally& step = model.economy().step;
  const std::size_t industries = model.world().n_industry(), other = 1 - city;
  std::int64_t change = 0;
  for (std::size_t s = 0; s < industries; ++s) {
    const std::size_t cell = city * industries + s;
    change += step[layout.firm_spinoffs(cell)] + step[layout.firm_founded(cell)] -
              step[layout.firm_exits(cell)] + step[layout.firm_moves(s, other, city)] -
              step[layout.firm_moves(s, city, other)] + step[layout.firm_branches(s, other, city)] +
              step[layout.firm_branches(s, city, city)];
  }
  return change;
}

/// Agents that are there and should not be, or should be and are not, summed over steps and cities.
Finding agents(const Effort& effort, const std::function<std::vector<std::int64_t>(const Economy&)>& count,
               std::int64_t (*change)(const MigrationModel&, std::size_t)) {
  Simulation run = small_country(effort);
  std::vector<std::int64_t> before = count(model_of(run).economy());
  std::int64_t off = 0, changes = 0;
  while (run.now() < run.end()) {
    effort.breathe();
    run.step();
    const std::vector<std::int64_t> now = count(model_of(run).economy());
    for (std::size_t city = 0; city < 2; ++city) {
      const std::int64_t wanted = change(model_of(run), city);
      off += std::abs(now[city] - before[city] - wanted);
      changes += std::abs(wanted);
    }
    before = now;
  }
  return nothing_off(static_cast<double>(off), static_cast<double>(changes));
}

Finding people(const Effort& effort) {
  return agents(
      effort, [](const Economy& economy) { return counted(economy.talent); }, change_of_people);
}

Finding firms(const Effort& effort) {
  return agents(
      effort, [](const Economy& economy) { return counted(economy.firms); }, change_of_firms);
}

/// Fen by which balances of all accounts differ from what was injected so far, summed over steps.
Finding money(const Effort& effort) {
  Simulation run = small_country(effort);
  Fen injected = 0, off = 0, paid = 0;
  while (run.now() < run.end()) {
    effort.breathe();
    run.step();
    const Ledger& ledger = model_of(run).economy().money.ledger;
    Fen held = 0;
    for (AccountNumber account = 0; account < ledger.accounts(); ++account) held += ledger.balance(account);
    for (LineNumber line = 0; line < ledger.lines(); ++line) {
      injected += ledger.injected(line);
      for (AccountNumber account = 0; account < ledger.accounts(); ++account)
        paid += ledger.paid(line, account);
    }
    off += std::abs(held - injected);
  }
  return nothing_off(static_cast<double>(off), static_cast<double>(paid));
}

}  // namespace

std::vector<KnownAnswer> conservation_answers() {
  const char* const kLaw = "MODEL.md section 13";
  return {
      {"conservation/movers", "steps after which entrepreneurs on a ring of six do not add up", kLaw, movers},
      {"conservation/people", "people not accounted for by births, deaths and moves, at every step", kLaw,
       people},
      {"conservation/firms", "firms not accounted for by openings, closures and moves, at every step", kLaw,
       firms},
      {"conservation/money", "fen that were made or lost, at every step", kLaw, money}};
}

}  // namespace yanzhen::known_answers
