#include "models/industry_migration/government.hpp"

#include <algorithm>

#include "engine/elementary.hpp"

#include "models/industry_migration/firms.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

constexpr double kMostEffort = 10;  // where a city has nearly nothing

Index cities_of(const World& world) { return static_cast<Index>(world.n_city()); }

/// Location quotients of the cities against the whole country. (n_city, n_industry)
Eigen::ArrayXXd quotients(const World& world, const MarketState& market) {
  return location_quotients(value_added(world.technology, market)).topRows(cities_of(world));
}

/// (lower + half of those alike) / all, in (0, 1).
Eigen::ArrayXd mid_ranks(const Eigen::ArrayXd& values) {
  Eigen::ArrayXd rank(values.size());
  for (Index k = 0; k < values.size(); ++k) {
    const auto lower = static_cast<double>((values < values(k)).count());
    const auto alike = static_cast<double>((values == values(k)).count());
    rank(k) = (lower + .5 * alike) / static_cast<double>(values.size());
  }
  return rank;
}

}  // namespace

Eigen::ArrayXd real_output(const MarketState& market) {
  return (market.spending / market.price_index).colwise().sum().transpose();
}

Eigen::ArrayXd industry_complexity(const Presence& presence) {
  const Eigen::ArrayXd city = economic_complexity(presence);
  const Index n = presence.cols();
  Eigen::ArrayXd mean = Eigen::ArrayXd::Zero(n);
  for (Index s = 0; s < n; ++s) {
    double sum = 0, count = 0;
    for (Index i = 0; i < presence.rows(); ++i) {
      sum += presence(i, s) ? city(i) : 0.0;
      count += presence(i, s) ? 1.0 : 0.0;
    }
    if (count > 0) mean(s) = sum / count;
  }
  return mid_ranks(mean);
}

Eigen::ArrayXXd growth_scores(const Eigen::ArrayXd& then, const Eigen::ArrayXd& now, Index cities) {
  const Eigen::ArrayXd growth = (then > 0).select(now / then.max(1e-300), 0.0);
  return growth.transpose().replicate(cities, 1);
}

Eigen::ArrayXXd smart_scores(const World& world, const MarketState& market,
                             const Eigen::ArrayXXd& relatedness) {
  const Eigen::ArrayXXd quotient = quotients(world, market);
  const Eigen::ArrayXd complexity = industry_complexity(quotient > 1.0);
  const Eigen::ArrayXXd nearer = location_quotients(city_density(world, relatedness, quotient));
  const Eigen::ArrayXd worth = (complexity > .5).select(Eigen::ArrayXd::Ones(complexity.size()), 0.0);
  return (quotient * nearer).rowwise() * worth.transpose();
}

Eigen::ArrayXXd advantage_scores(const World& world, const MarketState& market,
                                 const Eigen::ArrayXXd& relatedness) {
  const Eigen::ArrayXXd quotient = quotients(world, market);
  return quotient * city_density(world, relatedness, quotient);
}

Tally choose_targets(const World& world, const Eigen::ArrayXXd& score, const std::vector<CityIndex>& cities,
                     std::size_t targets_of_a_city, std::size_t cities_of_an_industry) {
  const std::size_t industries = world.n_industry();
  const auto score_of = [&](std::size_t cell) {
    return score(static_cast<Index>(cell / industries), static_cast<Index>(cell % industries));
  };
  std::vector<std::size_t> cells;
  for (const CityIndex city : cities)
    for (std::size_t s = 0; s < industries; ++s)
      if (world.industries[s].sector >= 0 && score_of(city * industries + s) > 0)
        cells.push_back(city * industries + s);
  // Cells stand by city and industry, and a stable sort leaves equal scores so.
  std::stable_sort(cells.begin(), cells.end(),
                   [&](std::size_t one, std::size_t other) { return score_of(one) > score_of(other); });
  std::vector<std::size_t> of_city(world.n_city(), 0), of_industry(industries, 0);
  Tally targets(world.n_cell(), 0);
  for (const std::size_t cell : cells) {
    std::size_t &has = of_city[cell / industries], &pursued = of_industry[cell % industries];
    if (has >= targets_of_a_city || pursued >= cities_of_an_industry) continue;
    ++has;
    ++pursued;
    targets[cell] = 1;
  }
  return targets;
}

Eigen::ArrayXXd imitation_effort(const World& world, const MarketState& market) {
  return quotients(world, market).unaryExpr([](double q) {
    return 1.0 / std::clamp(q, 1.0 / kMostEffort, kMostEffort);
  });
}

void pursue(StepFields& fields, const Tally& targets, const Eigen::ArrayXXd& pull,
            const Eigen::ArrayXXd& rate) {
  const Index industries = fields.target.cols();
  for (Index i = 0; i < pull.rows(); ++i)
    for (Index s = 0; s < industries; ++s) {
      if (targets[static_cast<std::size_t>(i * industries + s)] == 0) continue;
      fields.target(i, s) += pull(i, s);
      fields.subsidy(i, s) += rate(i, s);
    }
}

Eigen::ArrayXd net_relocations(const World& world, const Economy& economy) {
  const TallyLayout layout{world.n_city(), world.n_node(), world.n_industry(), kTiers, world.n_park()};
  Eigen::ArrayXd net = Eigen::ArrayXd::Zero(cities_of(world));
  for (std::size_t s = 0; s < world.n_industry(); ++s)
    for (std::size_t i = 0; i < world.n_city(); ++i) {
      std::int64_t came = 0;
      for (std::size_t j = 0; j < world.n_node(); ++j)
        if (i != j)
          came += economy.step[layout.firm_moves(s, j, i)] - economy.step[layout.firm_moves(s, i, j)] +
                  economy.step[layout.firm_branches(s, j, i)] - economy.step[layout.firm_branches(s, i, j)];
      net(static_cast<Index>(i)) += static_cast<double>(came) * world.firm_weight[s];
    }
  return net;
}

Eigen::ArrayXd raced_rates(const RaceTerms& terms, const Eigen::ArrayXd& rate, const Eigen::ArrayXd& net,
                           const Eigen::ArrayXd& own, const std::vector<CityIndex>& cities) {
  Eigen::ArrayXd raced = rate;
  for (const CityIndex city : cities) {
    const auto i = static_cast<Index>(city);
    if (!(net(i) < 0)) continue;
    double highest = 0;
    for (const CityIndex other : cities) {
      const auto j = static_cast<Index>(other);
      if (other != city) highest = std::max(highest, rate(j) * own(j));
    }
    const double aim = std::min(terms.most, highest + terms.step);
    if (aim > rate(i)) raced(i) += terms.climb * own(i) * (aim - rate(i));
  }
  return raced;
}

}  // namespace yanzhen::industry_migration
