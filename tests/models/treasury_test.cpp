// Public money of a step: what is taken, what it is taken of, and that every fen of it arrives somewhere.
#include "models/industry_migration/treasury.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "tests/support/books.hpp"
#include "tests/support/governed_world.hpp"
#include "tests/support/model_run.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

SmallScenario varied(bool outside) {
  SmallScenario small{{.cities = 4, .industries = 3, .outside = outside, .seed = 5}};
  small.people_per_agent = 200;
  return small;
}

void set_step(SmallScenario& small, StepLength length) {
  small.clock = Clock{small.clock.date(0), date_from("2014-01").value(), length};
}

struct Named {
  std::string what;
  Scenario scenario;
};

/// Worlds at the edges of what a scenario may say, in which the books must close all the same.
std::vector<Named> worlds() {
  std::vector<Named> all;
  all.push_back({"with an outside", varied(true).build()});
  all.push_back({"closed", varied(false).build()});
  all.push_back({"all cities alike", SmallScenario{{.cities = 3, .industries = 2}}.build()});

  SmallScenario alone{{.cities = 1, .industries = 2}};
  alone.people_per_agent = 500;
  all.push_back({"one city and nothing else", alone.build()});

  SmallScenario empty = varied(true);
  for (const std::size_t city : {0U, 2U}) {
    empty.cell("cities", city, "residents") = "4000";  // twenty agents
    empty.cell("cities", city, "hukou_residents") = "3000";
  }
  all.push_back({"two cities with nearly nobody", empty.build()});

  SmallScenario whole{{.cities = 2, .industries = 2, .outside = true, .seed = 3}};
  for (const std::size_t city : {0U, 1U}) {
    whole.cell("cities", city, "residents") = "3000";
    whole.cell("cities", city, "hukou_residents") = "2500";
    whole.cell("cities", city, "gdp") = "2";
  }
  whole.people_per_agent = 1;
  all.push_back({"an agent is one person", whole.build()});

  SmallScenario robbed = varied(true), free = varied(true), central = varied(true), local = varied(true);
  for (const char* tax : {"government.tax.value_added", "government.tax.profit", "government.tax.land"}) {
    robbed.set(tax, .9);
    free.set(tax, 0);
  }
  for (const char* tax :
       {"government.national.value_added", "government.national.profit", "government.national.land"}) {
    central.set(tax, 1);
    local.set(tax, 0);
  }
  all.push_back({"nine tenths of all income is taxed", robbed.build()});
  all.push_back({"no taxes", free.build()});
  all.push_back({"all to the nation", central.build()});
  all.push_back({"nothing to the nation", local.build()});
  central.set("government.equalisation", 1);
  all.push_back({"all to the nation, which only equalises", central.build()});
  SmallScenario levelled = varied(true);
  levelled.set("government.equalisation", 1);
  all.push_back({"the nation only equalises", levelled.build()});

  for (const StepLength length : {StepLength::day, StepLength::month, StepLength::year}) {
    SmallScenario other = varied(true);
    set_step(other, length);
    all.push_back({"another step", other.build()});
  }
  all.push_back({"rules of many kinds", governed_world().build()});
  all.push_back({"every rule there is", world_under_every_rule().build()});
  return all;
}

Books books_of(Simulation& run) { return {model_of(run).world(), model_of(run).economy()}; }

/// Value added, income of capital and rent of each cell. (tax, node, industry)
std::array<Eigen::ArrayXXd, 3> bases(const MigrationModel& model) {
  const Technology& technology = model.world().technology;
  const Eigen::ArrayXXd value = model.economy().market.pay.rowwise() * technology.value_added.transpose();
  return {value, value.rowwise() * technology.factor_share.col(kCapitalFactor).transpose(),
          value.rowwise() * technology.factor_share.col(kLandFactor).transpose()};
}

/// Whole numbers of a saved state.
std::vector<std::int64_t> whole_numbers(const SavedArrays& state, const std::string& name) {
  const std::vector<std::byte>& bytes = state.at(name).bytes;
  std::vector<std::int64_t> numbers(bytes.size() / sizeof(std::int64_t));
  std::memcpy(numbers.data(), bytes.data(), bytes.size());
  return numbers;
}

void put_whole_numbers(SavedArrays& state, const std::string& name,
                       const std::vector<std::int64_t>& numbers) {
  std::memcpy(state.at(name).bytes.data(), numbers.data(), numbers.size() * sizeof(std::int64_t));
}

/// Every count of the ledger since the step, or the interval, began: paid and received, line by line.
std::vector<Fen> posted(Simulation& run, bool in_interval) {
  const Ledger& ledger = model_of(run).economy().money.ledger;
  std::vector<Fen> fen;
  for (LineNumber line = 0; line < ledger.lines(); ++line)
    for (AccountNumber account = 0; account < ledger.accounts(); ++account) {
      fen.push_back(in_interval ? ledger.paid_in_interval(line, account) : ledger.paid(line, account));
      fen.push_back(in_interval ? ledger.received_in_interval(line, account)
                                : ledger.received(line, account));
    }
  return fen;
}

/// Tax passed on to homes since the interval began.
Fen shared(Simulation& run) {
  const Tally& tally = model_of(run).economy().money.shared;
  return std::accumulate(tally.begin(), tally.end(), Fen{0});
}

/// A run after its first step, and that step's money settled anew under other fields.
struct Settled {
  explicit Settled(const SmallScenario& small)
      : run{run_of(small.build())}, world{model_of(run).world()}, fields{StepFields::none(world)} {
    run.step();
  }
  Books settle() {
    economy = model_of(run).economy();
    static_cast<void>(settle_public_money(world, economy, fields, 0));
    return {world, economy};
  }
  /// A share of a cell's sales in a step.
  [[nodiscard]] Fen of_sales(double share, Index i, Index s) const {
    return fen_of(share * economy.market.sales(i, s) * world.clock.years_per_step());
  }

  Simulation run;
  const World& world;
  StepFields fields;
  Economy economy;
};

/// What the next step of a run says to a state that was changed, or nothing where it ran through.
template <class Change>
std::string step_after(const Scenario& scenario, const std::string& array, const Change& change) {
  Simulation run = run_of(scenario);
  run.step();
  run.step();
  SavedArrays state = state_of(run);
  std::vector<std::int64_t> numbers = whole_numbers(state, array);
  change(numbers);
  put_whole_numbers(state, array, numbers);
  Simulation other = run_of(scenario);
  other.step();
  StateLoader loader{state};
  other.visit_state(loader);
  try {
    other.step();
  } catch (const InvariantError& error) {
    return error.what();
  }
  return {};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_SUITE("industry_migration/treasury") {
  TEST_CASE("a tax is its rate times its base, cell by cell, and splits into two whole parts") {
    SmallScenario small = varied(true);
    small.set("government.tax.value_added", .17);
    small.set("government.tax.profit", .25);
    small.set("government.tax.land", .3);
    small.set("government.national.value_added", .75);
    small.set("government.national.profit", .6);
    small.set("government.national.land", .1);
    Simulation run = run_of(small.build());
    const MigrationModel& model = model_of(run);
    const std::size_t nodes = model.world().n_node(), industries = model.world().n_industry();
    const std::array<double, 3> rate{.17, .25, .3}, national{.75, .6, .1};
    for (int step = 0; step < 3; ++step) {
      run.step();
      const Taxes taxes = assess_taxes(model.world(), model.economy());
      const auto base = bases(model);
      std::vector<double> local(nodes * industries, 0.0);
      for (std::size_t k = 0; k < 3; ++k)
        for (std::size_t i = 0; i < nodes; ++i) {
          CAPTURE(k);
          CAPTURE(i);
          double all = 0;
          for (std::size_t s = 0; s < industries; ++s) {
            const double tax = base[k](static_cast<Index>(i), static_cast<Index>(s)) * rate[k] / 4 * 1e10;
            all += tax;
            local[i * industries + s] += tax * (1 - national[k]);
          }
          const auto line = static_cast<double>(taxes.by_line[k * nodes + i]);
          // Each cell is rounded to the next fen, and then its national part.
          const double roundings = .5 * static_cast<double>(industries) + 1e-3;
          CHECK(std::abs(line - all) <= roundings);
          CHECK(std::abs(static_cast<double>(taxes.national[k * nodes + i]) - line * national[k]) <=
                roundings);
        }
      for (std::size_t cell = 0; cell < local.size(); ++cell)
        CHECK(std::abs(static_cast<double>(taxes.local[cell]) - local[cell]) <= 3 * (.5 + .5) + 1e-3);
      const Fen parts = std::accumulate(taxes.local.begin(), taxes.local.end(), Fen{0}) +
                        std::accumulate(taxes.national.begin(), taxes.national.end(), Fen{0});
      CHECK(parts == std::accumulate(taxes.by_line.begin(), taxes.by_line.end(), Fen{0}));
      CHECK(parts > 0);
    }
  }

  TEST_CASE("taxes are posted as they were assessed, and a year's are the same in steps of any length") {
    std::vector<double> a_year;
    for (const StepLength length :
         {StepLength::day, StepLength::month, StepLength::quarter, StepLength::year}) {
      SmallScenario small = varied(true);
      set_step(small, length);
      Simulation run = run_of(small.build());
      run.step();
      const MigrationModel& model = model_of(run);
      const Books books = books_of(run);
      const Taxes taxes = assess_taxes(model.world(), model.economy());
      const std::size_t nodes = model.world().n_node();
      const std::array<Line, 3> lines{Line::value_added_tax, Line::profit_tax, Line::land_fee};
      Fen all = 0;
      for (std::size_t k = 0; k < 3; ++k)
        for (std::size_t i = 0; i < nodes; ++i) {
          CHECK(books.paid(lines[k], books.accounts().firms(i)) == taxes.by_line[k * nodes + i]);
          CHECK(books.received(lines[k], books.accounts().government(i)) ==
                taxes.by_line[k * nodes + i] - taxes.national[k * nodes + i]);
          all += taxes.by_line[k * nodes + i];
        }
      a_year.push_back(money_of(all) / model.world().clock.years_per_step());
    }
    // Firms of the first step are the same; prices have had another time to move in.
    for (const double one : a_year) CHECK(one == doctest::Approx(a_year.front()).epsilon(.02));
  }

  TEST_CASE("in every world and step no fen is lost or made and no government keeps one") {
    for (const Named& world : worlds()) {
      CAPTURE(world.what);
      Simulation run = run_of(world.scenario);
      for (int step = 0; step < 6 && run.now() < run.end(); ++step) {
        run.step();
        const MigrationModel& model = model_of(run);
        const Books books = books_of(run);
        const Ledger& ledger = model.economy().money.ledger;
        CHECK_NOTHROW(ledger.audit());
        CHECK(books.sum_of_balances() == 0);
        CHECK(ledger.balance(books.accounts().nation()) == 0);
        CHECK(books.received_by(books.accounts().nation()) == books.paid_by(books.accounts().nation()));
        Fen services = 0;
        for (std::size_t i = 0; i < model.world().n_node(); ++i) {
          const AccountNumber government = books.accounts().government(i);
          CHECK(ledger.balance(government) == 0);
          CHECK(books.received_by(government) == books.paid_by(government));
          CHECK(model.economy().money.services[i] ==
                books.received(Line::services, books.accounts().people(i)));
          services += model.economy().money.services[i];
        }
        CHECK(services == books.taken_from_firms() - books.all(Line::park_building) -
                              books.all(Line::talent_grant) - books.all(Line::industry_fund));
        CHECK(panel_not_finite(model) == "");
      }
    }
  }

  TEST_CASE("with every rule at work money moves on every line that there is") {
    std::array<Fen, kLines> moved{};
    for (Simulation run = run_of(world_under_every_rule().build()); run.now() < 10;) {
      run.step();
      for (std::size_t line = 0; line < kLines; ++line)
        moved[line] += books_of(run).all(static_cast<Line>(line));
    }
    for (std::size_t line = 0; line < kLines; ++line) {
      if (line == static_cast<std::size_t>(Line::base_equalisation)) continue;  // tax is shared in one form
      if (line == static_cast<std::size_t>(Line::tax_pool)) continue;
      CAPTURE(std::string{line_names()[line].name});
      CHECK(moved[line] > 0);
    }
  }

  TEST_CASE("equalisation fills its part of what places lack to the mean a head") {
    for (const double part : {.0, .1, .4, 1.0}) {
      CAPTURE(part);
      for (const bool outside : {false, true}) {
        SmallScenario small = varied(outside);
        small.set("government.equalisation", part);
        Simulation run = run_of(small.build());
        for (int step = 0; step < 4; ++step) {
          const std::vector<std::int64_t> heads =
              residents_by_node(model_of(run).world(), model_of(run).economy());
          run.step();
          const Books books = books_of(run);
          const std::int64_t people = std::accumulate(heads.begin(), heads.end(), std::int64_t{0});
          double all = 0;
          for (std::size_t i = 0; i < heads.size(); ++i) all += static_cast<double>(books.local_tax(i));
          for (std::size_t i = 0; i < heads.size(); ++i) {
            CAPTURE(i);
            const double mean = all * static_cast<double>(heads[i]) / static_cast<double>(people);
            const auto own = static_cast<double>(books.local_tax(i));
            const Fen got = books.net(Line::equalisation, i);
            CHECK(got >= 0);
            if (own > mean + 1) CHECK(got == 0);
            // The nation has enough here: a part of the gap is filled. Two splits and a share round to the
            // fen.
            if (own < mean - 1) CHECK(std::abs(static_cast<double>(got) - part * (mean - own)) <= 3);
          }
          const AccountNumber nation = books.accounts().nation();
          CHECK(books.paid(Line::equalisation, nation) + books.paid(Line::services, nation) ==
                books.received_by(nation));
        }
      }
    }
  }

  TEST_CASE("cities alike but for a hair are not told apart by equalisation") {
    SmallScenario small{{.cities = 3, .industries = 2}};
    small.people_per_agent = 200;
    Simulation run = run_of(small.build());
    for (int step = 0; step < 3; ++step) {
      run.step();
      const Books books = books_of(run);
      // Three equal budgets differ by no more than chance makes a few thousand firms differ.
      CHECK(static_cast<double>(books.all(Line::equalisation)) <
            .05 * static_cast<double>(books.received_by(books.accounts().nation())));
    }
  }

  TEST_CASE("what the nation has left serves everybody alike") {
    for (const Named& world : worlds()) {
      CAPTURE(world.what);
      Simulation run = run_of(world.scenario);
      const std::vector<std::int64_t> heads =
          residents_by_node(model_of(run).world(), model_of(run).economy());
      run.step();
      const Books books = books_of(run);
      std::int64_t people = 0;
      for (const std::int64_t one : heads) people += std::max<std::int64_t>(one, 1);
      const Fen all = books.paid(Line::services, books.accounts().nation());
      for (std::size_t i = 0; i < heads.size(); ++i) {
        const Fen own = books.paid(Line::services, books.accounts().government(i));
        const Fen of_nation = books.received(Line::services, books.accounts().people(i)) - own;
        const double wanted = static_cast<double>(all) *
                              static_cast<double>(std::max<std::int64_t>(heads[i], 1)) /
                              static_cast<double>(people);
        CHECK(std::abs(static_cast<double>(of_nation) - wanted) <= 1);  // the largest remainder
      }
    }
  }

  TEST_CASE(
      "a nation that takes all leaves the same services everywhere; one that takes nothing leaves its own") {
    SmallScenario central = varied(true), local = varied(true), none = varied(true);
    for (const char* tax :
         {"government.national.value_added", "government.national.profit", "government.national.land"}) {
      central.set(tax, 1);
      local.set(tax, 0);
    }
    for (const char* tax : {"government.tax.value_added", "government.tax.profit", "government.tax.land"})
      none.set(tax, 0);
    Simulation all = run_of(central.build()), nothing = run_of(local.build()), no_tax = run_of(none.build());
    all.step();
    nothing.step();
    no_tax.step();
    const auto same = panel(all.model(), "services");
    CHECK(same.front() > 1);
    // A fen among ten thousand people; heads are those after the step, which moved one in a hundred.
    for (const double one : same) CHECK(one == doctest::Approx(same.front()).epsilon(.02));

    const Books books = books_of(nothing);
    CHECK(books.received_by(books.accounts().nation()) == 0);
    for (std::size_t i = 0; i < model_of(nothing).world().n_node(); ++i)
      CHECK(model_of(nothing).economy().money.services[i] == books.local_tax(i));

    CHECK(books_of(no_tax).taken_from_firms() == 0);
    for (const double one : panel(no_tax.model(), "services")) CHECK(one == 1);  // the floor of a logarithm
  }

  TEST_CASE(
      "the services that people know at the start are those of a first year, and are not in the books") {
    Simulation run = run_of(varied(true).build());
    const MigrationModel& model = model_of(run);
    const std::vector<Fen> before = model.economy().money.services;
    CHECK(books_of(run).taken_from_firms() == 0);
    CHECK(books_of(run).sum_of_balances() == 0);
    run.step();
    for (std::size_t i = 0; i < before.size(); ++i) {
      CHECK(before[i] > 0);
      // The first step's market is the start's but for one round of prices.
      CHECK(static_cast<double>(before[i]) ==
            doctest::Approx(static_cast<double>(model.economy().money.services[i])).epsilon(.02));
    }
  }

  TEST_CASE("a change of one fen in a saved state stops the run, which names the account or the line") {
    const Scenario scenario = governed_world().build();
    Simulation run = run_of(scenario);
    const std::size_t nodes = model_of(run).world().n_node();
    const Accounts accounts{nodes};
    const auto more_on = [](std::size_t at) {
      return [at](std::vector<std::int64_t>& numbers) { ++numbers.at(at); };
    };
    CHECK(step_after(scenario, "ledger/balance", [](std::vector<std::int64_t>&) {}) == "");
    CHECK(contains(step_after(scenario, "ledger/balance", more_on(accounts.nation())), "balance of nation"));
    CHECK(contains(step_after(scenario, "ledger/balance", more_on(accounts.government(1))),
                   "balance of government of 第2市"));
    CHECK(contains(step_after(scenario, "ledger/balance", more_on(accounts.people(nodes - 1))),
                   "balance of people of 远方"));
    CHECK(contains(step_after(scenario, "ledger/balance", more_on(accounts.pot(0))), "balance of pot of"));
    // From one city's people to another's: the sum still holds.
    CHECK(contains(step_after(scenario, "ledger/balance",
                              [&](std::vector<std::int64_t>& numbers) {
                                ++numbers.at(accounts.people(0));
                                --numbers.at(accounts.people(1));
                              }),
                   "balance of people of 第1市"));
    const std::size_t all = model_of(run).economy().money.ledger.accounts();
    const auto cell = [&](Line line, AccountNumber account) {
      return static_cast<std::size_t>(line) * all + account;
    };
    CHECK(contains(
        step_after(scenario, "ledger/interval/paid", more_on(cell(Line::profit_tax, accounts.firms(2)))),
        "profit_tax"));
    CHECK(contains(step_after(scenario, "ledger/interval/received",
                              more_on(cell(Line::tax_sharing, accounts.government(0)))),
                   "tax_sharing"));
    CHECK(contains(
        step_after(scenario, "ledger/interval/injected", more_on(static_cast<std::size_t>(Line::services))),
        "services"));
    CHECK(contains(step_after(scenario, "ledger/interval/opening", more_on(accounts.firms(0))),
                   "balance of firms of 第1市"));
    CHECK(contains(step_after(scenario, "ledger/all_injected", more_on(0)), "ever injected"));
  }

  TEST_CASE("a state of another number of accounts or lines is refused") {
    const Scenario governed = governed_world().build();
    SmallScenario plain_world = governed_world();
    plain_world.drop_policies();
    const Scenario plain = plain_world.build();
    Simulation run = run_of(governed), other = run_of(plain);
    StateLoader loader{state_of(run)};
    CHECK_THROWS_AS(other.visit_state(loader), std::runtime_error);
  }

  TEST_CASE("what moved in an interval is the sum over its steps, also when it was interrupted") {
    const Scenario scenario = governed_world().build();
    Simulation run = run_of(scenario);
    while (run.now() < 3) run.step();
    run.model().start_flow_interval();
    CHECK(shared(run) == 0);
    std::vector<Fen> sum(posted(run, true).size(), 0);
    Fen sharing = 0;
    SavedArrays saved;
    while (run.now() < 9) {
      run.step();
      const std::vector<Fen> step = posted(run, false);
      for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += step[k];
      sharing += books_of(run).all(Line::tax_sharing) + books_of(run).all(Line::enclave_sharing);
      CHECK(posted(run, true) == sum);
      CHECK(shared(run) == sharing);
      if (run.now() == 6) saved = state_of(run);
    }
    CHECK(sharing > 0);
    Simulation resumed = run_of(scenario);
    StateLoader loader{saved};
    resumed.visit_state(loader);
    while (resumed.now() < 9) resumed.step();
    CHECK(posted(resumed, true) == sum);
    CHECK(shared(resumed) == sharing);
    CHECK(model_of(resumed).economy().money.undelivered == model_of(run).economy().money.undelivered);
  }

  TEST_CASE("a checksum sees every fen of services and balances, and nothing of when somebody looked") {
    const Scenario scenario = governed_world().build();
    Simulation run = run_of(scenario);
    while (run.now() < 4) run.step();
    const std::uint64_t sum = run.model().checksum();
    const SavedArrays saved = state_of(run);
    struct Place {
      std::string array;
      std::size_t at;
    };
    for (const Place& place : {Place{"public_money/services", 1}, Place{"ledger/balance", 3}}) {
      CAPTURE(place.array);
      SavedArrays changed = saved;
      std::vector<std::int64_t> numbers = whole_numbers(saved, place.array);
      ++numbers.at(place.at);
      put_whole_numbers(changed, place.array, numbers);
      StateLoader loader{changed};
      run.visit_state(loader);
      CHECK(run.model().checksum() != sum);
    }
    StateLoader loader{saved};
    run.visit_state(loader);
    CHECK(run.model().checksum() == sum);
    run.model().start_flow_interval();
    CHECK(run.model().checksum() == sum);
  }

  TEST_CASE("fees and surcharges are shares of sales, and go to the city where the firms stand") {
    Settled settled{varied(true)};
    settled.fields.emission_fee(1, 0) = .03;
    settled.fields.emission_fee(1, 2) = .01;
    settled.fields.land_surcharge(2, 1) = .02;
    const Books books = settled.settle();
    const Fen fee = settled.of_sales(.03, 1, 0) + settled.of_sales(.01, 1, 2);
    CHECK(fee > 0);
    CHECK(books.received(Line::emission_fee, books.accounts().government(1)) == fee);
    CHECK(books.paid(Line::emission_fee, books.accounts().firms(1)) == fee);
    CHECK(books.all(Line::emission_fee) == fee);
    CHECK(books.received(Line::land_surcharge, books.accounts().government(2)) ==
          settled.of_sales(.02, 2, 1));
    CHECK(books.all(Line::land_surcharge) == settled.of_sales(.02, 2, 1));
  }

  TEST_CASE("subsidies are shares of sales, from the city or the nation, and end where the money does") {
    Settled settled{varied(true)};
    settled.fields.subsidy(1, 0) = .002;
    settled.fields.national_subsidy(2, 1) = .003;
    const Books books = settled.settle();
    CHECK(books.paid(Line::subsidy, books.accounts().government(1)) == settled.of_sales(.002, 1, 0));
    CHECK(books.paid(Line::subsidy, books.accounts().nation()) == settled.of_sales(.003, 2, 1));
    CHECK(books.received(Line::subsidy, books.accounts().firms(1)) == settled.of_sales(.002, 1, 0));
    CHECK(books.received(Line::subsidy, books.accounts().firms(2)) == settled.of_sales(.003, 2, 1));
    settled.fields.subsidy.setConstant(5);
    settled.fields.national_subsidy.setConstant(5);
    const Books all = settled.settle();
    CHECK(all.paid(Line::subsidy, all.accounts().nation()) == all.received_by(all.accounts().nation()));
    for (std::size_t i = 0; i < settled.world.n_node(); ++i) {
      CHECK(all.paid(Line::subsidy, all.accounts().government(i)) == settled.economy.money.disposable[i]);
      CHECK(settled.economy.money.services[i] == 0);
    }
  }

  TEST_CASE("a floor is filled as far as it says, by the nation or by members from what they have above it") {
    for (const bool by_nation : {false, true})
      for (const double closing : {.4, 1.0}) {
        CAPTURE(by_nation);
        CAPTURE(closing);
        Settled settled{varied(true)};
        const std::vector<std::int64_t> heads =
            residents_by_node(settled.world, model_of(settled.run).economy());
        const Books before = settled.settle();
        std::vector<double> has, a_head;
        for (std::size_t i = 0; i < 4; ++i) {
          has.push_back(static_cast<double>(before.local_tax(i) + before.net(Line::equalisation, i)));
          a_head.push_back(has[i] / static_cast<double>(heads[i]));
        }
        std::sort(a_head.begin(), a_head.end());
        const double floor = .9 * a_head[1] + .1 * a_head[2];  // fen a head and quarter; two are below it
        settled.fields.floors.push_back({floor * 4 / 100, closing, by_nation, {0, 1, 2, 3}, 0});
        SmallScenario with_pot = varied(true);
        with_pot.add_policy("tax_sharing").window.strength = 0;
        Settled again{with_pot};
        again.fields.floors = settled.fields.floors;
        const Books books = again.settle();
        double gaps = 0, above = 0;
        for (std::size_t i = 0; i < 4; ++i) {
          const double level = floor * static_cast<double>(heads[i]);
          gaps += std::max(0.0, level - has[i]);
          above += std::max(0.0, has[i] - level);
        }
        REQUIRE(gaps > 1e6);
        const double paid = by_nation ? closing * gaps : std::min(closing * gaps, above);
        for (std::size_t i = 0; i < 4; ++i) {
          CAPTURE(i);
          const double level = floor * static_cast<double>(heads[i]);
          const double wanted = has[i] < level ? paid * (level - has[i]) / gaps
                                               : (by_nation ? 0.0 : -paid * (has[i] - level) / above);
          // The level, what is wanted and the parts are each rounded to the fen.
          CHECK(std::abs(static_cast<double>(books.net(Line::service_floor, i)) - wanted) <= 4);
        }
        CHECK((books.paid(Line::service_floor, books.accounts().nation()) > 0) == by_nation);
      }
  }

  TEST_CASE("a park is paid for by both cities in their parts and never twice") {
    for (const double of_origin : {0.0, .5, .25, 1.0}) {
      CAPTURE(of_origin);
      SmallScenario small = varied(false);
      PolicySettings& park = small.add_policy("industrial_enclave");
      set_field(park, "origin", "Town 1");
      set_field(park, "host", "Town 2");
      set_field(park, "capacity_km2", 2);
      set_field(park, "cost_per_km2", .0123456789);
      set_field(park, "origin_cost_share", of_origin);
      Simulation run = run_of(small.build());
      const Fen whole = fen_of(2 * .0123456789);
      Fen origin = 0, host = 0;
      for (int step = 0; step < 12; ++step) {
        run.step();
        const Books books = books_of(run);
        origin += books.paid(Line::park_building, books.accounts().government(0));
        host += books.paid(Line::park_building, books.accounts().government(1));
        CHECK(books.all(Line::park_building) ==
              books.received(Line::park_building, books.accounts().firms(1)));
        CHECK(origin + host == model_of(run).economy().money.park_paid[0]);
        // An eighth a quarter, each rounded to the fen.
        CHECK(std::abs(static_cast<double>(origin + host) -
                       static_cast<double>(whole) * std::min(1.0, (step + 1) / 8.0)) <= (step + 1) * .5 + 1);
      }
      CHECK(origin + host == whole);
      CHECK(std::abs(static_cast<double>(origin) - of_origin * static_cast<double>(whole)) <= 9 * .5);
    }
  }

  TEST_CASE("a park dearer than its cities' budgets takes what they have and no more") {
    SmallScenario small = varied(false);
    PolicySettings& park = small.add_policy("industrial_enclave");
    set_field(park, "origin", "Town 1");
    set_field(park, "host", "Town 2");
    set_field(park, "capacity_km2", 1000);
    set_field(park, "cost_per_km2", 10);
    Simulation run = run_of(small.build());
    for (int step = 0; step < 6; ++step) {
      run.step();
      const Books books = books_of(run);
      for (const std::size_t city : {0U, 1U}) {
        CHECK(books.paid(Line::park_building, books.accounts().government(city)) ==
              model_of(run).economy().money.disposable[city]);
        CHECK(books.paid(Line::services, books.accounts().government(city)) == 0);
      }
      CHECK(built_land(model_of(run).economy(), model_of(run).fields(), 0) ==
            doctest::Approx(money_of(model_of(run).economy().money.park_paid[0]) / 10).epsilon(1e-12));
    }
  }
}
