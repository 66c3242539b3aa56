// Nothing is lost and nothing is made: stocks and flows as a reader of a run file sees them, agents one by
// one, and the audit that stops a run in which they do not agree.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <set>

#include "tests/support/model_run.hpp"
#include "tests/support/small_world.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using industry_migration::Economy;
using industry_migration::kNowhere;
using industry_migration::kTiers;
using industry_migration::MigrationModel;
using industry_migration::World;

namespace {

Scenario invented(bool outside) {
  SmallScenario small{{.cities = 4, .industries = 3, .outside = outside, .seed = 5}};
  small.people_per_agent = 30;
  return small.build();
}

std::vector<Scenario> scenarios() {
  return {shipped_scenario("tiny/tiny.toml"), invented(true), invented(false)};
}

/// Whole agents behind a panel. `unit` is what one of them stands for.
std::vector<std::int64_t> agents_in(const std::vector<double>& values, double unit) {
  std::vector<std::int64_t> agents;
  for (const double value : values) {
    agents.push_back(std::llround(value / unit));
    // One product and one quotient: far nearer to a whole number than this, unless the count is not whole.
    if (!(std::abs(value / unit - static_cast<double>(agents.back())) < 1e-6)) FAIL("not whole: ", value);
  }
  return agents;
}

/// As agents_in, of a panel whose agents of each industry stand for another number. `stride` is how many
/// neighbouring values share an industry.
std::vector<std::int64_t> firms_in(const World& world, const std::vector<double>& values,
                                   std::size_t stride) {
  std::vector<std::int64_t> firms;
  for (std::size_t k = 0; k < values.size(); ++k)
    firms.push_back(agents_in({values[k]}, world.firm_weight[k / stride % world.n_industry()]).front());
  return firms;
}

/// Arrivals less departures of each place, from a matrix of (origin, destination) within an array.
std::int64_t net_flow(const std::vector<std::int64_t>& flows, std::size_t kind, std::size_t place,
                      std::size_t nodes) {
  std::int64_t net = 0;
  for (std::size_t other = 0; other < nodes; ++other)
    net += flows[(kind * nodes + other) * nodes + place] - flows[(kind * nodes + place) * nodes + other];
  return net;
}

std::int64_t arrivals(const std::vector<std::int64_t>& flows, std::size_t kind, std::size_t place,
                      std::size_t nodes) {
  std::int64_t sum = 0;
  for (std::size_t other = 0; other < nodes; ++other) sum += flows[(kind * nodes + other) * nodes + place];
  return sum;
}

struct Stocks {
  std::vector<std::int64_t> residents, firms, capital;
};

/// The stocks that a record shows, in agents.
Stocks recorded_stocks(Simulation& run) {
  const MigrationModel& model = model_of(run);
  const World& world = model.world();
  return {agents_in(panel(model, "talent"), world.weight),
          firms_in(world, panel(model, "firms_by_industry"), 1),
          agents_in(panel(model, "capital_by_industry"), agent_capital(world))};
}

/// What the flows of a record make of the stocks of the record before it.
Stocks after_recorded_flows(Simulation& run, const Stocks& before) {
  const MigrationModel& model = model_of(run);
  const World& world = model.world();
  const std::size_t nodes = world.n_node();
  const auto people = [&](const char* name) { return agents_in(panel(model, name), world.weight); };
  const auto firms = [&](const char* name, std::size_t stride) {
    return firms_in(world, panel(model, name), stride);
  };
  const auto units = [&](const char* name) { return agents_in(panel(model, name), agent_capital(world)); };
  const auto moved = people("talent_flows"), born = people("births"), died = people("deaths");
  const auto lost = people("tier_losses"), gained = people("tier_gains");
  const auto firm_moves = firms("firm_flows", nodes * nodes), branches = firms("branch_flows", nodes * nodes);
  const auto closed = firms("firm_exits", 1), spun = firms("firm_spinoffs", 1);
  const auto founded = firms("firm_foundings", 1);
  const auto came = units("capital_arrivals"), left = units("capital_departures");
  const auto formed = units("capital_formed"), worn = units("capital_worn_out");

  Stocks after = before;
  for (std::size_t i = 0; i < world.n_city(); ++i) {
    for (std::size_t q = 0; q < kTiers; ++q) {
      const std::size_t k = i * kTiers + q;
      after.residents[k] += net_flow(moved, q, i, nodes) + born[k] - died[k] + gained[k] - lost[k];
    }
    for (std::size_t s = 0; s < world.n_industry(); ++s) {
      const std::size_t k = i * world.n_industry() + s;
      after.firms[k] += net_flow(firm_moves, s, i, nodes) + arrivals(branches, s, i, nodes) + spun[k] +
                        founded[k] - closed[k];
      after.capital[k] += came[k] - left[k] + formed[k] - worn[k];
    }
  }
  return after;
}

/// Runs `steps` more steps and hands each to `check`.
template <class Check>
void each_step(Simulation& run, Step steps, const Check& check) {
  for (const Step last = run.now() + steps; run.now() < last;) {
    run.model().start_flow_interval();
    run.step();
    CAPTURE(run.now());
    check();
  }
}

/// Rows of a population that somebody uses.
template <class Population>
std::size_t rows_in_use(const Population& population) {
  return static_cast<std::size_t>(std::count_if(population.city.begin(), population.city.end(),
                                                [](auto city) { return city != kNowhere; }));
}

/// Free rows of a population as its saved state lists them.
std::vector<std::uint32_t> free_rows(Simulation& run, const std::string& population) {
  const auto bytes = state_of(run).at(population + "/slots/free").bytes;
  std::vector<std::uint32_t> rows(bytes.size() / sizeof(std::uint32_t));
  if (!bytes.empty()) std::memcpy(rows.data(), bytes.data(), bytes.size());
  return rows;
}

template <class Population>
void check_slots(Simulation& run, const Population& population, const std::string& name) {
  CAPTURE(name);
  const std::vector<std::uint32_t> free = free_rows(run, name);
  const std::set<std::uint32_t> different(free.begin(), free.end());
  CHECK(different.size() == free.size());
  CHECK(population.city.size() == population.slots.size());
  CHECK(rows_in_use(population) == population.slots.alive());
  CHECK(population.slots.alive() + free.size() == population.slots.size());
  CHECK(std::all_of(free.begin(), free.end(),
                    [&](std::uint32_t row) { return population.city.at(row) == kNowhere; }));
}

std::size_t people_out_of_range(const World& world, const Economy& economy, std::int32_t now) {
  const auto& talent = economy.talent;
  std::size_t wrong = 0;
  for (std::size_t k = 0; k < talent.city.size(); ++k) {
    if (talent.city[k] == kNowhere) continue;
    const bool fine = talent.city[k] < world.n_city() && talent.hukou[k] < world.n_node() &&
                      talent.tier[k] < kTiers && talent.industry[k] < world.n_industry() &&
                      talent.born[k] <= now && now - talent.born[k] <= 111 * 12;
    wrong += fine ? 0 : 1;
  }
  return wrong;
}

std::size_t firms_out_of_range(const World& world, const Economy& economy, std::int32_t now) {
  const auto& firms = economy.firms;
  std::size_t wrong = 0;
  for (std::size_t k = 0; k < firms.city.size(); ++k) {
    if (firms.city[k] == kNowhere) continue;
    const bool fine = firms.city[k] < world.n_city() && firms.home[k] < world.n_node() &&
                      firms.industry[k] < world.n_industry() && std::isfinite(firms.log_productivity[k]) &&
                      firms.founded[k] <= firms.settled[k] && firms.settled[k] <= now;
    wrong += fine ? 0 : 1;
  }
  return wrong;
}

std::size_t units_out_of_range(const World& world, const Economy& economy, std::int32_t before) {
  const auto& capital = economy.capital;
  std::size_t wrong = 0;
  for (std::size_t k = 0; k < capital.city.size(); ++k) {
    if (capital.city[k] == kNowhere) continue;
    // Whoever matured by the beginning of a step has been placed anew in it.
    const bool fine = capital.city[k] < world.n_city() && capital.owner[k] < world.n_node() &&
                      capital.industry[k] < world.n_industry() && capital.matures[k] > before;
    wrong += fine ? 0 : 1;
  }
  return wrong;
}

/// What the next step says when one record was changed behind its back, or nothing where it ran through.
template <class Change>
std::string audit_after(const Scenario& scenario, const Change& change) {
  Simulation run = run_of(scenario);
  run.step();
  change(model_of(run).economy());
  try {
    run.step();
  } catch (const InvariantError& error) {
    return error.what();
  }
  return {};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

template <class Population, class Wanted>
std::size_t first_row(const Population& population, const Wanted& wanted) {
  for (std::size_t row = 0; row < population.city.size(); ++row)
    if (population.city[row] != kNowhere && wanted(row)) return row;
  throw std::logic_error{"no such agent"};
}

}  // namespace

TEST_SUITE("industry_migration/invariants") {
  TEST_CASE("recorded stocks are the stocks recorded before and the recorded flows") {
    for (const Scenario& scenario : scenarios()) {
      CAPTURE(scenario.title);
      Simulation run = run_of(scenario);
      Stocks stocks = recorded_stocks(run);
      each_step(run, 12, [&] {
        const Stocks wanted = after_recorded_flows(run, stocks);
        stocks = recorded_stocks(run);
        CHECK(stocks.residents == wanted.residents);
        CHECK(stocks.firms == wanted.firms);
        CHECK(stocks.capital == wanted.capital);
      });
    }
  }

  TEST_CASE("recorded totals of a city are the sums over its kinds and of the agents themselves") {
    for (const Scenario& scenario : scenarios()) {
      CAPTURE(scenario.title);
      Simulation run = run_of(scenario);
      each_step(run, 3, [&] {
        const MigrationModel& model = model_of(run);
        const World& world = model.world();
        const auto residents = panel(model, "residents"), hukou = panel(model, "hukou_share");
        const auto firms = panel(model, "firms"), capital = panel(model, "capital");
        const auto talent = panel(model, "talent"), units = panel(model, "capital_by_industry");
        const auto by_industry = panel(model, "firms_by_industry");
        std::vector<double> people(world.n_city()), local(people), firm_agents(people), placed(people);
        const auto agents = model.copy_agents();
        const auto column = [&](const char* population, const char* name) -> const std::vector<double>& {
          for (const AgentColumn& one : agents)
            if (one.population == population && one.name == name) return one.values;
          throw std::out_of_range{name};
        };
        for (std::size_t k = 0; k < column("talent", "city").size(); ++k) {
          const auto city = static_cast<std::size_t>(column("talent", "city")[k]);
          people[city] += world.weight;
          local[city] += column("talent", "hukou")[k] == column("talent", "city")[k] ? world.weight : 0;
        }
        for (std::size_t k = 0; k < column("firms", "city").size(); ++k)
          firm_agents[static_cast<std::size_t>(column("firms", "city")[k])] +=
              world.firm_weight[static_cast<std::size_t>(column("firms", "industry")[k])];
        for (const double city : column("capital", "city"))
          placed[static_cast<std::size_t>(city)] += agent_capital(world);
        // Sums of up to 1e5 equal terms: rounding stays far below 1e-9.
        for (std::size_t i = 0; i < world.n_city(); ++i) {
          CAPTURE(i);
          double by_tier = 0, firms_here = 0, units_here = 0;
          for (std::size_t q = 0; q < kTiers; ++q) by_tier += talent[i * kTiers + q];
          for (std::size_t s = 0; s < world.n_industry(); ++s) {
            firms_here += by_industry[i * world.n_industry() + s];
            units_here += units[i * world.n_industry() + s];
          }
          CHECK(residents[i] == doctest::Approx(by_tier).epsilon(1e-9));
          CHECK(residents[i] == doctest::Approx(people[i]).epsilon(1e-9));
          CHECK(hukou[i] * residents[i] == doctest::Approx(local[i]).epsilon(1e-9));
          CHECK(firms[i] == doctest::Approx(firms_here).epsilon(1e-9));
          CHECK(firms[i] == doctest::Approx(firm_agents[i]).epsilon(1e-9));
          CHECK(capital[i] == doctest::Approx(units_here).epsilon(1e-9));
          CHECK(capital[i] == doctest::Approx(placed[i]).epsilon(1e-9));
        }
      });
    }
  }

  TEST_CASE("the population of a closed region changes by births and deaths alone") {
    Simulation run = run_of(invented(false));
    const auto sum = [&](const char* name) {
      double all = 0;
      for (const double one : panel(run.model(), name)) all += one;
      return all;
    };
    double people = sum("residents");
    each_step(run, 8, [&] {
      CHECK(sum("residents") == people + sum("births") - sum("deaths"));
      CHECK(sum("tier_gains") == sum("tier_losses"));
      people = sum("residents");
    });
  }

  TEST_CASE("the matrix of capital flows and the arrivals by industry count the same units") {
    for (const Scenario& scenario : scenarios()) {
      CAPTURE(scenario.title);
      Simulation run = run_of(scenario);
      each_step(run, 6, [&] {
        const MigrationModel& model = model_of(run);
        const World& world = model.world();
        const auto units = [&](const char* name) {
          return agents_in(panel(model, name), agent_capital(world));
        };
        const auto moved = units("capital_flows"), invested = units("investment");
        const auto came = units("capital_arrivals"), left = units("capital_departures"),
                   formed = units("capital_formed");
        for (std::size_t i = 0; i < world.n_city(); ++i) {
          std::int64_t net = 0, fresh = 0;
          for (std::size_t s = 0; s < world.n_industry(); ++s) {
            net += came[i * world.n_industry() + s] - left[i * world.n_industry() + s];
            fresh += formed[i * world.n_industry() + s];
          }
          CHECK(net_flow(moved, 0, i, world.n_node()) == net);
          CHECK(arrivals(invested, 0, i, world.n_node()) == fresh);
        }
      });
    }
  }

  TEST_CASE("nobody moves from a place to itself") {
    for (const Scenario& scenario : scenarios()) {
      Simulation run = run_of(scenario);
      for (int k = 0; k < 6; ++k) run.step();
      const std::size_t nodes = model_of(run).world().n_node();
      for (const char* name : {"talent_flows", "firm_flows", "branch_flows", "capital_flows"}) {
        CAPTURE(name);
        const std::vector<double> flows = panel(run.model(), name);
        double stayed = 0, moved = 0;
        for (std::size_t k = 0; k < flows.size(); ++k)
          (k / nodes % nodes == k % nodes ? stayed : moved) += flows[k];
        CHECK(stayed == 0);
        CHECK(moved > 0);
      }
    }
  }

  TEST_CASE("sales equal spending, industry by industry, at every step") {
    for (const Scenario& scenario : scenarios()) {
      CAPTURE(scenario.title);
      Simulation run = run_of(scenario);
      each_step(run, 12, [&] {
        const auto& market = model_of(run).economy().market;
        const Eigen::ArrayXd sold = market.sales.colwise().sum().transpose();
        const Eigen::ArrayXd spent = market.spending.colwise().sum().transpose();
        CHECK(((sold - spent).abs() <= 1e-12 * spent).all());  // MODEL.md section 3: to rounding
        CHECK((market.sales > 0).all());
      });
    }
  }

  TEST_CASE("taxes are whole fen, their rate times their base, and all of them is spent on residents") {
    for (const Scenario& scenario : scenarios()) {
      CAPTURE(scenario.title);
      Simulation run = run_of(scenario);
      const auto& world = model_of(run).world();
      const industry_migration::Parameters& p = world.parameters;
      const double years = scenario.clock.years_per_step();
      each_step(run, 6, [&] {
        const auto& economy = model_of(run).economy();
        const auto tax = panel(run.model(), "tax");
        const Eigen::ArrayXXd value = value_added(world.technology, economy.market);
        const auto share = world.technology.factor_share;
        const Eigen::ArrayXd rate = p.value_added_tax +
                                    p.profit_tax * share.col(industry_migration::kCapitalFactor) +
                                    p.land_fee * share.col(industry_migration::kLandFactor);
        const Eigen::ArrayXd base = (value.matrix() * rate.matrix()).array();
        for (std::size_t i = 0; i < tax.size(); ++i) {
          CHECK(tax[i] > 0);
          CHECK(tax[i] == std::floor(tax[i]));
          // Half a fen of rounding for each industry and tax, and that of the products.
          const double fen = 1e10 * base(static_cast<Eigen::Index>(i)) * years;
          CHECK(std::abs(tax[i] - fen) <= 1.5 * static_cast<double>(world.n_industry()) + 1e-12 * fen);
        }
        // Nobody saves: what all nodes paid is what all residents got, to the fen.
        const industry_migration::Accounts accounts{world.n_node()};
        std::int64_t paid = 0, served = 0;
        for (std::size_t i = 0; i < world.n_node(); ++i) {
          for (const auto line : {industry_migration::Line::value_added_tax,
                                  industry_migration::Line::profit_tax, industry_migration::Line::land_fee})
            paid += economy.money.ledger.paid(static_cast<LineNumber>(line), accounts.firms(i));
          served += economy.money.services[i];
        }
        if (run.now() > 0) CHECK(paid == served);
      });
    }
  }

  TEST_CASE("a row is used by one agent at most and free rows are listed once") {
    for (const Scenario& scenario : scenarios()) {
      CAPTURE(scenario.title);
      Simulation run = run_of(scenario);
      each_step(run, 8, [&] {
        const Economy& economy = model_of(run).economy();
        check_slots(run, economy.talent, "talent");
        check_slots(run, economy.firms, "firms");
        check_slots(run, economy.capital, "capital");
        CHECK(run.model().agents() == std::uint64_t{economy.talent.slots.alive()} +
                                          economy.firms.slots.alive() + economy.capital.slots.alive());
      });
    }
  }

  TEST_CASE("what is recorded of every agent is in range at every step") {
    for (const Scenario& scenario : scenarios()) {
      CAPTURE(scenario.title);
      Simulation run = run_of(scenario);
      CHECK(people_out_of_range(model_of(run).world(), model_of(run).economy(), 0) == 0);
      CHECK(firms_out_of_range(model_of(run).world(), model_of(run).economy(), 0) == 0);
      CHECK(units_out_of_range(model_of(run).world(), model_of(run).economy(), -1) == 0);
      each_step(run, 12, [&] {
        const World& world = model_of(run).world();
        const Economy& economy = model_of(run).economy();
        const std::int32_t now = world.clock.months(run.now()), before = world.clock.months(run.now() - 1);
        CHECK(people_out_of_range(world, economy, now) == 0);
        CHECK(firms_out_of_range(world, economy, now) == 0);
        CHECK(units_out_of_range(world, economy, before) == 0);
      });
    }
  }

  TEST_CASE(
      "a person who is put elsewhere behind the model's back stops the run, which names stock and city") {
    const Scenario scenario = invented(true);
    std::size_t from = 0;
    const std::string error = audit_after(scenario, [&](Economy& economy) {
      const std::size_t row =
          first_row(economy.talent, [&](std::size_t k) { return economy.talent.city[k] == 1; });
      from = economy.talent.tier[row];
      economy.talent.city[row] = 2;
    });
    CHECK(contains(error, "residents of 第2市"));
    CHECK(contains(error, industry_migration::kTierNames[from]));
  }

  TEST_CASE("every stock is audited") {
    const Scenario scenario = invented(true);
    const auto any = [](std::size_t) { return true; };
    const std::string tier = audit_after(scenario, [&](Economy& economy) {
      auto& talent = economy.talent;
      talent.tier[first_row(talent, [&](std::size_t k) { return talent.tier[k] == 0; })] = 1;
    });
    CHECK(contains(tier, "residents of 第1市 (general)"));
    const std::string gone = audit_after(scenario, [&](Economy& economy) { economy.talent.close(0); });
    CHECK(contains(gone, "residents of"));
    const std::string city = audit_after(scenario, [&](Economy& economy) {
      auto& firms = economy.firms;
      firms.city[first_row(firms, [&](std::size_t k) { return firms.city[k] == 3; })] = 2;
    });
    CHECK(contains(city, "firms of 第3市"));
    const std::string industry = audit_after(scenario, [&](Economy& economy) {
      auto& firms = economy.firms;
      firms.industry[first_row(firms, [&](std::size_t k) { return firms.industry[k] == 0; })] = 2;
    });
    CHECK(contains(industry, "firms of 第1市 (industry1)"));
    const std::string place = audit_after(scenario, [&](Economy& economy) {
      auto& capital = economy.capital;
      capital.city[first_row(capital, [&](std::size_t k) { return capital.city[k] == 0; })] = 3;
    });
    CHECK(contains(place, "capital of 第1市"));
    const std::string doubled = audit_after(scenario, [&](Economy& economy) {
      const std::size_t row = first_row(economy.capital, any);
      economy.capital.open({economy.capital.city[row], economy.capital.owner[row],
                            economy.capital.industry[row], economy.capital.matures[row]});
    });
    CHECK(contains(doubled, "capital of"));
  }

  TEST_CASE("an untouched run is not stopped") {
    CHECK(audit_after(invented(true), [](Economy&) {}) == "");
  }

  TEST_CASE("sales that are not spent are named by their industry") {
    Simulation run = run_of(invented(false));
    auto market = model_of(run).economy().market;
    const World& world = model_of(run).world();
    CHECK_NOTHROW(industry_migration::audit_market(world, market));
    market.sales(1, 2) *= 1 + 1e-9;
    try {
      industry_migration::audit_market(world, market);
      FAIL("a difference of 1e-9 was not found");
    } catch (const InvariantError& error) {
      CHECK(contains(error.what(), "industry3"));
    }
    market.sales(0, 1) = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_AS(industry_migration::audit_market(world, market), InvariantError);
  }
}
