#include "models/tax_game/shoppers.hpp"

#include <algorithm>
#include <stdexcept>

#include "engine/checksum.hpp"
#include "engine/parallel.hpp"
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
      moves_{this->home()} {
  game_.heads.assign(this->home().begin(), this->home().end());
  StepDraws{seed, kCosts, 0}.shared_words(0, cost_);
}

double Shoppers::worth(std::span<const double> taxes, std::size_t city) const {
  return worth_to_government(game_, taxes, city);
}

std::vector<double> Shoppers::private_income(std::span<const double> taxes) const {
  const std::size_t n = moves_.cities();
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
  std::vector<Shops> shops(moves_.cities());
  for_each_row(shops.size(), 1, [&](std::size_t home) { shops[home] = shops_of(game_, taxes, home); });
  go(shops);
  moves_.end_step();
}

void Shoppers::go(const std::vector<Shops>& shops) {
  std::vector<Limits> limits;
  for (const Shops& one : shops) limits.push_back(limits_of(one));
  const std::size_t cities = moves_.cities();
  for_each_block(city_.size(), kBlockRows, [&](std::size_t, std::size_t begin, std::size_t end) {
    std::vector<std::int64_t>& mine = moves_.mine();
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

void Shoppers::visit_state(StateVisitor& visitor) {
  const std::size_t agents = city_.size();
  visitor.array("shoppers/city", city_);
  visitor.array("shoppers/cost", cost_);
  moves_.visit_state(visitor, "shoppers");
  if (city_.size() != agents || cost_.size() != agents || !moves_.fit(city_))
    throw std::runtime_error{"the saved shoppers are not those of this scenario"};
}

std::uint64_t Shoppers::checksum() const {
  Checksum checksum;
  checksum.add(std::span<const std::uint16_t>{city_});
  checksum.add(std::span<const std::uint32_t>{cost_});
  return checksum.value();
}

}  // namespace yanzhen::tax_game
