#include "models/known_answers/limit_run.hpp"

#include <array>
#include <cmath>

#include "models/known_answers/bisection.hpp"
#include "models/known_answers/market_at_rest.hpp"

namespace yanzhen::known_answers {
namespace {

using namespace industry_migration;

/// Moves agents that `counts` picks, in the order of their rows, until the first city has `wanted` of them.
template <class Counts>
void share_out(std::vector<NodeNumber>& city, double share, const Counts& counts) {
  std::array<std::int64_t, 2> here{};
  for (std::size_t row = 0; row < city.size(); ++row)
    if (counts(row)) ++here[city[row]];
  std::int64_t lacking = std::llround(share * static_cast<double>(here[0] + here[1])) - here[0];
  const NodeNumber from = lacking > 0 ? 1 : 0, to = lacking > 0 ? 0 : 1;
  lacking = std::abs(lacking);
  for (std::size_t row = 0; row < city.size() && lacking > 0; ++row)
    if (counts(row) && city[row] == from) city[row] = to, --lacking;
}

void move_away_from_symmetry(MigrationModel& model, double share) {
  MarketAtRest rest{model};
  rest.settle(share);
  Economy& economy = model.economy();
  TalentPopulation& talent = economy.talent;
  FirmPopulation& firms = economy.firms;
  share_out(talent.city, share, [&](std::size_t row) { return talent.tier[row] == kCollege; });
  for (const Eigen::Index industry : {kManufacturing, kAgriculture}) {
    const Eigen::ArrayXd at_rest = rest.state().firms.col(industry);
    share_out(firms.city, at_rest(0) / at_rest.sum(),
              [&](std::size_t row) { return firms.industry[row] == industry; });
  }
  economy.market = rest.state();
  const Tally before = economy.census.firms;
  economy.census = take_census(model.world(), economy, 0);
  for (std::size_t cell = 0; cell < before.size();
       ++cell) {  // the first step replaces those who left before it
    const auto after = static_cast<double>(economy.census.firms[cell]);
    for (Tally* count : {&economy.neutral_exits, &economy.neutral_exit_mass})
      (*count)[cell] =
          std::llround(static_cast<double>((*count)[cell]) * after / static_cast<double>(before[cell]));
  }
}

}  // namespace

Simulation limit_run(const FootlooseTrade& trade, double freeness, const LimitSize& size, double share) {
  const Scenario scenario = limit_scenario(trade, freeness, size);
  auto model = std::make_unique<MigrationModel>(limit_world(scenario));
  move_away_from_symmetry(*model, share);
  return {scenario, std::move(model)};
}

double talent_share(const Simulation& run) {
  const Tally& residents = dynamic_cast<const MigrationModel&>(run.model()).economy().census.residents;
  const auto in = [&](std::size_t city) { return static_cast<double>(residents[city * kTiers + kCollege]); };
  return in(0) / (in(0) + in(1));
}

bool deviation_grows(const FootlooseTrade& trade, double freeness, const LimitSize& size, double share) {
  constexpr double kDecided = 1.0 / 3;  // chance alone moves the deviations of the tests by a fiftieth
  Simulation run = limit_run(trade, freeness, size, share);
  const double start = talent_share(run) - .5;
  double change = 0;
  while (run.now() < run.end() && std::abs(change) < kDecided) {
    run.step();
    change = (talent_share(run) - .5) / start - 1;
  }
  return change > 0;
}

double run_break_point(const FootlooseTrade& trade, double low, double high, const LimitSize& size,
                       double share) {
  constexpr double kWidth = 1e-3;
  const auto sign = [&](double freeness) { return deviation_grows(trade, freeness, size, share) ? 1 : -1; };
  return bisect(low, high, sign, kWidth);
}

LimitSize keen_movers() {
  LimitSize size;
  size.residents = 50'000;
  size.firms = 20'000;
  size.sensitivity = 1000;
  size.move_rate = .004;
  size.price_adjustment = .48;
  size.entry_response = 3;
  size.exit_rate = .005;
  size.years = 40;
  return size;
}

LimitSize noisy_movers() {
  LimitSize size = keen_movers();
  size.residents = 150'000;
  size.sensitivity = 20;
  size.move_rate = .1;
  return size;
}

}  // namespace yanzhen::known_answers
