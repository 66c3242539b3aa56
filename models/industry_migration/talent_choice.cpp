// Where people want to live: offers, choice tables, and the amenities that make the start what was observed.
#include <algorithm>
#include <cmath>

#include "engine/elementary.hpp"
#include "models/industry_migration/friction.hpp"
#include "models/industry_migration/start.hpp"
#include "models/industry_migration/talent.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

constexpr double kWord = 0x1p32;  // considerers are counted in 2^-32 agents

/// Expected arrivals at each node of the considerers of one tier, given what each (industry, node) offers.
Arrivals arrivals_of_tier(const World& world, const Tally& considerers, std::size_t tier,
                          const Eigen::ArrayXXd& offer, const Eigen::ArrayXXd& decay,
                          const Eigen::ArrayXd& home) {
  const std::size_t n = world.n_node(), industries = world.n_industry();
  const auto nodes = static_cast<Index>(n);
  std::vector<Arrivals> parts(industries, Arrivals{Eigen::ArrayXd::Zero(nodes), Eigen::ArrayXd::Zero(nodes)});
  for_each_row(industries, 1, [&](std::size_t g) {
    Arrivals& sum = parts[g];
    for (std::size_t i = 0; i < n; ++i) {
      const Eigen::ArrayXd weight =
          offer.row(static_cast<Index>(g)).transpose() * decay.row(static_cast<Index>(i)).transpose();
      const double total = weight.sum();
      double once = 0, twice = 0;
      const std::int64_t* count = considerers.data() + ((tier * industries + g) * n + i) * n;
      for (std::size_t u = 0; u < n; ++u) {
        if (count[u] == 0) continue;
        const auto hukou = static_cast<Index>(u);
        const double extra = weight(hukou) * (home(hukou) - 1.0), all = total + extra,
                     heads = static_cast<double>(count[u]);
        once += heads / all;
        twice += heads / (all * all);
        sum.expected(hukou) += heads * extra / all;
        sum.squared(hukou) += heads * extra * (2 * weight(hukou) + extra) / (all * all);
      }
      sum.expected += weight * once;
      sum.squared += weight.square() * twice;
    }
  });
  Arrivals sum{Eigen::ArrayXd::Zero(nodes), Eigen::ArrayXd::Zero(nodes)};
  for (const Arrivals& part : parts) {
    sum.expected += part.expected;
    sum.squared += part.squared;
  }
  return sum;
}

/// Considerers of one tier by node.
Eigen::ArrayXd considerers_by_node(const World& world, const Tally& considerers, std::size_t tier) {
  const std::size_t n = world.n_node(), industries = world.n_industry();
  Eigen::ArrayXd heads = Eigen::ArrayXd::Zero(static_cast<Index>(n));
  for (std::size_t g = 0; g < industries; ++g)
    for (std::size_t i = 0; i < n; ++i)
      for (std::size_t u = 0; u < n; ++u)
        heads(static_cast<Index>(i)) +=
            static_cast<double>(considerers[((tier * industries + g) * n + i) * n + u]);
  return heads;
}

}  // namespace

TalentDecay talent_decay(const World& world, const Eigen::ArrayXXd& minutes, const ReachFields& fields) {
  TalentDecay decay;
  for (std::size_t q = 0; q < kTiers; ++q)
    decay[q] = (-friction(minutes, world.province, world.parameters.talent[q], fields.of(Flow::talent)))
                   .unaryExpr([](double x) { return exponential(x); });
  return decay;
}

Eigen::ArrayXXd talent_offer(const World& world, const Market& market, const MarketState& state,
                             const StepFields& fields, const Eigen::ArrayXd& services, std::size_t tier) {
  const Parameters& p = world.parameters;
  const auto nodes = static_cast<Index>(world.n_node());
  const Eigen::ArrayXd earnings =
      market.factor_demand(state).col(static_cast<Index>(tier)) / state.stock.col(static_cast<Index>(tier));
  const Eigen::ArrayXd level = log_price_level(state);
  const Eigen::ArrayXXd match =
      (with_self(fields.relatedness) * job_shares(market.technology(), state).matrix().transpose()).array();
  Eigen::ArrayXXd utility(match.rows(), nodes);
  for (Index j = 0; j < nodes; ++j) {
    const double rent = natural_log(state.price(j, kLandFactor));
    const double living = natural_log(earnings(j)) - level(j) - p.rent_weight * rent;
    const double public_money = p.services_weight * natural_log(services(j) * fields.access(j));
    const auto q = static_cast<Index>(tier);
    for (Index g = 0; g < match.rows(); ++g)
      utility(g, j) = p.income_weight[tier] * (living + natural_log(match(g, j))) + public_money -
                      fields.hukou_barrier(j, q) + fields.talent_bonus(j, q);
  }
  const double best = utility.maxCoeff();
  return (utility - best).unaryExpr([](double u) { return exponential(u); });
}

Eigen::ArrayXd home_factor(const World& world, const StepFields& fields, std::size_t tier) {
  const double weight = world.parameters.services_weight;
  Eigen::ArrayXd factor(fields.access.size());
  for (Index j = 0; j < factor.size(); ++j)
    factor(j) = exponential(-weight * natural_log(fields.access(j)) +
                            fields.hukou_barrier(j, static_cast<Index>(tier)));
  return factor;
}

Tally count_considerers(const World& world, const Economy& economy, const AgeSchedule& schedule) {
  const std::size_t n = world.n_node(), industries = world.n_industry();
  Tally considerers(kTiers * industries * n * n, 0);
  const TalentPopulation& talent = economy.talent;
  for (Row row = 0; row < talent.slots.size(); ++row) {
    if (talent.city[row] == kNowhere) continue;
    const std::size_t place =
        ((talent.tier[row] * industries + talent.industry[row]) * n + talent.city[row]) * n +
        talent.hukou[row];
    considerers[place] += static_cast<std::int64_t>(
        schedule.move_probability(talent.tier[row], age_index(0, talent.born[row])) * kWord);
  }
  if (!world.has_outside()) return considerers;
  const Eigen::ArrayXXd jobs = job_shares(world.technology, economy.market);
  const std::size_t outside = world.n_city();
  for (std::size_t q = 0; q < kTiers; ++q) {
    const double mean = schedule.mean_move_probability(q);
    for (std::size_t g = 0; g < industries; ++g)
      considerers[((q * industries + g) * n + outside) * n + outside] +=
          static_cast<std::int64_t>(static_cast<double>(economy.outside_people[q]) * mean * kWord *
                                    jobs(static_cast<Index>(outside), static_cast<Index>(g)));
  }
  return considerers;
}

Eigen::ArrayXXd wanted_net_migration(const World& world, const Economy& economy) {
  const auto cities = static_cast<Index>(world.n_city());
  Eigen::ArrayXXd net = Eigen::ArrayXXd::Zero(static_cast<Index>(world.n_node()), static_cast<Index>(kTiers));
  const double years = world.clock.years_per_step();
  for (Index q = 0; q < static_cast<Index>(kTiers); ++q) {
    double residents = 0;
    for (Index i = 0; i < cities; ++i) {
      const auto heads = static_cast<double>(
          economy.census.residents[static_cast<std::size_t>(i) * kTiers + static_cast<std::size_t>(q)]);
      net(i, q) = world.cities[static_cast<std::size_t>(i)].net_migration * heads * years * kWord;
      residents += heads;
    }
    const double sum = net.col(q).sum();
    if (world.has_outside()) {
      net(cities, q) = -sum;
      continue;
    }
    for (Index i = 0; i < cities;
         ++i)  // a closed region: what all cities cannot gain together is taken off in proportion
      net(i, q) -=
          sum *
          static_cast<double>(
              economy.census.residents[static_cast<std::size_t>(i) * kTiers + static_cast<std::size_t>(q)]) /
          std::max(residents, 1.0);
  }
  return net;
}

Eigen::ArrayXXd invert_amenities(const World& world, const Market& market, const Economy& economy,
                                 const StepFields& fields, const Eigen::ArrayXd& services,
                                 const TalentDecay& decay, const AgeSchedule& schedule, double& miss,
                                 std::size_t& clipped) {
  constexpr double kLeastShare =
      .05;  // of a city's considerers: nobody can lose more people than consider leaving
  const Tally considerers = count_considerers(world, economy, schedule);
  const Eigen::ArrayXXd net = wanted_net_migration(world, economy);
  Eigen::ArrayXXd amenity(net.rows(), net.cols());
  miss = 0;
  clipped = 0;
  for (std::size_t q = 0; q < kTiers; ++q) {
    const auto tier = static_cast<Index>(q);
    const Eigen::ArrayXXd offer = talent_offer(world, market, economy.market, fields, services, q);
    const Eigen::ArrayXd home = home_factor(world, fields, q);
    const Eigen::ArrayXd heads = considerers_by_node(world, considerers, q);
    clipped += static_cast<std::size_t>((heads + net.col(tier) < kLeastShare * heads).count());
    Eigen::ArrayXd wanted = (heads + net.col(tier)).max(kLeastShare * heads);
    wanted *= heads.sum() / std::max(wanted.sum(), 1.0);
    const Balance balance = balance_attractions(wanted, [&](const Eigen::ArrayXd& attraction) {
      const Eigen::ArrayXXd attractive = offer.rowwise() * attraction.transpose();
      return arrivals_of_tier(world, considerers, q, attractive, decay[q], home);
    });
    amenity.col(tier) = balance.log_attraction;
    miss = std::max(miss, balance.miss);
  }
  return amenity;
}

Eigen::ArrayXXd expected_net_migration(const World& world, const Market& market, const Economy& economy,
                                       const StepFields& fields, const Eigen::ArrayXd& services,
                                       const TalentDecay& decay, const AgeSchedule& schedule,
                                       const Eigen::ArrayXXd& amenity) {
  const Tally considerers = count_considerers(world, economy, schedule);
  Eigen::ArrayXXd net(amenity.rows(), amenity.cols());
  for (std::size_t q = 0; q < kTiers; ++q) {
    const auto tier = static_cast<Index>(q);
    const Eigen::ArrayXXd offer =
        talent_offer(world, market, economy.market, fields, services, q).rowwise() *
        amenity.col(tier).unaryExpr([](double a) { return exponential(a); }).transpose();
    net.col(tier) =
        arrivals_of_tier(world, considerers, q, offer, decay[q], home_factor(world, fields, q)).expected -
        considerers_by_node(world, considerers, q);
  }
  return net;
}

TalentChoice::TalentChoice(const World& world)
    : nodes_{world.n_node()},
      industries_{world.n_industry()},
      table_{kTiers * industries_ * nodes_, nodes_},
      total_(kTiers * industries_ * nodes_),
      home_offer_(kTiers * industries_ * nodes_),
      decay_(kTiers * nodes_ * nodes_) {}

void TalentChoice::update(const World& world, const Market& market, const MarketState& state,
                          const StepFields& fields, const Eigen::ArrayXd& services, const TalentDecay& decay,
                          const Eigen::ArrayXXd& amenity) {
  const auto n = static_cast<Index>(nodes_);
  for (std::size_t q = 0; q < kTiers; ++q) {
    const auto tier = static_cast<Index>(q);
    const Eigen::ArrayXXd offer =
        talent_offer(world, market, state, fields, services, q).rowwise() *
        amenity.col(tier).unaryExpr([](double a) { return exponential(a); }).transpose();
    const Eigen::ArrayXd extra = home_factor(world, fields, q) - 1.0;
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < n; ++j)
        decay_[(q * nodes_ + static_cast<std::size_t>(i)) * nodes_ + static_cast<std::size_t>(j)] =
            decay[q](i, j);
    for_each_row(industries_ * nodes_, 16, [&](std::size_t place) {
      const std::size_t g = place / nodes_, i = place % nodes_, row = q * industries_ * nodes_ + place;
      thread_local std::vector<double> weights;
      weights.resize(nodes_);
      double total = 0;
      for (std::size_t j = 0; j < nodes_; ++j) {
        weights[j] =
            offer(static_cast<Index>(g), static_cast<Index>(j)) * decay_[(q * nodes_ + i) * nodes_ + j];
        total += weights[j];
      }
      table_.set_weights(row, weights);
      total_[row] = total;
      home_offer_[row] = offer(static_cast<Index>(g), static_cast<Index>(i)) * extra(static_cast<Index>(i));
    });
  }
}

std::vector<double> TalentChoice::probabilities(std::size_t tier, std::size_t industry, std::size_t origin,
                                                std::size_t hukou) const {
  const std::size_t row = (tier * industries_ + industry) * nodes_ + origin;
  const double home = home_offer_[(tier * industries_ + industry) * nodes_ + hukou] *
                      decay_[(tier * nodes_ + origin) * nodes_ + hukou];
  const double all = total_[row] + home;
  std::vector<double> probability(nodes_);
  for (std::size_t j = 0; j < nodes_; ++j) probability[j] = table_.probability(row, j) * total_[row] / all;
  probability[hukou] += home / all;
  return probability;
}

}  // namespace yanzhen::industry_migration
