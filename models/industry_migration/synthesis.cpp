#include "models/industry_migration/synthesis.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "engine/choice_table.hpp"
#include "engine/elementary.hpp"
#include "engine/parallel.hpp"
#include "models/industry_migration/age_schedule.hpp"
#include "models/industry_migration/capital.hpp"
#include "models/industry_migration/firms.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

constexpr std::size_t kGrain = 8192;

/// Where the residents of a city who are registered elsewhere come from: cities that lost people, and
/// outside, the nearer the more.
ChoiceTable hukou_origins(const World& world, const Eigen::ArrayXXd& minutes) {
  const std::size_t n = world.n_node();
  std::vector<double> surplus(n, 0.0);
  double missing = 0, found = 0;
  for (std::size_t i = 0; i < world.n_city(); ++i) {
    const double gap = world.cities[i].hukou_residents - world.cities[i].residents;
    surplus[i] = std::max(gap, 0.0);
    found += surplus[i];
    missing += std::max(-gap, 0.0);
  }
  if (world.has_outside()) surplus[world.n_city()] = std::max(missing - found, .3 * missing);
  ChoiceTable origins{world.n_city(), n};
  for (std::size_t i = 0; i < world.n_city(); ++i) {
    std::vector<double> weights(n);
    for (std::size_t k = 0; k < n; ++k)
      weights[k] =
          k == i ? 0.0 : surplus[k] / (1.0 + minutes(static_cast<Index>(k), static_cast<Index>(i)) / 60.0);
    if (std::accumulate(weights.begin(), weights.end(), 0.0) <= 0)
      weights[i] = 1.0;  // nobody can have come from elsewhere
    origins.set_weights(i, weights);
  }
  return origins;
}

/// First row of each city's residents, and one past the last.
std::vector<std::size_t> first_rows(const World& world) {
  std::vector<std::size_t> first{0};
  for (const City& city : world.cities)
    first.push_back(first.back() + static_cast<std::size_t>(std::llround(city.residents / world.weight)));
  return first;
}

ChoiceTable jobs_by_city(const World& world, const Eigen::ArrayXXd& value) {
  const Eigen::ArrayXd labour =
      world.technology.factor_share.leftCols(static_cast<Index>(kTiers)).rowwise().sum();
  ChoiceTable jobs{world.n_city(), world.n_industry()};
  for (std::size_t i = 0; i < world.n_city(); ++i) {
    std::vector<double> weights(world.n_industry());
    for (std::size_t s = 0; s < weights.size(); ++s)
      weights[s] = value(static_cast<Index>(i), static_cast<Index>(s)) * labour(static_cast<Index>(s));
    jobs.set_weights(i, weights);
  }
  return jobs;
}

}  // namespace

std::array<double, kTiers> tier_shares(const World& world, const City& city, double adult_share) {
  const Parameters& p = world.parameters;
  const double sum = p.adult_share[0] + p.adult_share[1] + p.adult_share[2] + p.adult_share[3];
  const double general = p.adult_share[0] / sum, skilled = p.adult_share[1] / sum;
  const double college = p.adult_share[2] / sum, leading = p.adult_share[3] / sum;
  const double talent = std::clamp(city.college_share / std::max(adult_share, .1), .005, .8);
  const double of_talent = college + leading > 0 ? leading / (college + leading) : 0.0;
  const double of_labour = general + skilled > 0 ? skilled / (general + skilled) : 0.0;
  return {(1 - talent) * (1 - of_labour), (1 - talent) * of_labour, talent * (1 - of_talent),
          talent * of_talent};
}

double normal_quantile(double u) {
  constexpr std::array<double, 6> a{-3.969683028665376e+01, 2.209460984245205e+02,  -2.759285104469687e+02,
                                    1.383577518672690e+02,  -3.066479806614716e+01, 2.506628277459239e+00};
  constexpr std::array<double, 5> b{-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                                    6.680131188771972e+01, -1.328068155288572e+01};
  constexpr std::array<double, 6> c{-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00,
                                    -2.549732539343734e+00, 4.374664141464968e+00,  2.938163982698783e+00};
  constexpr std::array<double, 4> d{7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00,
                                    3.754408661907416e+00};
  constexpr double kTail = .02425;
  const auto tail = [&](double probability) {
    const double q = std::sqrt(-2.0 * natural_log(probability));
    return (((((c[0] * q + c[1]) * q + c[2]) * q + c[3]) * q + c[4]) * q + c[5]) /
           ((((d[0] * q + d[1]) * q + d[2]) * q + d[3]) * q + 1.0);
  };
  if (u < kTail) return tail(u);
  if (u > 1.0 - kTail) return -tail(1.0 - u);
  const double q = u - .5, r = q * q;
  return (((((a[0] * r + a[1]) * r + a[2]) * r + a[3]) * r + a[4]) * r + a[5]) * q /
         (((((b[0] * r + b[1]) * r + b[2]) * r + b[3]) * r + b[4]) * r + 1.0);
}

TalentPopulation start_talent(const World& world, const Eigen::ArrayXXd& value,
                              const Eigen::ArrayXXd& minutes) {
  const AgeSchedule schedule{world.parameters, world.ages, world.clock.years_per_step()};
  const std::vector<std::size_t> first = first_rows(world);
  const ChoiceTable origins = hukou_origins(world, minutes), jobs = jobs_by_city(world, value);
  ChoiceTable ages{1, kAgeMonths};
  ages.set_weights(0, schedule.age_share());
  const StepDraws draw = draws(world, Stream::start_talent, 0);
  const std::size_t count = first.back();
  if (count >= std::numeric_limits<Row>::max())
    throw std::length_error{"more residents than a population can hold"};
  TalentPopulation talent;
  talent.slots = Slots{static_cast<Row>(count)};
  talent.city.resize(count);
  talent.hukou.resize(count);
  talent.born.resize(count);
  talent.tier.resize(count);
  talent.industry.resize(count);
  for (std::size_t i = 0; i < world.n_city(); ++i) {
    const std::array<double, kTiers> share = tier_shares(world, world.cities[i], schedule.adult_share());
    const double local = std::clamp(world.cities[i].hukou_residents / world.cities[i].residents, .05, 1.0);
    const std::size_t residents = first[i + 1] - first[i];
    for_each_row(residents, kGrain, [&](std::size_t k) {
      const auto row = static_cast<Row>(first[i] + k);
      const RandomBlock words = draw.block(row), home = draw.block(row, 1);
      // Quota sampling: the k-th of n residents stands at (k + 1/2) / n of the cumulated tiers, so counts are
      // exact.
      double at = (static_cast<double>(k) + .5) / static_cast<double>(residents);
      std::uint8_t tier = 0;
      while (tier + 1U < kTiers && at >= share[tier]) at -= share[tier++];
      talent.city[row] = static_cast<NodeNumber>(i);
      talent.hukou[row] = unit_interval(home[0]) < local
                              ? static_cast<NodeNumber>(i)
                              : static_cast<NodeNumber>(origins.draw(i, home[1], home[2]));
      talent.born[row] = static_cast<Month>(-static_cast<std::int32_t>(ages.draw(0, words[0], words[1])));
      talent.tier[row] = tier;
      talent.industry[row] = static_cast<std::uint8_t>(jobs.draw(i, words[2], words[3]));
    });
  }
  return talent;
}

FirmPopulation start_firms(const World& world, const Eigen::ArrayXXd& sales) {
  const FirmSize size;
  const StepDraws draw = draws(world, Stream::start_firms, 0);
  FirmPopulation firms;
  Row number = 0;
  for (std::size_t cell = 0; cell < world.n_cell(); ++cell) {
    const std::size_t i = cell / world.n_industry(), s = cell % world.n_industry();
    const double sold = sales(static_cast<Index>(i), static_cast<Index>(s));
    if (!(sold > 0)) continue;
    const double wanted_mass =
        sold / world.industries[s].sales_per_firm / world.firm_weight[s];  // one unit of mass a firm
    const auto count = std::max<std::int64_t>(1, std::llround(wanted_mass));
    const double power = world.technology.elasticity(static_cast<Index>(s)) - 1.0;
    std::vector<double> log_mass(static_cast<std::size_t>(count));
    std::vector<double> age(log_mass.size());
    double mass = 0;
    for (std::size_t k = 0; k < log_mass.size(); ++k, ++number) {
      const RandomBlock words = draw.block(number);
      log_mass[k] = world.parameters.firm_size_spread * normal_quantile(unit_interval(words[0]));
      age[k] = std::min(80.0, -kMeanFirmAge * natural_log(unit_interval(words[1])));
      mass += size.mass(log_mass[k]);
    }
    const double shift = natural_log(wanted_mass / mass);
    for (std::size_t k = 0; k < log_mass.size(); ++k) {
      const auto founded = static_cast<Month>(-static_cast<std::int32_t>(age[k] * kMonthsPerYear));
      const double kept = std::clamp(log_mass[k] + shift, -kMostLogMass, kMostLogMass);
      firms.open({static_cast<NodeNumber>(i), static_cast<NodeNumber>(i), static_cast<std::uint8_t>(s),
                  static_cast<float>(kept / power), founded, founded});
    }
  }
  return firms;
}

CapitalPopulation start_capital(const World& world, const Eigen::ArrayXXd& value) {
  const StepDraws draw = draws(world, Stream::start_capital, 0);
  CapitalPopulation capital;
  Row number = 0;
  for (std::size_t i = 0; i < world.n_city(); ++i) {
    const Eigen::ArrayXd income =
        value.row(static_cast<Index>(i)).transpose() * world.technology.factor_share.col(kCapitalFactor);
    const double units =
        world.parameters.capital_output_ratio * value.row(static_cast<Index>(i)).sum() / agent_capital(world);
    const auto count = std::max<std::int64_t>(1, std::llround(units));
    const Eigen::ArrayXd share = income / std::max(income.sum(), 1e-300);
    std::size_t s = 0;
    double reached = share(0);
    for (std::int64_t k = 0; k < count; ++k, ++number) {  // by quota, as with tiers
      const double at = (static_cast<double>(k) + .5) / static_cast<double>(count);
      while (s + 1 < world.n_industry() && at >= reached) reached += share(static_cast<Index>(++s));
      const double rest =
          1.0 -
          std::sqrt(unit_interval(draw.block(number)[0]));  // what is left of a uniform term in full swing
      capital.open({static_cast<NodeNumber>(i), static_cast<NodeNumber>(i), static_cast<std::uint8_t>(s),
                    static_cast<Month>(std::lround(rest * longest_term(world.parameters)))});
    }
  }
  return capital;
}

}  // namespace yanzhen::industry_migration
