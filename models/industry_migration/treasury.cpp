#include "models/industry_migration/treasury.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "engine/parallel.hpp"
#include "models/industry_migration/age_schedule.hpp"
#include "models/industry_migration/pot_shares.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

constexpr std::size_t kGrain = 16384;
constexpr std::size_t kTaxes = 3;

LineNumber number(Line line) { return static_cast<LineNumber>(line); }

/// The three taxes: rate, the nation's part, and the base of a cell.
struct Tax {
  Line line;
  double rate, national;
  Eigen::ArrayXXd base;  // (n_node, n_industry)
};

std::array<Tax, kTaxes> taxes_of(const World& world, const Economy& economy) {
  const Parameters& p = world.parameters;
  const Technology& technology = world.technology;
  const Eigen::ArrayXXd value = value_added(technology, economy.market);
  const auto income = [&](Index factor) -> Eigen::ArrayXXd {
    return value.rowwise() * technology.factor_share.col(factor).transpose();
  };
  return {Tax{Line::value_added_tax, p.value_added_tax, p.national_value_added_tax, value},
          Tax{Line::profit_tax, p.profit_tax, p.national_profit_tax, income(kCapitalFactor)},
          Tax{Line::land_fee, p.land_fee, p.national_land_fee, income(kLandFactor)}};
}

/// Mass of firms that are registered in another node than they stand in and settled within the years promised
/// to their home, outside parks. (home, city, industry)
Tally moved_mass(const World& world, const Economy& economy, const StepFields& fields, std::int32_t now) {
  const FirmSize size;
  const FirmPopulation& firms = economy.firms;
  const std::size_t nodes = world.n_node(), industries = world.n_industry();
  std::vector<double> power;
  for (std::size_t s = 0; s < industries; ++s)
    power.push_back(world.technology.elasticity(static_cast<Index>(s)) - 1.0);
  std::vector<double> months(nodes * nodes);
  for (std::size_t k = 0; k < months.size(); ++k)
    months[k] = fields.origin_share[k].share > 0 ? fields.origin_share[k].years * kMonthsPerYear : 0.0;
  ThreadCounts<std::int64_t> counts{nodes * world.n_cell()};
  for_each_block(firms.slots.size(), kGrain, [&](std::size_t, std::size_t begin, std::size_t end) {
    auto& mine = counts.mine();
    for (std::size_t row = begin; row < end; ++row) {
      const NodeNumber city = firms.city[row], home = firms.home[row];
      if (city == kNowhere || city == home || firms.park[row] != kNoPark) continue;
      if (now - firms.settled[row] >= months[home * nodes + city]) continue;
      const std::size_t industry = firms.industry[row];
      mine[home * world.n_cell() + city * industries + industry] +=
          size.units(power[industry] * static_cast<double>(firms.log_productivity[row]));
    }
  });
  Tally all(nodes * world.n_cell(), 0);
  counts.collect(all);
  return all;
}

bool any_promise(const StepFields& fields) {
  return std::any_of(fields.origin_share.begin(), fields.origin_share.end(),
                     [](const OriginShare& share) { return share.share > 0; });
}

/// The money of one step on its way through the ledger.
class Settlement {
 public:
  Settlement(const World& world, Economy& economy, const StepFields& fields, std::int32_t now)
      : world_{world},
        economy_{economy},
        fields_{fields},
        money_{economy.money},
        ledger_{economy.money.ledger},
        accounts_{world.n_node()},
        now_{now},
        years_{world.clock.years_per_step()},
        heads_{residents_by_node(world, economy)} {}

  std::vector<Placement> run() {
    ledger_.begin_step();
    const Taxes taxes = assess_taxes(world_, economy_);
    collect(taxes);
    collect_levies();
    share_with_homes(assess_claims(world_, economy_, fields_, taxes, now_));
    for (const RevenuePool& pool : fields_.pools) share_pot(pool, taxes);
    spend_of_the_nation();
    remember_disposable();
    spend_of_cities();
    ledger_.audit();
    return std::move(placements_);
  }

 private:
  // ---- revenue

  void collect(const Taxes& taxes) {
    const std::size_t nodes = world_.n_node();
    for (std::size_t k = 0; k < kTaxes; ++k)
      for (std::size_t i = 0; i < nodes; ++i) {
        const Fen all = taxes.by_line[k * nodes + i], national = taxes.national[k * nodes + i];
        ledger_.post(tax_line(k), accounts_.firms(i), accounts_.nation(), national);
        ledger_.post(tax_line(k), accounts_.firms(i), accounts_.government(i), all - national);
      }
  }

  static LineNumber tax_line(std::size_t k) {
    constexpr std::array<Line, kTaxes> kOrder{Line::value_added_tax, Line::profit_tax, Line::land_fee};
    return number(kOrder[k]);
  }

  /// What a share of the sales of each cell comes to in this step, city by city.
  Fen of_sales(const Eigen::ArrayXXd& share, std::size_t node) const {
    Fen sum = 0;
    const auto i = static_cast<Index>(node);
    for (Index s = 0; s < share.cols(); ++s)
      if (share(i, s) > 0) sum += fen_of(share(i, s) * economy_.market.sales(i, s) * years_);
    return sum;
  }

  void collect_levies() {
    for (std::size_t i = 0; i < world_.n_node(); ++i) {
      ledger_.post(number(Line::emission_fee), accounts_.firms(i), accounts_.government(i),
                   of_sales(fields_.emission_fee, i));
      ledger_.post(number(Line::land_surcharge), accounts_.firms(i), accounts_.government(i),
                   of_sales(fields_.land_surcharge, i));
    }
  }

  // ---- between cities

  /// Delivers what is promised of an amount, less what is not delivered, from the host to the home of firms.
  void deliver(Line line, std::size_t host, std::size_t home, Fen tax, double share, double default_rate) {
    const auto [promised, delivered] = partner_share(tax, share, default_rate);
    const std::size_t pair = host * world_.n_node() + home;
    money_.undelivered[pair] += promised - delivered;
    if (delivered == 0) return;
    money_.shared[pair] += delivered;
    ledger_.post(number(line), accounts_.government(host), accounts_.government(home), delivered);
  }

  void share_with_homes(const Claims& claims) {
    for (std::size_t k = 0; k < world_.n_park(); ++k) {
      const ParkTerms& terms = fields_.parks[k];
      deliver(Line::enclave_sharing, world_.parks[k].host, world_.parks[k].origin, claims.park[k],
              terms.tax_share, terms.default_rate);
    }
    const std::size_t nodes = world_.n_node();
    for (std::size_t pair = 0; pair < claims.home.size(); ++pair) {
      if (claims.home[pair] == 0) continue;
      const OriginShare& share = fields_.origin_share[pair];
      deliver(Line::tax_sharing, pair % nodes, pair / nodes, claims.home[pair], share.share,
              share.default_rate);
    }
  }

  Fen local_tax(const Taxes& taxes, std::size_t city) const {
    const auto first = taxes.local.begin() + static_cast<std::ptrdiff_t>(city * world_.n_industry());
    return std::accumulate(first, first + static_cast<std::ptrdiff_t>(world_.n_industry()), Fen{0});
  }
  /// No government gives what it has not got.
  Fen at_most_the_balance(Fen amount, std::size_t node) const {
    return std::clamp(amount, Fen{0}, std::max(Fen{0}, ledger_.balance(accounts_.government(node))));
  }
  std::vector<std::int64_t> heads_of(const std::vector<std::uint32_t>& cities) const {
    std::vector<std::int64_t> heads;
    for (const std::uint32_t city : cities) heads.push_back(std::max<std::int64_t>(heads_[city], 1));
    return heads;
  }

  /// Members pay what they owe a pot, as far as they have it, and the pot is shared out by their claims.
  void share_pot(const RevenuePool& pool, const Taxes& taxes) {
    std::vector<Fen> tax;
    for (const std::uint32_t city : pool.cities) tax.push_back(local_tax(taxes, city));
    const bool base = pool.form == RevenuePool::Form::base;
    const PotShares shares = base ? base_equalisation(tax, heads_of(pool.cities), pool.share)
                                  : revenue_pool(tax, heads_of(pool.cities), pool.share);
    const LineNumber line = number(base ? Line::base_equalisation : Line::tax_pool);
    const AccountNumber pot = accounts_.pot(pool.policy);
    Fen paid = 0;
    for (std::size_t k = 0; k < pool.cities.size(); ++k) {
      const Fen due = at_most_the_balance(shares.due[k], pool.cities[k]);
      ledger_.post(line, accounts_.government(pool.cities[k]), pot, due);
      paid += due;
    }
    if (paid == 0) return;
    const std::vector<Fen> parts = split(paid, shares.claim);
    for (std::size_t k = 0; k < parts.size(); ++k)
      ledger_.post(line, pot, accounts_.government(pool.cities[k]), parts[k]);
  }

  // ---- the nation

  Fen nation_has() const { return std::max(Fen{0}, ledger_.balance(accounts_.nation())); }

  void spend_of_the_nation() {
    for (std::size_t i = 0; i < world_.n_node(); ++i)
      ledger_.post(number(Line::subsidy), accounts_.nation(), accounts_.firms(i),
                   std::min(nation_has(), of_sales(fields_.national_subsidy, i)));
    for (const FundOrder& fund : fields_.funds)
      if (fund.by_nation) fill_fund(fund);
    equalise();
    for (const ServiceFloor& floor : fields_.floors) lift_to_floor(floor);
    serve_all();
  }

  /// General transfers fill a part of what places lack to the mean revenue a head, as far as the nation has
  /// it.
  void equalise() {
    std::vector<Fen> own;
    for (std::size_t i = 0; i < world_.n_node(); ++i)
      own.push_back(std::max(Fen{0}, ledger_.balance(accounts_.government(i))));
    const std::vector<Fen> even = split(std::accumulate(own.begin(), own.end(), Fen{0}), positive_heads());
    std::vector<std::int64_t> lacking;
    for (std::size_t i = 0; i < own.size(); ++i) lacking.push_back(std::max(Fen{0}, even[i] - own[i]));
    const Fen gap = std::accumulate(lacking.begin(), lacking.end(), Fen{0});
    const Fen amount = std::min(nation_has(), part_of(gap, world_.parameters.equalisation));
    if (amount == 0) return;
    const std::vector<Fen> parts = split(amount, lacking);
    for (std::size_t i = 0; i < parts.size(); ++i)
      ledger_.post(number(Line::equalisation), accounts_.nation(), accounts_.government(i), parts[i]);
  }

  /// Fills a part of the gap to a floor of spending a head: with the nation's money, or with that of members
  /// above the floor in proportion to what they have above it.
  void lift_to_floor(const ServiceFloor& floor) {
    std::vector<std::int64_t> gap, above;
    for (const std::uint32_t city : floor.cities) {
      const Fen level = fen_of(floor.yuan / 1e8 * static_cast<double>(heads_[city]) * years_);
      const Fen has = ledger_.balance(accounts_.government(city));
      gap.push_back(std::max(Fen{0}, level - has));
      above.push_back(std::max(Fen{0}, has - level));
    }
    const Fen lacking = std::accumulate(gap.begin(), gap.end(), Fen{0});
    const Fen wanted = part_of(lacking, floor.closing);
    if (wanted == 0) return;
    const AccountNumber pot = accounts_.pot(floor.policy);
    const Fen paid =
        floor.by_nation ? take_from_nation(pot, wanted) : take_from_rich(floor, pot, wanted, above);
    if (paid == 0) return;
    const std::vector<Fen> parts = split(paid, gap);
    for (std::size_t k = 0; k < parts.size(); ++k)
      ledger_.post(number(Line::service_floor), pot, accounts_.government(floor.cities[k]), parts[k]);
  }
  Fen take_from_nation(AccountNumber pot, Fen wanted) {
    const Fen paid = std::min(wanted, nation_has());
    ledger_.post(number(Line::service_floor), accounts_.nation(), pot, paid);
    return paid;
  }
  Fen take_from_rich(const ServiceFloor& floor, AccountNumber pot, Fen wanted,
                     const std::vector<std::int64_t>& above) {
    const Fen paid = std::min(wanted, std::accumulate(above.begin(), above.end(), Fen{0}));
    if (paid == 0) return 0;
    const std::vector<Fen> parts = split(paid, above);
    for (std::size_t k = 0; k < parts.size(); ++k)
      ledger_.post(number(Line::service_floor), accounts_.government(floor.cities[k]), pot, parts[k]);
    return paid;
  }

  std::vector<std::int64_t> positive_heads() const {
    std::vector<std::int64_t> heads = heads_;
    for (std::int64_t& one : heads) one = std::max<std::int64_t>(one, 1);
    return heads;
  }

  /// What the nation has left serves all residents alike.
  void serve_all() {
    const std::vector<Fen> parts = split(nation_has(), positive_heads());
    for (std::size_t i = 0; i < parts.size(); ++i) {
      ledger_.post(number(Line::services), accounts_.nation(), accounts_.people(i), parts[i]);
      money_.services[i] = parts[i];
    }
  }

  // ---- cities

  void remember_disposable() {
    for (std::size_t i = 0; i < world_.n_node(); ++i)
      money_.disposable[i] = std::max(Fen{0}, ledger_.balance(accounts_.government(i)));
  }

  void spend_of_cities() {
    for (std::size_t i = 0; i < world_.n_node(); ++i)
      ledger_.post(number(Line::subsidy), accounts_.government(i), accounts_.firms(i),
                   at_most_the_balance(of_sales(fields_.subsidy, i), i));
    for (const HouseRent& rent : fields_.rents)
      ledger_.post(number(Line::innovation_house), accounts_.government(rent.payer),
                   accounts_.government(rent.owner),
                   at_most_the_balance(fen_of(rent.money_a_year * years_), rent.payer));
    for (std::size_t k = 0; k < world_.n_park(); ++k) {
      build_park(k);
      money_.park_land[k] = built_land(economy_, fields_, k);
    }
    for (const TalentGrant& grant : fields_.grants) pay_grant(grant);
    for (const FundOrder& fund : fields_.funds)
      if (!fund.by_nation) fill_fund(fund);
    for (std::size_t i = 0; i < world_.n_node(); ++i) {
      const Fen left = std::max(Fen{0}, ledger_.balance(accounts_.government(i)));
      ledger_.post(number(Line::services), accounts_.government(i), accounts_.people(i), left);
      money_.services[i] += left;
    }
  }

  /// A park is built as fast as its cities can pay, at most in kBuildingYears.
  void build_park(std::size_t k) {
    constexpr double kBuildingYears = 2;
    const ParkTerms& terms = fields_.parks[k];
    const Park& park = world_.parks[k];
    const Fen whole = fen_of(terms.capacity_km2 * terms.cost_per_km2);
    const Fen due = std::min(whole - money_.park_paid[k],
                             fen_of(money_of(whole) * std::min(1.0, years_ / kBuildingYears)));
    if (due <= 0) return;
    const Fen of_origin = part_of(due, terms.origin_cost_share);
    for (const auto& [city, amount] : {std::pair{park.origin, of_origin}, {park.host, due - of_origin}}) {
      const Fen paid = at_most_the_balance(amount, city);
      ledger_.post(number(Line::park_building), accounts_.government(city), accounts_.firms(park.host), paid);
      money_.park_paid[k] += paid;
    }
  }

  /// A grant for everybody of the tier who came in the last step.
  void pay_grant(const TalentGrant& grant) {
    std::int64_t came = 0;
    for (std::size_t i = 0; i < world_.n_node(); ++i)
      if (i != grant.city) came += economy_.step[layout_.talent_moves(grant.tier, i, grant.city)];
    const double yuan = grant.yuan * static_cast<double>(came) * world_.weight;
    ledger_.post(number(Line::talent_grant), accounts_.government(grant.city), accounts_.people(grant.city),
                 at_most_the_balance(fen_of(yuan / 1e8), grant.city));
  }

  /// Pays into a fund and buys whole units of capital; what does not make a unit waits in the pot.
  void fill_fund(const FundOrder& fund) {
    const AccountNumber pot = accounts_.pot(fund.policy);
    const Fen wanted = fen_of(fund.money_a_year * years_);
    const LineNumber line = number(Line::industry_fund);
    if (fund.by_nation) {
      ledger_.post(line, accounts_.nation(), pot, std::min(nation_has(), wanted));
    } else {
      const std::vector<Fen> parts = split(wanted, std::vector<std::int64_t>(fund.cities.size(), 1));
      for (std::size_t k = 0; k < parts.size(); ++k)
        ledger_.post(line, accounts_.government(fund.cities[k]), pot,
                     at_most_the_balance(parts[k], fund.cities[k]));
    }
    const Fen unit = std::max(Fen{1}, fen_of(agent_capital(world_)));
    const std::int64_t units = std::max(Fen{0}, ledger_.balance(pot)) / unit;
    if (units > 0) placements_.push_back({fund, units});
  }

  const World& world_;
  Economy& economy_;
  const StepFields& fields_;
  PublicMoney& money_;
  Ledger& ledger_;
  Accounts accounts_;
  std::int32_t now_;
  double years_;
  std::vector<std::int64_t> heads_;
  TallyLayout layout_{world_.n_city(), world_.n_node(), world_.n_industry(), kTiers, world_.n_park()};
  std::vector<Placement> placements_;
};

}  // namespace

std::vector<std::int64_t> residents_by_node(const World& world, const Economy& economy) {
  std::vector<std::int64_t> heads;
  for (std::size_t i = 0; i < world.n_node(); ++i) {
    const auto first = i < world.n_city()
                           ? economy.census.residents.begin() + static_cast<std::ptrdiff_t>(i * kTiers)
                           : economy.outside_people.begin();
    const std::int64_t agents =
        std::accumulate(first, first + static_cast<std::ptrdiff_t>(kTiers), std::int64_t{0});
    heads.push_back(std::llround(static_cast<double>(agents) * world.weight));
  }
  return heads;
}

Taxes assess_taxes(const World& world, const Economy& economy) {
  const std::size_t nodes = world.n_node(), industries = world.n_industry();
  const double years = world.clock.years_per_step();
  Taxes taxes{std::vector<Fen>(nodes * industries, 0), std::vector<Fen>(kTaxes * nodes, 0),
              std::vector<Fen>(kTaxes * nodes, 0)};
  const std::array<Tax, kTaxes> all = taxes_of(world, economy);
  for (std::size_t k = 0; k < kTaxes; ++k)
    for (std::size_t i = 0; i < nodes; ++i)
      for (std::size_t s = 0; s < industries; ++s) {
        const double base = all[k].base(static_cast<Index>(i), static_cast<Index>(s));
        const Fen tax = fen_of(std::max(0.0, base) * all[k].rate * years);
        const Fen national = part_of(tax, all[k].national);
        taxes.by_line[k * nodes + i] += tax;
        taxes.national[k * nodes + i] += national;
        taxes.local[i * industries + s] += tax - national;
      }
  return taxes;
}

Claims assess_claims(const World& world, const Economy& economy, const StepFields& fields, const Taxes& taxes,
                     std::int32_t now) {
  const std::size_t nodes = world.n_node(), industries = world.n_industry();
  Claims claims{std::vector<Fen>(world.n_park(), 0), std::vector<Fen>(nodes * nodes, 0)};
  const bool homes = any_promise(fields);
  if (!homes && world.n_park() == 0) return claims;
  const Tally moved = homes ? moved_mass(world, economy, fields, now) : Tally{};
  std::vector<std::vector<std::size_t>> parks_of(world.n_city());
  for (std::size_t k = 0; k < world.n_park(); ++k) parks_of[world.parks[k].host].push_back(k);
  std::vector<Fen*> claimant;
  std::vector<std::int64_t> mass;
  for (std::size_t cell = 0; cell < world.n_cell(); ++cell) {
    const std::size_t city = cell / industries, industry = cell % industries;
    std::int64_t rest = economy.census.mass[cell];
    claimant.clear();
    mass.clear();
    const auto claim = [&](std::int64_t units, Fen& sum) {
      if (units == 0) return;
      mass.push_back(units);
      claimant.push_back(&sum);
      rest -= units;
    };
    for (const std::size_t k : parks_of[city])
      claim(economy.census.park_mass[k * industries + industry], claims.park[k]);
    for (std::size_t home = 0; homes && home < nodes; ++home)
      claim(moved[home * world.n_cell() + cell], claims.home[home * nodes + city]);
    if (mass.empty()) continue;
    mass.push_back(rest);
    const std::vector<Fen> parts = split(taxes.local[cell], mass);
    for (std::size_t k = 0; k < claimant.size(); ++k) *claimant[k] += parts[k];
  }
  return claims;
}

void post_investment(const World& world, Economy& economy, std::size_t policy, std::size_t city) {
  const Accounts accounts{world.n_node()};
  economy.money.ledger.post(number(Line::investment), accounts.pot(policy), accounts.firms(city),
                            std::max(Fen{1}, fen_of(agent_capital(world))));
}

std::vector<Placement> settle_public_money(const World& world, Economy& economy, const StepFields& fields,
                                           std::int32_t now) {
  return Settlement{world, economy, fields, now}.run();
}

}  // namespace yanzhen::industry_migration
