// Tax sharing in its three forms: what moves, to the fen, and what a city that loses a firm keeps of its tax.
#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "models/industry_migration/fiscal_loss.hpp"
#include "models/industry_migration/treasury.hpp"
#include "tests/support/books.hpp"
#include "tests/support/model_run.hpp"
#include "tests/support/small_world.hpp"

using namespace yanzhen;
using namespace yanzhen::testing;
using namespace yanzhen::industry_migration;
using Eigen::Index;

namespace {

constexpr double kForEver = std::numeric_limits<double>::infinity();

/// Five cities that differ, and an outside; firms move often.
SmallScenario varied() {
  SmallScenario small{{.cities = 5, .industries = 2, .outside = true, .seed = 7}};
  small.people_per_agent = 300;
  small.set("firms.relocation.hazard", 2);
  small.set("firms.relocation.sunk_cost", 0);
  return small;
}

PolicySettings& add_form(SmallScenario& small, const char* form, double share, WordList cities,
                         const std::string& name = {}) {
  PolicySettings& policy = small.add_policy("tax_sharing", name);
  set_field(policy, "form", form);
  set_field(policy, "share", share);
  set_field(policy, "cities", std::move(cities));
  return policy;
}

Books books_of(Simulation& run) { return {model_of(run).world(), model_of(run).economy()}; }

/// Residents as the treasury of the next step counts them.
std::vector<std::int64_t> heads_of(Simulation& run) {
  return residents_by_node(model_of(run).world(), model_of(run).economy());
}

std::vector<double> without_policies(const SmallScenario& small, int steps) {
  SmallScenario plain = small;
  plain.drop_policies();
  Simulation run = run_of(plain.build());
  for (int step = 0; step < steps; ++step) run.step();
  return all_panels(run.model());
}

/// tax * part / all, rounded half up: the share of one of two claimants by the largest remainder.
Fen share_of_two(Fen tax, MassUnits part, MassUnits all) {
  __extension__ typedef __int128 Wide;
  return static_cast<Fen>((2 * Wide{tax} * part + all) / (2 * Wide{all}));
}

/// What a city's government gets of a step's money before the nation's transfers: taxes, levies and sharing.
Fen own_income(const Books& books, std::size_t city) {
  return books.local_tax(city) + books.net(Line::tax_sharing, city) + books.net(Line::enclave_sharing, city) +
         books.net(Line::base_equalisation, city) + books.net(Line::tax_pool, city);
}

/// Part of a firm's local tax that its city goes on getting once the firm's sales have moved to another
/// node: by sharing out the taxes of both states.
double really_kept(Simulation& run, std::size_t from, std::size_t to) {
  const World& world = model_of(run).world();
  const StepFields& fields = static_cast<const MigrationModel&>(model_of(run)).fields();
  Economy before = model_of(run).economy(), after = before;
  const double moved = .01 * before.market.pay(static_cast<Index>(from), 0);
  after.market.pay(static_cast<Index>(from), 0) -= moved;
  after.market.pay(static_cast<Index>(to), 0) += moved;
  static_cast<void>(settle_public_money(world, before, fields, 0));
  static_cast<void>(settle_public_money(world, after, fields, 0));
  const Books was{world, before}, is{world, after};
  const auto lost_tax = static_cast<double>(was.local_tax(from) - is.local_tax(from));
  return 1.0 - static_cast<double>(own_income(was, from) - own_income(is, from)) / lost_tax;
}

Eigen::ArrayXXd kept_of(Simulation& run) {
  const MigrationModel& model = model_of(run);
  return kept_tax(model.world(), model.economy(), model.fields());
}

}  // namespace

TEST_SUITE("industry_migration/policies/tax_sharing") {
  TEST_CASE(
      "home: a place passes on the share of the tax of those who came from the named home, to the fen") {
    SmallScenario small = varied();
    PolicySettings& policy = add_form(small, "home", .35, {"Town 1"});
    set_field(policy, "hosts", "Town 2");
    set_field(policy, "years", 1);
    set_field(policy, "default_rate", .2);
    Simulation run = run_of(small.build());
    const MigrationModel& model = model_of(run);
    const World& world = model.world();
    const FirmSize size;
    Fen all = 0, expired = 0;
    for (int step = 0; step < 10; ++step) {
      const FirmPopulation firms = model.economy().firms;
      const std::int32_t now = world.clock.months(run.now());
      std::vector<MassUnits> moved(world.n_industry(), 0), mass(world.n_industry(), 0);
      for (std::size_t row = 0; row < firms.city.size(); ++row) {
        if (firms.city[row] != 1) continue;
        const std::uint8_t s = firms.industry[row];
        const MassUnits units = size.units((world.technology.elasticity(s) - 1.0) *
                                           static_cast<double>(firms.log_productivity[row]));
        mass[s] += units;
        if (firms.home[row] != 0) continue;
        (now - firms.settled[row] < 12 ? moved[s] : expired) += units;
      }
      run.model().start_flow_interval();
      run.step();
      const Taxes taxes = assess_taxes(world, model.economy());  // of the same market
      Fen claim = 0;
      for (std::size_t s = 0; s < world.n_industry(); ++s)
        claim += share_of_two(taxes.local[1 * world.n_industry() + s], moved[s], mass[s]);
      const Fen promised = part_of(claim, .35), delivered = promised - part_of(promised, .2);
      const Books books = books_of(run);
      CHECK(books.paid(Line::tax_sharing, books.accounts().government(1)) == delivered);
      CHECK(books.received(Line::tax_sharing, books.accounts().government(0)) == delivered);
      CHECK(books.all(Line::tax_sharing) == delivered);  // and nobody else pays or gets any
      CHECK(model.economy().money.shared[1 * world.n_node() + 0] == delivered);
      CHECK(model.economy().money.undelivered[1 * world.n_node() + 0] == promised - delivered);
      all += delivered;
    }
    CHECK(all > 0);
    CHECK(expired > 0);  // some came longer ago than the years promised
  }

  TEST_CASE("home: only named homes are paid, only named places pay, and only within the policy's dates") {
    SmallScenario small = varied();
    PolicySettings& policy = add_form(small, "home", 1, {"Town 1", "Town 3"});
    set_field(policy, "hosts", WordList{"Town 3", "Town 4"});
    policy.window.start = date_from("2010-07");
    policy.window.end = date_from("2011-07");
    Simulation run = run_of(small.build());
    for (int step = 0; step < 10; ++step) {
      run.model().start_flow_interval();
      run.step();
      const std::size_t n = model_of(run).world().n_node();
      const Tally& shared = model_of(run).economy().money.shared;
      for (std::size_t host = 0; host < n; ++host)
        for (std::size_t home = 0; home < n; ++home) {
          CAPTURE(host);
          CAPTURE(home);
          const bool named = (home == 0 || home == 2) && (host == 2 || host == 3) && home != host;
          const bool held = step >= 2 && step < 6;
          CHECK((shared[host * n + home] > 0) == (named && held));
        }
    }
  }

  TEST_CASE("home: a ramp and a strength make a part of the share, a schedule another one by date") {
    SmallScenario small = varied();
    PolicySettings& policy = small.add_policy("tax_sharing");
    policy.fields.at("share").value = Schedule{{2011, .8}, {kForEver, .2}};
    policy.window.strength = .5;
    policy.window.ramp_years = 1;
    Simulation run = run_of(small.build());
    const std::size_t n = model_of(run).world().n_node();
    for (int step = 0; step < 8; ++step) {
      run.step();
      const OriginShare& share = model_of(run).fields().origin_share[0 * n + 1];
      // Quarters of a year from 2010 on: multiples of 2^-2, so that only .8 and .2 round.
      const double wanted = (step < 4 ? .8 : .2) * .5 * std::min(1.0, step / 4.0);
      CHECK(share.share == doctest::Approx(wanted).epsilon(1e-15));
    }
  }

  TEST_CASE("home: of two promises the more generous holds, in whatever order they stand in the file") {
    struct Promise {
      double share, years, default_rate;
    };
    const auto held = [](const std::vector<Promise>& promises) {
      SmallScenario small = varied();
      for (std::size_t k = 0; k < promises.size(); ++k) {
        PolicySettings& policy = small.add_policy("tax_sharing", "promise " + std::to_string(k));
        set_field(policy, "share", promises[k].share);
        set_field(policy, "years", promises[k].years);
        set_field(policy, "default_rate", promises[k].default_rate);
      }
      Simulation run = run_of(small.build());
      run.step();
      run.step();
      const OriginShare share = model_of(run).fields().origin_share[1];
      return std::pair{std::array{share.share, share.years, share.default_rate}, run.model().checksum()};
    };
    const Promise small{.2, 9, 0}, large{.6, 2, .5}, longer{.6, 4, .9}, surer{.6, 4, .1};
    for (const auto& [one, other, better] :
         {std::tuple{small, large, large}, {large, longer, longer}, {longer, surer, surer}}) {
      const auto wanted = held({better});
      CHECK(wanted.first == std::array{better.share, better.years, better.default_rate});
      CHECK(held({one, other}) == wanted);
      CHECK(held({other, one}) == wanted);
      CHECK(held({one, other, one, other}) == wanted);
    }
  }

  TEST_CASE(
      "base: transfers are theta times what a member has beyond the mean a head, and add up to nothing") {
    for (const double theta : {.3, 1.0}) {
      CAPTURE(theta);
      SmallScenario small = varied();
      add_form(small, "base", theta, {"Town 1", "Town 2", "Town 3", "Town 4"});
      Simulation run = run_of(small.build());
      for (int step = 0; step < 4; ++step) {
        const std::vector<std::int64_t> heads = heads_of(run);
        run.step();
        const Books books = books_of(run);
        double tax = 0, people = 0;
        for (std::size_t i = 0; i < 4; ++i) {
          tax += static_cast<double>(books.local_tax(i));
          people += static_cast<double>(heads[i]);
        }
        Fen sum = 0, moved = 0;
        for (std::size_t i = 0; i < 4; ++i) {
          CAPTURE(i);
          const double excess =
              static_cast<double>(books.local_tax(i)) - tax / people * static_cast<double>(heads[i]);
          const Fen net = books.net(Line::base_equalisation, i);
          // The mean, the part of it and the shares of the pot are each rounded to the fen.
          CHECK(std::abs(static_cast<double>(net) + theta * excess) <= 4);
          sum += net;
          moved += std::abs(net);
        }
        CHECK(sum == 0);
        CHECK(moved > 0);
        CHECK(books.net(Line::base_equalisation, 4) == 0);  // no member
        CHECK(books.net(Line::base_equalisation, 5) == 0);  // outside
      }
    }
  }

  TEST_CASE("pool: members put in alpha of their tax and get the pot back by heads") {
    for (const double alpha : {.25, 1.0}) {
      CAPTURE(alpha);
      SmallScenario small = varied();
      add_form(small, "pool", alpha, {"Town 2", "Town 3", "Town 5"});
      Simulation run = run_of(small.build());
      for (int step = 0; step < 4; ++step) {
        const std::vector<std::int64_t> heads = heads_of(run);
        run.step();
        const Books books = books_of(run);
        std::vector<std::int64_t> members_heads;
        Fen pot = 0;
        for (const std::size_t i : {1U, 2U, 4U}) {
          const AccountNumber city = books.accounts().government(i);
          CHECK(books.paid(Line::tax_pool, city) == part_of(books.local_tax(i), alpha));
          pot += books.paid(Line::tax_pool, city);
          members_heads.push_back(heads[i]);
        }
        const std::vector<Fen> parts = split(pot, members_heads);
        for (std::size_t k = 0; k < 3; ++k)
          CHECK(books.received(Line::tax_pool, books.accounts().government(std::array{1U, 2U, 4U}[k])) ==
                parts[k]);
        for (const std::size_t i : {0U, 3U, 5U}) CHECK(books.net(Line::tax_pool, i) == 0);
      }
    }
  }

  TEST_CASE("base and pool: a ramp, a strength and a schedule make theta and alpha what they are by date") {
    for (const char* form : {"base", "pool"}) {
      CAPTURE(std::string{form});
      SmallScenario small = varied();
      PolicySettings& policy = add_form(small, form, 1, {"Town 1", "Town 3"});
      policy.fields.at("share").value = Schedule{{2011, .8}, {kForEver, .2}};
      policy.window.strength = .5;
      policy.window.ramp_years = .5;
      policy.window.start = date_from("2010-04");
      Simulation run = run_of(small.build());
      for (int step = 0; step < 8; ++step) {
        run.step();
        const std::vector<RevenuePool>& pools = model_of(run).fields().pools;
        if (step < 2) {  // before the start, and at the foot of the ramp
          CHECK(pools.empty());
          continue;
        }
        REQUIRE(pools.size() == 1);
        CHECK(pools[0].cities == std::vector<std::uint32_t>{0, 2});
        const double wanted = (step < 4 ? .8 : .2) * .5 * std::min(1.0, (step - 1) / 2.0);
        CHECK(pools[0].share == doctest::Approx(wanted).epsilon(1e-15));
      }
    }
  }

  TEST_CASE(
      "base and pool are not the same rule: equal taxes a head move nothing in one, heads move all in it") {
    // Two members with equal tax a head share nothing under base; under pool each gets back what it gave.
    SmallScenario small{{.cities = 3, .industries = 2}};
    small.people_per_agent = 300;
    add_form(small, "base", 1, {"Town 1", "Town 2"});
    add_form(small, "pool", 1, {"Town 1", "Town 2"}, "pool");
    Simulation run = run_of(small.build());
    const std::vector<std::int64_t> heads = heads_of(run);
    REQUIRE(heads[0] == heads[1]);
    run.step();
    const Books books = books_of(run);
    const auto tax = static_cast<double>(books.local_tax(0));
    CHECK(std::abs(static_cast<double>(books.net(Line::base_equalisation, 0))) <
          .02 * tax);  // chance of firms
    CHECK(books.paid(Line::tax_pool, books.accounts().government(0)) > .9 * tax);
  }

  TEST_CASE("a union of one city changes nothing") {
    for (const char* form : {"base", "pool"}) {
      CAPTURE(std::string{form});
      SmallScenario small = varied();
      add_form(small, form, .7, {"Town 4"});
      Simulation run = run_of(small.build());
      for (int step = 0; step < 6; ++step) {
        run.step();
        for (std::size_t i = 0; i < 6; ++i) {
          CHECK(books_of(run).net(Line::tax_pool, i) == 0);
          CHECK(books_of(run).net(Line::base_equalisation, i) == 0);
        }
      }
      SmallScenario plain = small;
      plain.drop_policies();
      Simulation other = run_of(plain.build());
      for (int step = 0; step < 6; ++step) other.step();
      // Its barrier against leavers falls nowhere: all of the pot is its own.
      CHECK(run.model().checksum() == other.model().checksum());
      CHECK(same_bytes(panel(run.model(), "obstruction"), panel(other.model(), "obstruction")));
      CHECK(same_bytes(panel(run.model(), "firms_by_industry"), panel(other.model(), "firms_by_industry")));
    }
  }

  TEST_CASE("a share of nothing, no strength and other dates leave every byte of a run as it was") {
    SmallScenario small = varied();
    const std::vector<double> plain = without_policies(small, 6);
    add_form(small, "home", 0.0, {"all"}, "a");
    add_form(small, "base", 0.0, {"all"}, "b");
    add_form(small, "pool", 0.0, {"all"}, "c");
    add_form(small, "base", .5, {"all"}, "d").window.strength = 0;
    add_form(small, "pool", .5, {"all"}, "e").window.start = date_from("2015-01");
    add_form(small, "home", .5, {"all"}, "f").window.end = date_from("2010-01");
    set_field(small.add_policy("tax_sharing", "j"), "years", 0.0);
    set_field(small.add_policy("tax_sharing", "k"), "default_rate", 1);
    Simulation run = run_of(small.build());
    for (int step = 0; step < 6; ++step) run.step();
    SmallScenario without = small;
    without.drop_policies();
    Simulation other = run_of(without.build());
    for (int step = 0; step < 6; ++step) other.step();
    CHECK(run.model().checksum() == other.model().checksum());
    for (const Panel& one : run.model().panels()) {
      if (one.name == "undelivered_transfers") continue;  // that is what default is
      CAPTURE(one.name);
      CHECK(same_bytes(panel(run.model(), one.name), panel(other.model(), one.name)));
    }
    CHECK(plain.size() == all_panels(other.model()).size());
  }

  TEST_CASE("obstruction: a promise to the home counts over the government's horizon") {
    for (const double horizon : {.5, 10.0}) {
      SmallScenario small = varied();
      small.set("government.horizon", horizon);
      small.set("government.obstruction", .7);
      PolicySettings& policy = add_form(small, "home", .6, {"Town 1"});
      set_field(policy, "hosts", WordList{"Town 1", "Town 2"});
      set_field(policy, "years", 3);
      set_field(policy, "default_rate", .25);
      Simulation run = run_of(small.build());
      run.step();
      const Eigen::ArrayXXd kept = kept_of(run), barrier = model_of(run).fields().obstruction;
      const double promised = .6 * .75 * (1 - std::exp(-3 / horizon));
      for (Index i = 0; i < kept.rows(); ++i)
        for (Index j = 0; j < kept.cols(); ++j) {
          CAPTURE(i);
          CAPTURE(j);
          const double wanted = i == 0 && j == 1 ? promised : 0.0;
          CHECK(kept(i, j) == doctest::Approx(wanted).epsilon(1e-14));
          CHECK(barrier(i, j) == doctest::Approx(i == j ? 0.0 : .7 * (1 - wanted)).epsilon(1e-14));
        }
    }
  }

  TEST_CASE("obstruction: a promise counts for what it pays, month by month, discounted at the horizon") {
    SmallScenario small = varied();
    small.set("government.horizon", 4);
    small.set("government.equalisation", 0);
    PolicySettings& policy = add_form(small, "home", .6, {"Town 1"});
    set_field(policy, "years", 3);
    set_field(policy, "default_rate", .25);
    Simulation run = run_of(small.build());
    run.step();
    const MigrationModel& model = model_of(run);
    Economy economy = model.economy();
    for (Row row = 0; row < economy.firms.city.size(); ++row)
      if (economy.firms.city[row] != kNowhere) economy.firms.home[row] = economy.firms.city[row];
    // The first firm of the first city has gone to the second in month 0.
    Row gone = 0;
    while (economy.firms.city[gone] != 0) ++gone;
    economy.firms.city[gone] = 1;
    economy.firms.settled[gone] = 0;
    economy.census = take_census(model.world(), economy, 0);
    const Claims whole =
        assess_claims(model.world(), economy, model.fields(), assess_taxes(model.world(), economy), 0);
    const auto tax = static_cast<double>(whole.home[0 * model.world().n_node() + 1]);
    REQUIRE(tax > 1e5);
    double paid = 0;
    for (std::int32_t month = 0; month < 60; ++month) {
      static_cast<void>(settle_public_money(model.world(), economy, model.fields(), month));
      const double weight = std::exp(-month / 12.0 / 4) - std::exp(-(month + 1) / 12.0 / 4);
      paid += weight * static_cast<double>(Books{model.world(), economy}.all(Line::tax_sharing));
    }
    // A fen or two in what is paid each month.
    CHECK(paid / tax == doctest::Approx(kept_of(run)(0, 1)).epsilon(2 / tax));
  }

  TEST_CASE("obstruction: what is kept under base and pool is what the books leave of a moved firm's tax") {
    for (const bool two_unions : {false, true})
      for (const char* form : {"base", "pool"}) {
        CAPTURE(std::string{form});
        SmallScenario small = varied();
        add_form(small, form, .4, {"Town 1", "Town 2", "Town 3"});
        if (two_unions) add_form(small, "pool", .3, {"Town 1", "Town 3", "Town 4"}, "second");
        Simulation run = run_of(small.build());
        run.step();
        const std::vector<std::int64_t> heads = heads_of(run);
        const auto own_part = [&](std::size_t i, const std::vector<std::size_t>& members) {
          double all = 0;
          for (const std::size_t member : members) all += static_cast<double>(heads[member]);
          return static_cast<double>(heads[i]) / all;
        };
        // The fields are those of the step that has ended; obstruction was set with the heads before it.
        const Eigen::ArrayXXd kept = kept_of(run);
        for (std::size_t i = 0; i < 5; ++i)
          for (std::size_t j = 0; j < 6; ++j) {
            if (i == j) continue;
            CAPTURE(i);
            CAPTURE(j);
            const double share = kept(static_cast<Index>(i), static_cast<Index>(j));
            double wanted = 0;
            if (i < 3) wanted += .4 * (j < 3 ? 1 : 1 - own_part(i, {0, 1, 2}));
            if (two_unions && (i == 0 || i == 2 || i == 3))
              wanted += .3 * (j == 0 || j == 2 || j == 3 ? 1 : 1 - own_part(i, {0, 2, 3}));
            CHECK(share == doctest::Approx(wanted).epsilon(1e-12));
            // A hundredth of a cell's tax is some 10^6 fen, of which a few are rounded.
            CHECK(really_kept(run, i, j) == doctest::Approx(share).epsilon(1e-4));
          }
      }
  }

  TEST_CASE("obstruction: nobody keeps more than all, and what is kept lowers the barrier by as much") {
    SmallScenario small = varied();
    small.set("government.obstruction", 1.5);
    PolicySettings& home = add_form(small, "home", .8, {"all"}, "homes");
    set_field(home, "years", 1000);
    add_form(small, "pool", .6, {"all"}, "pool");
    add_form(small, "base", .6, {"all"}, "base");
    Simulation run = run_of(small.build());
    run.step();
    const Eigen::ArrayXXd& barrier = model_of(run).fields().obstruction;
    for (Index i = 0; i < 5; ++i)
      for (Index j = 0; j < 5; ++j) CHECK(barrier(i, j) == 0);
    CHECK((barrier.row(5).head(5) == 1.5).all());  // outside shares nothing
    CHECK((barrier >= 0).all());
  }

  TEST_CASE("obstruction: a park's contract takes the place of the promise, and pools add to it") {
    const auto barrier = [](double contract, double promise, double pool) {
      SmallScenario small = varied();
      small.set("government.obstruction", 1);
      PolicySettings& park = small.add_policy("industrial_enclave");
      set_field(park, "origin", "Town 1");
      set_field(park, "host", "Town 2");
      set_field(park, "tax_split", contract);
      set_field(add_form(small, "home", promise, {"all"}, "homes"), "years", 1000);
      add_form(small, "pool", pool, {"Town 1", "Town 2"}, "pool");
      Simulation run = run_of(small.build());
      run.step();
      return model_of(run).fields().park_obstruction[0];
    };
    // exp(-1000 / 10) is nothing: the promise counts in full.
    CHECK(barrier(.3, 0, 0) == doctest::Approx(.7).epsilon(1e-14));
    CHECK(barrier(.3, .9, 0) == doctest::Approx(.7).epsilon(1e-14));
    CHECK(barrier(.3, 0, .2) == doctest::Approx(.5).epsilon(1e-14));
    CHECK(barrier(.3, .4, .2) == doctest::Approx(.5).epsilon(1e-14));
    CHECK(barrier(.3, .9, .5) == doctest::Approx(.2).epsilon(1e-14));
    CHECK(barrier(.5, .8, .5) == 0);
    CHECK(barrier(1, 0, .5) == 0);
  }

  TEST_CASE("a lower barrier lets more firms go: sharing in any form raises moves between its cities") {
    const auto moves = [](const char* form) {
      double all = 0;
      for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        SmallScenario small = varied();
        small.seed = seed;
        small.set("government.obstruction", 2);
        if (form != nullptr) set_field(add_form(small, form, .8, {"all"}), "years", 50);
        Simulation run = run_of(small.build());
        for (int step = 0; step < 8; ++step) run.step();
        const std::vector<double> flows = panel(run.model(), "firm_flows");
        all += std::accumulate(flows.begin(), flows.end(), 0.0);
      }
      return all;
    };
    const double before = moves(nullptr);
    for (const char* form : {"home", "base", "pool"}) {
      CAPTURE(std::string{form});
      // exp(1.5 * .8 * 2) = 11 times the weight of leaving for a member; outside is as it was.
      CHECK(moves(form) > 1.2 * before);
    }
  }
}
