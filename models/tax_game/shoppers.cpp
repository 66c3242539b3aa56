#include "models/tax_game/shoppers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "engine/checksum.hpp"
#include "engine/invariant.hpp"
#include "engine/random.hpp"

namespace yanzhen::tax_game {
namespace {

constexpr StreamNumber kCosts = 2;
constexpr std::size_t kBlockRows = 16384;

/// A home's shops by words of cost: the last limit is not looked at.
struct Limits {
  std::vector<std::uint32_t> below;
  std::vector<std::uint16_t> city;

  [[nodiscard]] std::uint16_t choice(std::uint32_t cost) const noexcept {
    std::size_t k = 0;
    while (k + 1 < city.size() && cost >= below[k]) ++k;
    return city[k];
  }
};

Limits limits_of(const Shops& shops) {
  Limits limits;
  for (std::size_t k = 0; k < shops.city.size(); ++k) {
    limits.below.push_back(threshold(shops.up_to[k]));
    limits.city.push_back(static_cast<std::uint16_t>(shops.city[k]));
  }
  return limits;
}

}  // namespace

Shoppers::Shoppers(CrossBorderGame game, std::vector<std::int64_t> home, std::uint64_t seed)
    : MobileBase{std::move(home)},
      game_{std::move(game)},
      cost_(first_row().back()),
      city_{home_by_agent()},
      count_{this->home()},
      flows_(count_.size() * count_.size(), 0),
      step_(flows_.size(), 0),
      counts_{flows_.size()} {
  game_.heads.assign(count_.begin(), count_.end());
  StepDraws{seed, kCosts, 0}.shared_words(0, cost_);
}

double Shoppers::worth(std::span<const double> taxes, std::size_t city) const {
  return worth_to_government(game_, taxes, city);
}

std::vector<double> Shoppers::private_income(std::span<const double> taxes) const {
  const std::size_t n = count_.size();
  std::vector<double> income;
  std::vector<std::uint64_t> people(n), words(n);
  for (std::size_t home = 0; home < n; ++home) {
    std::fill(people.begin(), people.end(), 0);
    std::fill(words.begin(), words.end(), 0);
    for (std::size_t row = first_row()[home]; row < first_row()[home + 1]; ++row) {
      ++people[city_[row]];
      words[city_[row]] += cost_[row];
    }
    double paid = 0;
    for (std::size_t j = 0; j < n; ++j) {
      const double agents = static_cast<double>(people[j]);
      const double way = (static_cast<double>(words[j]) + agents / 2) * 0x1p-32 * game_.moving_cost;
      paid += agents * taxes[j] +
              way * game_.distance(static_cast<Eigen::Index>(home), static_cast<Eigen::Index>(j));
    }
    income.push_back(-paid / game_.heads[home]);
  }
  return income;
}

void Shoppers::decide(Step, std::span<const double> taxes) {
  std::vector<Shops> shops(count_.size());
  for_each_row(shops.size(), 1, [&](std::size_t home) { shops[home] = shops_of(game_, taxes, home); });
  go(shops);
  count_steps();
}

void Shoppers::go(const std::vector<Shops>& shops) {
  std::vector<Limits> limits;
  for (const Shops& one : shops) limits.push_back(limits_of(one));
  const std::size_t cities = count_.size();
  for_each_block(city_.size(), kBlockRows, [&](std::size_t, std::size_t begin, std::size_t end) {
    std::vector<std::int64_t>& mine = counts_.mine();
    const auto after = std::upper_bound(first_row().begin(), first_row().end(), begin);
    auto home = static_cast<std::size_t>(after - first_row().begin()) - 1;
    for (std::size_t row = begin; row < end; ++row) {
      while (row >= first_row()[home + 1]) ++home;
      const std::uint16_t to = limits[home].choice(cost_[row]);
      ++mine[city_[row] * cities + to];
      city_[row] = to;
    }
  });
}

void Shoppers::count_steps() {
  std::fill(step_.begin(), step_.end(), 0);
  counts_.collect(step_);
  const std::size_t cities = count_.size();
  moved_ = 0;
  for (std::size_t i = 0; i < cities; ++i)
    for (std::size_t j = 0; j < cities; ++j) {
      const std::int64_t went = i == j ? 0 : step_[i * cities + j];
      count_[i] -= went;
      count_[j] += went;
      flows_[i * cities + j] += went;
      moved_ += static_cast<std::uint64_t>(went);
    }
}

void Shoppers::start_interval() { std::fill(flows_.begin(), flows_.end(), 0); }

void Shoppers::audit() const {
  std::vector<std::int64_t> seen(count_.size(), 0);
  for (const std::uint16_t city : city_) ++seen.at(city);
  for (std::size_t city = 0; city < seen.size(); ++city)
    if (seen[city] != count_[city])
      throw InvariantError{fmt::format("shoppers: {} buy in city {} by their records and {} by its count",
                                       seen[city], city, count_[city])};
}

void Shoppers::visit_state(StateVisitor& visitor) {
  const std::size_t agents = city_.size(), cities = count_.size();
  visitor.array("shoppers/city", city_);
  visitor.array("shoppers/cost", cost_);
  visitor.array("shoppers/count", count_);
  visitor.array("shoppers/flows", flows_);
  visitor.value("shoppers/moved", moved_);
  const auto outside = [&](std::uint16_t city) { return city >= cities; };
  if (city_.size() != agents || cost_.size() != agents || count_.size() != cities ||
      flows_.size() != cities * cities || std::any_of(city_.begin(), city_.end(), outside))
    throw std::runtime_error{"the saved shoppers are not those of this scenario"};
}

std::uint64_t Shoppers::checksum() const {
  Checksum checksum;
  checksum.add(std::span<const std::uint16_t>{city_});
  checksum.add(std::span<const std::uint32_t>{cost_});
  return checksum.value();
}

}  // namespace yanzhen::tax_game
