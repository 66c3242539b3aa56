#include "models/industry_migration/capital.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "engine/elementary.hpp"
#include "models/industry_migration/age_schedule.hpp"
#include "models/industry_migration/friction.hpp"
#include "models/industry_migration/start.hpp"
#include "models/industry_migration/treasury.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

constexpr std::size_t kBlockRows = 1024;

Eigen::ArrayXXd capital_income(const World& world, const Economy& economy) {
  return value_added(world.technology, economy.market).rowwise() *
         world.technology.factor_share.col(kCapitalFactor).transpose();
}

}  // namespace

Eigen::ArrayXXd capital_decay(const World& world, const Eigen::ArrayXXd& minutes, const ReachFields& fields) {
  return (-friction(minutes, world.province, world.parameters.capital, fields.of(Flow::capital)))
      .unaryExpr([](double x) { return exponential(x); });
}

Eigen::ArrayXXd capital_by_cell(const World& world, const Economy& economy) {
  Eigen::ArrayXXd capital(static_cast<Index>(world.n_node()), static_cast<Index>(world.n_industry()));
  for (std::size_t cell = 0; cell < world.n_cell(); ++cell)
    capital(static_cast<Index>(cell / world.n_industry()), static_cast<Index>(cell % world.n_industry())) =
        std::max(.5, static_cast<double>(economy.census.capital[cell])) * agent_capital(world);
  if (world.has_outside()) {
    const auto outside = static_cast<Index>(world.n_city());
    const Eigen::ArrayXd income = capital_income(world, economy).row(outside).transpose();
    capital.row(outside) = (income / income.sum()).max(1e-12).transpose() *
                           std::max(.5, static_cast<double>(outside_units(economy))) * agent_capital(world);
  }
  return capital;
}

Eigen::ArrayXXd capital_offer(const World& world, const Economy& economy) {
  const Eigen::ArrayXXd capital = capital_by_cell(world, economy);
  const Eigen::ArrayXXd returns = capital_income(world, economy) / capital;
  const double weight = world.parameters.capital_return_weight;
  return capital * returns.unaryExpr([weight](double r) { return r > 1e-300 ? power(r, weight) : 0.0; });
}

Eigen::ArrayXd invert_capital_sites(const World& world, const Economy& economy,
                                    const Eigen::ArrayXXd& decay) {
  const Eigen::ArrayXd offer = capital_offer(world, economy).rowwise().sum();
  const Eigen::ArrayXd owned =
      economy.market.stock.col(kCapitalFactor);  // at the start every unit is where its owner is
  return balance_attractions(
             owned,
             [&](const Eigen::ArrayXd& attraction) {
               Arrivals sum{Eigen::ArrayXd::Zero(owned.size()), Eigen::ArrayXd::Zero(owned.size())};
               for (Index owner = 0; owner < owned.size(); ++owner) {
                 const Eigen::ArrayXd weight = offer * decay.row(owner).transpose() * attraction;
                 const Eigen::ArrayXd probability = weight / weight.sum();
                 sum.expected += owned(owner) * probability;
                 sum.squared += owned(owner) * probability.square();
               }
               return sum;
             })
      .log_attraction;
}

CapitalChoice::CapitalChoice(const World& world)
    : industries_{static_cast<std::uint32_t>(world.n_industry())},
      table_{world.n_node(), world.n_node() * world.n_industry()},
      home_table_{world.n_node(), world.n_industry()} {}

void CapitalChoice::update(const World& world, const Calibration& calibration, const Economy& economy,
                           const Eigen::ArrayXXd& decay) {
  const Eigen::ArrayXXd offer = capital_offer(world, economy);
  const Eigen::ArrayXd site = calibration.capital_site.unaryExpr([](double a) { return exponential(a); });
  const std::size_t nodes = world.n_node(), industries = world.n_industry();
  for_each_row(nodes, 1, [&](std::size_t owner) {
    std::vector<double> weights(nodes * industries);
    for (std::size_t j = 0; j < nodes; ++j) {
      const auto to = static_cast<Index>(j);
      const double reach = decay(static_cast<Index>(owner), to) * site(to);
      for (std::size_t s = 0; s < industries; ++s)
        weights[j * industries + s] = offer(to, static_cast<Index>(s)) * reach;
    }
    table_.set_weights(owner, weights);
    home_table_.set_weights(owner, std::span{weights}.subspan(owner * industries, industries));
  });
}

double longest_term(const Parameters& p) noexcept {
  return std::min(2.0 * kMonthsPerYear / p.capital_turnover, 6000.0);
}

Month maturity(const Parameters& p, std::int32_t now, std::uint32_t word) noexcept {
  const double longest = longest_term(p);
  return static_cast<Month>(now + 1 + static_cast<std::int32_t>(unit_interval(word) * longest));
}

struct CapitalStep::Context {
  CapitalPopulation& capital;
  const CapitalChoice& choice;
  const TallyLayout& layout;
  StepDraws events, fresh, from_outside, counts;
  std::uint32_t wears_out;
  std::int32_t next;  // months at the end of the step
};

void CapitalStep::decide(const Context& context, Row row, const RandomBlock& words, CapitalEvents& events,
                         std::vector<std::int64_t>& tally) const {
  CapitalPopulation& capital = context.capital;
  const NodeNumber origin = capital.city[row];
  const std::size_t industries = world_.n_industry(), from = origin * industries + capital.industry[row];
  if (words[0] < context.wears_out) {
    ++tally[context.layout.capital_retired(from)];
    events.gone.push_back(row);
    return;
  }
  if (capital.matures[row] >= context.next) return;
  const bool bound = capital.kind[row] == static_cast<std::uint8_t>(CapitalKind::bound);
  const CapitalChoice::Place place =
      bound ? CapitalChoice::Place{origin, context.choice.draw_at_home(origin, words[1], words[2])}
            : context.choice.draw(capital.owner[row], words[1], words[2]);
  if (place.node != origin) ++tally[context.layout.capital_moves(origin, place.node)];
  if (place.node >= world_.n_city()) {
    ++tally[context.layout.capital_out(from)];
    events.gone.push_back(row);
    events.left_owner.push_back(capital.owner[row]);
    return;
  }
  const std::size_t to = place.node * industries + place.industry;
  if (to != from) {
    ++tally[context.layout.capital_out(from)];
    ++tally[context.layout.capital_in(to)];
  }
  capital.city[row] = place.node;
  capital.industry[row] = place.industry;
  capital.matures[row] = maturity(world_.parameters, context.next, words[3]);
}

void CapitalStep::place_new(const Context& context, Economy& economy, NodeNumber owner,
                            CapitalChoice::Place place, std::uint32_t word) const {
  if (place.node >= world_.n_city()) {
    ++economy.outside_capital[owner];
    return;
  }
  economy.capital.open({place.node, owner, place.industry, maturity(world_.parameters, context.next, word)});
}

void CapitalStep::place_public(Economy& economy, const TallyLayout& layout, const FundOrder& order,
                               std::int64_t units, Step step) const {
  const StepDraws fresh = draws(world_, Stream::public_capital, step);
  ChoiceTable industries{1, world_.n_industry()};
  industries.set_weights(0, std::vector<double>(order.industries.begin(), order.industries.end()));
  for (std::int64_t k = 0; k < units; ++k) {
    const RandomBlock words =
        fresh.block(static_cast<std::uint32_t>(order.policy), static_cast<std::uint16_t>(k));
    const std::size_t chosen = (static_cast<std::uint64_t>(words[0]) * order.cities.size()) >> 32U;
    const auto city = static_cast<NodeNumber>(order.cities[chosen]);
    const auto industry = static_cast<std::uint8_t>(industries.draw(0, words[1], words[2]));
    ++economy.step[layout.capital_invested(city, city)];
    ++economy.step[layout.capital_new(city * world_.n_industry() + industry)];
    economy.capital.open({city, city, industry,
                          maturity(world_.parameters, world_.clock.months(step + 1), words[3]),
                          order.free ? CapitalKind::free : CapitalKind::bound});
    post_investment(world_, economy, order.policy, city);
  }
}

/// Saving of each node becomes new units of its people, which choose their place one by one. The saving rate
/// replaces at the start what wears out: s = depreciation * capital / output.
void CapitalStep::save(const Context& context, Economy& economy) const {
  const Parameters& p = world_.parameters;
  const double years = world_.clock.years_per_step();
  const double replaced = 1.0 - exponential(-p.depreciation * years);
  const Eigen::ArrayXd income = value_added(world_.technology, economy.market).rowwise().sum();
  std::uint32_t number = 0;
  for (std::size_t owner = 0; owner < world_.n_node(); ++owner) {
    const double expected =
        replaced * p.capital_output_ratio * income(static_cast<Index>(owner)) / agent_capital(world_);
    const std::int64_t units =
        whole_number(expected, context.counts.block(static_cast<std::uint32_t>(owner), 2)[0]);
    for (std::int64_t k = 0; k < units; ++k, ++number) {
      const RandomBlock words = context.fresh.block(number);
      const auto place = context.choice.draw(static_cast<NodeNumber>(owner), words[0], words[1]);
      ++economy.step[context.layout.capital_invested(owner, place.node)];
      if (place.node < world_.n_city())
        ++economy.step[context.layout.capital_new(place.node * world_.n_industry() + place.industry)];
      place_new(context, economy, static_cast<NodeNumber>(owner), place, words[2]);
    }
  }
}

/// Units outside that mature, one by one, those of each owner by the owner's own choice; those placed in a
/// city become agents there. Wear outside is taken as expected.
void CapitalStep::arrive_from_outside(const Context& context, Economy& economy) const {
  const Parameters& p = world_.parameters;
  const double years = world_.clock.years_per_step();
  const double wears_out = 1.0 - exponential(-p.depreciation * years);
  const double matures = 1.0 - exponential(-p.capital_turnover * years);
  const auto outside = static_cast<NodeNumber>(world_.n_city());
  std::uint32_t number = 0;
  for (NodeNumber owner = 0; owner <= outside; ++owner) {
    std::int64_t& units = economy.outside_capital[owner];
    const RandomBlock words = context.counts.block(owner, 3);
    units -= std::min(units, whole_number(static_cast<double>(units) * wears_out, words[0]));
    const std::int64_t maturing = whole_number(static_cast<double>(units) * matures, words[1]);
    for (std::int64_t k = 0; k < maturing; ++k, ++number) {
      const RandomBlock unit = context.from_outside.block(number);
      const auto place = context.choice.draw(owner, unit[0], unit[1]);
      if (place.node == outside) continue;
      --units;
      ++economy.step[context.layout.capital_moves(outside, place.node)];
      ++economy.step[context.layout.capital_in(place.node * world_.n_industry() + place.industry)];
      place_new(context, economy, owner, place, unit[2]);
    }
  }
}

void CapitalStep::run(Economy& economy, const CapitalChoice& choice, const TallyLayout& layout,
                      ThreadCounts<std::int64_t>& counts, Step step) const {
  const Context context{
      economy.capital,
      choice,
      layout,
      draws(world_, Stream::capital_events, step),
      draws(world_, Stream::capital_new, step),
      draws(world_, Stream::capital_from_outside, step),
      draws(world_, Stream::outside_counts, step),
      threshold(1.0 - exponential(-world_.parameters.depreciation * world_.clock.years_per_step())),
      world_.clock.months(step + 1)};
  const std::size_t rows = economy.capital.slots.size();
  std::vector<CapitalEvents> blocks((rows + kBlockRows - 1) / kBlockRows);
  for_each_block(rows, kBlockRows, [&](std::size_t block, std::size_t begin, std::size_t end) {
    auto& tally = counts.mine();
    std::array<RandomBlock, kBlockRows> words;
    context.events.consecutive_blocks(static_cast<Row>(begin), 0, std::span{words}.first(end - begin));
    for (std::size_t row = begin; row < end; ++row)
      if (economy.capital.city[row] != kNowhere)
        decide(context, static_cast<Row>(row), words[row - begin], blocks[block], tally);
  });
  counts.collect(economy.step);
  for (const CapitalEvents& block : blocks)
    for (const Row row : block.gone) economy.capital.close(row);
  if (world_.has_outside()) arrive_from_outside(context, economy);
  for (const CapitalEvents& block :
       blocks)  // after the arrivals: who leaves now does not come back in the same step
    for (const NodeNumber owner : block.left_owner) ++economy.outside_capital[owner];
  save(context, economy);
}

}  // namespace yanzhen::industry_migration
