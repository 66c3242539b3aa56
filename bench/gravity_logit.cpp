#include "bench/gravity_logit.hpp"

#include <algorithm>
#include <cmath>

#include "engine/elementary.hpp"
#include "engine/event.hpp"

namespace yanzhen::bench {
namespace {

constexpr std::size_t kBlockRows = 16384;  // 32 KB of cities: a block's work stays in the nearest caches
constexpr StreamNumber kMoveStream = 1;

std::vector<double> frictions(const std::vector<GravityCity>& cities) {
  std::vector<double> friction;
  friction.reserve(cities.size() * cities.size());
  for (const GravityCity& from : cities)
    for (const GravityCity& to : cities) {
      const double x = from.x_km - to.x_km;
      const double y = from.y_km - to.y_km;
      friction.push_back(1.5 * natural_log(1.0 + std::sqrt(x * x + y * y) / 50.0));
    }
  return friction;
}

}  // namespace

GravityLogit::GravityLogit(const std::vector<GravityCity>& cities, Row agents, std::uint64_t seed)
    : seed_{seed},
      friction_{frictions(cities)},
      rows_{agents},
      city_(agents),
      counts_(cities.size(), 0),
      draws_(cities.size() * cities.size(), 0),
      draws_by_thread_{cities.size() * cities.size()},
      choices_{cities.size(), cities.size()} {
  for (const GravityCity& city : cities) productivity_.push_back(city.productivity);
  for_each_row(agents, kBlockRows,
               [&](std::size_t agent) { city_[agent] = static_cast<std::uint16_t>(agent % cities.size()); });
  for (std::size_t city = 0; city < cities.size(); ++city)
    counts_[city] =
        static_cast<std::int64_t>(agents / cities.size() + (city < agents % cities.size() ? 1 : 0));
}

void GravityLogit::step(Step now) {
  set_choices();
  decide(now);
  renew_counts();
}

void GravityLogit::set_choices() {
  const double mean = static_cast<double>(agents()) / static_cast<double>(cities());
  std::vector<double> log_wage(cities());
  for (std::size_t city = 0; city < cities(); ++city) {
    const double count = static_cast<double>(std::max<std::int64_t>(counts_[city], 1));
    log_wage[city] = natural_log(productivity_[city]) - 0.3 * natural_log(count) +
                     natural_log(1.0 + 0.1 * natural_log(1.0 + count / mean));
  }
  for_each_block(cities(), 8, [&](std::size_t, std::size_t begin, std::size_t end) {
    std::vector<double> utility(cities());
    for (std::size_t from = begin; from < end; ++from) {
      for (std::size_t to = 0; to < cities(); ++to)
        utility[to] = 2.0 * log_wage[to] - friction_[from * cities() + to];
      choices_.set_log_weights(from, utility);
    }
  });
}

void GravityLogit::decide(Step now) {
  const StepDraws draws{seed_, kMoveStream, now};
  for_each_block(rows_.size(), kBlockRows, [&](std::size_t, std::size_t begin, std::size_t end) {
    std::vector<std::uint32_t>& mine = draws_by_thread_.mine();
    const auto first = static_cast<Row>(begin);
    for (const EventDraw& draw :
         event_draws(draws, first, static_cast<Row>(end) - first, threshold(kHazard))) {
      std::uint16_t& city = city_[draw.row];
      const std::uint32_t to = choices_.draw(city, draw.choices[0], draw.choices[1]);
      ++mine[city * cities() + to];
      city = static_cast<std::uint16_t>(to);
    }
  });
}

void GravityLogit::renew_counts() {
  std::fill(draws_.begin(), draws_.end(), 0);
  draws_by_thread_.collect(draws_);
  for (std::size_t from = 0; from < cities(); ++from)
    for (std::size_t to = 0; to < cities(); ++to) {
      counts_[from] -= draws_[from * cities() + to];
      counts_[to] += draws_[from * cities() + to];
    }
}

double GravityLogit::bytes_per_agent() const noexcept {
  return static_cast<double>(city_.capacity() * sizeof(city_.front())) / static_cast<double>(agents());
}

}  // namespace yanzhen::bench
