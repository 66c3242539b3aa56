// The market block beside an independent implementation of it, on the Yangtze River Delta.
//
// Agents have no part in this: people and capital move by their expected flows and the number of firms grows
// by expected entry, as MODEL.md sections 2, 3, 4 and 12 say. Its two kinds of labour are general with
// skilled and college with leading.
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "io/scenario_file.hpp"
#include "models/industry_migration/friction.hpp"
#include "models/industry_migration/indices.hpp"
#include "models/industry_migration/market.hpp"
#include "models/industry_migration/model.hpp"
#include "models/industry_migration/start.hpp"

namespace yanzhen::industry_migration {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;

constexpr Index kLabour = 0, kTalent = 1, kCapital = 2, kLand = 3;
constexpr double kQuarterYears = .25;

// What the independent implementation was run with. Said here in full, so that a change of the model's
// defaults moves nothing.
const std::vector<std::string> kSettings{"goods.iceberg.low=0.12",      "goods.iceberg.medium=0.2",
                                         "goods.iceberg.high=0.3",      "goods.iceberg.digital=0.08",
                                         "goods.iceberg.proximity=0.5", "market.elasticity.default=5",
                                         "market.elasticity.least=4",   "market.elasticity.greatest=9"};
constexpr double kTimeScale = 60, kBorderCity = .02, kBorderProvince = .06;
constexpr double kPriceAdjustment = .08, kEntry = .3, kFirmsOfAnIndustry = 4e6;
constexpr double kBenefit = 1.2, kCrowding = .5, kCriticalMass = 3;
constexpr double kWorkersShare = .52, kCapitalYears = 2.4, kBuiltLand = .05, kRent = .25;
constexpr double kCapitalMoves = .08, kCapitalDistance = .35;

/// How one kind of labour moves: how often a year, and what wage, distance and a provincial border mean to
/// it.
struct LabourFlow {
  Index factor;
  double moves, wage, distance, province;
};
constexpr std::array<LabourFlow, 2> kLabourFlows{
    {{kLabour, .035, 1.2, 1.4, .35}, {kTalent, .05, 1.5, 1.0, .2}}};

ArrayXXd shares_by_row(const ArrayXXd& weight) { return weight.colwise() / weight.rowwise().sum(); }

Technology two_kinds_of_labour(const Technology& tiers) {
  Technology technology = tiers;
  technology.factor_share.resize(tiers.industries(), 4);
  technology.factor_share << tiers.factor_share.col(0) + tiers.factor_share.col(1),
      tiers.factor_share.col(2) + tiers.factor_share.col(3), tiers.factor_share.col(kCapitalFactor),
      tiers.factor_share.col(kLandFactor);
  return technology;
}

/// (n_node, factor), MODEL.md 12: people by income per head, capital by output, land by area.
ArrayXXd start_stocks(const World& world, const ArrayXd& income) {
  const auto n = static_cast<Index>(world.n_city());
  ArrayXd people(n + 1), area(n + 1);
  for (Index i = 0; i < n; ++i) {
    people(i) = world.cities[static_cast<std::size_t>(i)].residents;
    area(i) = world.cities[static_cast<std::size_t>(i)].area_km2;
  }
  people(n) = world.outside.front().residents;
  area(n) = world.outside.front().area_km2;
  const ArrayXd relative = (income / people) / (income.sum() / people.sum());
  const ArrayXd talented = (.12 * relative.pow(.8)).max(.02).min(.5);
  ArrayXXd stock(n + 1, 4);
  stock << people * kWorkersShare * (1 - talented), people * kWorkersShare * talented, kCapitalYears * income,
      area * kBuiltLand;
  return stock;
}

class ExpectedFlows {
 public:
  explicit ExpectedFlows(const World& world)
      : market_{two_kinds_of_labour(world.technology)},
        distance_{(node_minutes(world, *world.graph, 2010.0) / kTimeScale).log1p()},
        other_province_{border(world.province, 0, 1)} {
    ArrayXd kappa(market_.technology().industries());
    for (std::size_t s = 0; s < world.n_industry(); ++s)
      kappa(static_cast<Index>(s)) = world.industries[s].iceberg;
    market_.set_trade_costs(distance_, border(world.province, kBorderCity, kBorderProvince), kappa);
    start(start_value_added(world), world);
    external_at_start_ = external();
    find_amenities();
  }

  [[nodiscard]] const MarketState& state() const { return state_; }
  [[nodiscard]] ArrayXd income() const { return value_added(market_.technology(), state_).rowwise().sum(); }
  [[nodiscard]] const Inversion& inversion() const { return inversion_; }

  void quarter() {
    market_.adjust_prices(state_, kPriceAdjustment);
    market_.update_costs(state_, 1);
    market_.update_sales(state_);
    const ArrayXXd shift = external() - external_at_start_;  // by what was paid until now
    market_.pay_out(state_);
    const ArrayXXd margin =
        (state_.profit / state_.sales).rowwise() * market_.technology().elasticity.transpose() + shift;
    const ArrayXXd growth = (kEntry * kQuarterYears * margin).max(-.2).min(.2).exp();
    state_.firms *= growth;
    state_.mass *= growth;
    for (std::size_t k = 0; k < kLabourFlows.size(); ++k)
      move(kLabourFlows[k].factor, kLabourFlows[k].moves,
           where_to_live(kLabourFlows[k]).rowwise() + amenity_[k].transpose());
    const ArrayXXd place = (-kCapitalDistance * distance_).rowwise() +
                           (state_.price.col(kCapital).log() + state_.stock.col(kCapital).log()).transpose();
    move(kCapital, kCapitalMoves, place);
  }

 private:
  void start(const ArrayXXd& value, const World& world) {
    const Technology& technology = market_.technology();
    const ArrayXXd sales = value.rowwise() / technology.value_added.transpose();
    const ArrayXd sales_per_firm = sales.colwise().sum().transpose() / kFirmsOfAnIndustry;
    state_.firms = sales.rowwise() / sales_per_firm.transpose();
    state_.mass = state_.firms;  // every firm of mass one
    state_.pay = sales;
    state_.stock = start_stocks(world, value.rowwise().sum());
    state_.price = market_.factor_demand(state_) / state_.stock;
    inversion_ = invert_productivity(market_, state_, sales);
    state_.sales = sales;
    state_.overhead =
        (sales.rowwise() / technology.elasticity.transpose()) / (state_.firms * state_.unit_cost);
  }

  [[nodiscard]] ArrayXXd external() const {
    return external_economies(location_quotients(value_added(market_.technology(), state_)), kBenefit,
                              kCrowding, kCriticalMass);
  }

  [[nodiscard]] ArrayXXd where_to_live(const LabourFlow& flow) const {
    const ArrayXd real_wage =
        state_.price.col(flow.factor).log() - log_price_level(state_) - kRent * state_.price.col(kLand).log();
    return (-flow.distance * distance_ - flow.province * other_province_).rowwise() +
           (flow.wage * real_wage).transpose();
  }

  void find_amenities() {
    for (const LabourFlow& flow : kLabourFlows) {
      const ArrayXd people = state_.stock.col(flow.factor);
      const ArrayXXd utility = where_to_live(flow);
      ArrayXd amenity = ArrayXd::Zero(people.size());
      for (int round = 0; round < 20000; ++round) {
        const ArrayXXd share = shares_by_row((utility.rowwise() + amenity.transpose()).exp());
        const ArrayXd gap = (people / (share.matrix().transpose() * people.matrix()).array()).log();
        amenity += .5 * gap;
        if (gap.abs().maxCoeff() < 1e-12) break;
      }
      amenity_.push_back(amenity - amenity.mean());
    }
  }

  void move(Index factor, double moves, const ArrayXXd& utility) {
    const ArrayXXd share = shares_by_row((utility.colwise() - utility.rowwise().maxCoeff()).exp());
    const ArrayXd leaving = state_.stock.col(factor) * moves * kQuarterYears;
    state_.stock.col(factor) += (share.matrix().transpose() * leaving.matrix()).array() - leaving;
  }

  Market market_;
  ArrayXXd distance_, other_province_;  // ln(1 + T/T0); 1 where a provincial border lies between
  MarketState state_;
  Inversion inversion_{};
  ArrayXXd external_at_start_;
  std::vector<ArrayXd> amenity_;
};

/// Values by quarter, quantity and code of the city.
using Golden = std::map<std::string, std::vector<double>>;

std::string golden_key(int quarter, const std::string& quantity, const std::string& code) {
  return fmt::format("{},{},{}", quarter, quantity, code);
}

Golden read_golden(const std::string& file) {
  std::ifstream in{file};
  Golden golden;
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line.front() == '#') continue;
    std::istringstream cells{line};
    std::vector<std::string> cell;
    for (std::string one; std::getline(cells, one, ',');) cell.push_back(one);
    std::vector<double>& values = golden[fmt::format("{},{},{}", cell.at(0), cell.at(1), cell.at(2))];
    for (std::size_t k = 3; k < cell.size(); ++k) values.push_back(std::stod(cell[k]));
  }
  return golden;
}

/// Largest |found / expected - 1| over nodes and industries.
double largest_error(const Golden& golden, const World& world, int quarter, const std::string& quantity,
                     const ArrayXXd& found) {
  double worst = 0;
  for (Index i = 0; i < found.rows(); ++i) {
    const auto city = static_cast<std::size_t>(i);
    const std::string code = city < world.n_city() ? world.cities[city].name.code : "0";
    const std::vector<double>& expected = golden.at(golden_key(quarter, quantity, code));
    REQUIRE(expected.size() == static_cast<std::size_t>(found.cols()));
    for (Index s = 0; s < found.cols(); ++s)
      worst = std::max(worst, std::abs(found(i, s) / expected[static_cast<std::size_t>(s)] - 1));
  }
  return worst;
}

}  // namespace

TEST_SUITE("industry_migration/market_reference") {
  TEST_CASE("forty quarters of the Delta's markets are those of an independent implementation") {
    // Both run the same iterations, the inversion for productivity until the largest log miss of a sale is
    // below 1e-10; all else is closed form. Two runs of it that stop one sweep apart would still agree to
    // this.
    constexpr double kRelative = 1e-9;
    const std::string root = YANZHEN_SOURCE_DIR;
    Problems problems;
    const auto scenario = load_scenario(root + "/scenarios/yangtze-delta/baseline.toml", {declaration()},
                                        {kSettings, std::nullopt}, problems);
    problems.throw_if_any();
    const std::shared_ptr<const World> world = read_world(*scenario, problems);
    problems.throw_if_any();
    const Golden golden = read_golden(root + "/tests/golden/market_block_delta.csv");
    REQUIRE(golden.size() == 3 * 7 * world->n_node());

    ExpectedFlows flows{*world};
    CHECK(flows.inversion().miss < 1e-10);
    for (int quarter = 0; quarter <= 40; ++quarter) {
      if (quarter > 0) flows.quarter();
      if (quarter % 20 != 0) continue;
      CAPTURE(quarter);
      const MarketState& state = flows.state();
      const auto error = [&](const std::string& quantity, const ArrayXXd& found) {
        return largest_error(golden, *world, quarter, quantity, found);
      };
      CHECK(error("value_added", flows.income()) < kRelative);
      CHECK(error("labour", state.stock.col(kLabour)) < kRelative);
      CHECK(error("talent", state.stock.col(kTalent)) < kRelative);
      CHECK(error("capital", state.stock.col(kCapital)) < kRelative);
      CHECK(error("wage", state.price.col(kLabour)) < kRelative);
      CHECK(error("sales", state.sales) < kRelative);
      CHECK(error("price_index", state.price_index) < kRelative);
    }
  }
}

}  // namespace yanzhen::industry_migration
