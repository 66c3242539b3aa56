#include "models/stylised/movers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <stdexcept>

#include "engine/checksum.hpp"
#include "engine/elementary.hpp"
#include "engine/event.hpp"
#include "engine/parallel.hpp"

namespace yanzhen::stylised {
namespace {

constexpr std::size_t kBlockRows = 16384;  // a multiple of 16, as event_draws asks

/// Whole numbers that sum to `total` and are nearest to the shares of it: largest remainders, the first of
/// equal ones.
std::vector<std::int64_t> whole_parts(std::int64_t total, const Eigen::ArrayXd& shares) {
  std::vector<std::int64_t> parts;
  std::vector<double> rest;
  for (const double share : shares) {
    const double exact = share * static_cast<double>(total);
    parts.push_back(static_cast<std::int64_t>(exact));
    rest.push_back(exact - static_cast<double>(parts.back()));
  }
  std::vector<std::size_t> order(parts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return rest[a] > rest[b]; });
  std::int64_t left = total - std::accumulate(parts.begin(), parts.end(), std::int64_t{0});
  for (std::size_t k = 0; left > 0; k = (k + 1) % order.size(), --left) ++parts[order[k]];
  return parts;
}

}  // namespace

Movers::Movers(std::uint32_t agents, const Eigen::ArrayXd& shares) : moves_{whole_parts(agents, shares)} {
  city_.reserve(agents);
  for (std::size_t city = 0; city < count().size(); ++city)
    city_.insert(city_.end(), static_cast<std::size_t>(count()[city]), static_cast<std::uint16_t>(city));
}

Eigen::ArrayXd Movers::shares() const {
  Eigen::ArrayXd shares(static_cast<Eigen::Index>(count().size()));
  for (std::size_t city = 0; city < count().size(); ++city)
    shares(static_cast<Eigen::Index>(city)) =
        static_cast<double>(count()[city]) / static_cast<double>(agents());
  return shares;
}

void Movers::decide(const StepDraws& draws, double probability, const ChoiceTable& table) {
  const std::size_t cities = moves_.cities();
  const std::uint32_t limit = threshold(probability);
  for_each_block(city_.size(), kBlockRows, [&](std::size_t, std::size_t begin, std::size_t end) {
    std::vector<std::int64_t>& mine = moves_.mine();
    for (const EventDraw& draw :
         event_draws(draws, static_cast<Row>(begin), static_cast<Row>(end - begin), limit)) {
      std::uint16_t& city = city_[draw.row];
      const std::uint32_t to = table.draw(city, draw.choices[0], draw.choices[1]);
      ++mine[city * cities + to];
      city = static_cast<std::uint16_t>(to);
    }
  });
  moves_.end_step();
}

void Movers::visit_state(StateVisitor& visitor) {
  const std::size_t agents = city_.size();
  visitor.array("movers/city", city_);
  moves_.visit_state(visitor, "movers");
  if (city_.size() != agents || !moves_.fit(city_))
    throw std::runtime_error{"the saved movers are not those of this scenario"};
}

std::uint64_t Movers::checksum() const {
  Checksum checksum;
  checksum.add(std::span<const std::uint16_t>{city_});
  checksum.add(std::span<const std::int64_t>{count()});
  return checksum.value();
}

MoveRule MoveRule::from(const ParameterValues& values) {
  return {values["moves.logit"] > .5, values["moves.hazard"], values["moves.sensitivity"],
          values["moves.gain_speed"], values["moves.mistakes"]};
}

double MoveRule::probability(double years) const { return 1.0 - exponential(-hazard * years); }

void MoveRule::fill(const Eigen::ArrayXd& utility, const Eigen::ArrayXXd& cost, ChoiceTable& table) const {
  const auto n = static_cast<std::size_t>(utility.size());
  for_each_row(n, 8, [&](std::size_t from) {
    const auto i = static_cast<Eigen::Index>(from);
    std::vector<double> row(n, 0.0);
    if (logit) {
      for (std::size_t to = 0; to < n; ++to) {
        const auto j = static_cast<Eigen::Index>(to);
        row[to] = sensitivity * utility(j) - (cost.size() > 0 ? cost(i, j) : 0.0);
      }
      table.set_log_weights(from, row);
      return;
    }
    double stays = 1;
    for (std::size_t to = 0; to < n; ++to) {
      if (to == from) continue;
      const double gain = std::max(0.0, utility(static_cast<Eigen::Index>(to)) - utility(i));
      row[to] = (mistakes + (1.0 - mistakes) * std::min(1.0, gain_speed * gain)) / static_cast<double>(n - 1);
      stays -= row[to];
    }
    row[from] = std::max(0.0, stays);
    table.set_weights(from, row);
  });
}

std::vector<Parameter> mover_parameters(const MoverDefaults& defaults) {
  return {{"moves.people", defaults.people, 1, 1e12, "persons",
           "mobile people; agents are this over people_per_agent"},
          {"moves.hazard", defaults.hazard, 0, 1e6, "1/year",
           "rate at which a mobile person considers where to be"},
          {"moves.logit", defaults.logit, 0, 1, "0 or 1",
           "0: compares one other city and moves in proportion to the gain (Smith 1984); 1: chooses among "
           "all by logit (McFadden 1974)"},
          {"moves.sensitivity", defaults.sensitivity, 0, 1e6, "-", "of logit, times utility"},
          {"moves.gain_speed", 10, 0, 1e6, "per log point",
           "of comparison: probability of moving, for a gain of one log point of utility (at most one)"},
          {"moves.mistakes", 0, 0, 1, "probability",
           "of comparison: who compares moves whatever the gain; a little of it starts what rests on a "
           "knife's edge"}};
}

std::uint32_t agents_asked(double people, double people_per_agent, const Place& where, Problems& problems) {
  constexpr double kMost = 2147483648.0;
  const double agents = people / people_per_agent;
  if (agents >= .5 && agents <= kMost) return static_cast<std::uint32_t>(agents + .5);
  problems.add(where,
               fmt::format("{:g} people at {:g} an agent are {:g} agents, allowed is 1 to {:g}", people,
                           people_per_agent, agents, kMost),
               "change moves.people or scale.people_per_agent");
  return 1;
}

}  // namespace yanzhen::stylised
