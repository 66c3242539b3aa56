// The tables that firms read in a step: margins, exit, growth, places to go, industries to enter.
#include <algorithm>
#include <array>
#include <cmath>

#include "engine/elementary.hpp"
#include "models/industry_migration/firms.hpp"
#include "models/industry_migration/friction.hpp"
#include "models/industry_migration/indices.hpp"
#include "models/industry_migration/start.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

constexpr int kAgeClasses = 16;           // of firms that weigh their place, in a calibration
constexpr double kLeastProfitPart = .05;  // of operating profit, whatever is levied
constexpr double kStrongestMargin = 2.0;  // margins beyond this say no more about entry

/// exp(-sensitivity obstruction): what governments leave of the weight of a place. (origin, destination)
Eigen::ArrayXXd let_go_by_governments(const Parameters& p, const StepFields& fields) {
  return (-p.relocation_sensitivity * fields.obstruction).unaryExpr([](double x) { return exponential(x); });
}

double at(const Tally& counts, std::size_t cell) { return static_cast<double>(counts[cell]); }

}  // namespace

Eigen::ArrayXXd profit_per_mass(const Technology& technology, const MarketState& state,
                                const StepFields& fields) {
  Eigen::ArrayXXd profit(state.unit_cost.rows(), state.unit_cost.cols());
  for (Index s = 0; s < profit.cols(); ++s) {
    const double sigma = technology.elasticity(s), markup = sigma / (sigma - 1.0);
    for (Index i = 0; i < profit.rows(); ++i)
      profit(i, s) = exponential((1.0 - sigma) * natural_log(markup * state.unit_cost(i, s))) *
                     state.market_access(i, s) / sigma *
                     std::max(kLeastProfitPart, 1.0 + fields.support(i, s) * sigma);
  }
  return profit;
}

Eigen::ArrayXXd overhead_burden(const MarketState& state, const Eigen::ArrayXXd& profit) {
  const Eigen::ArrayXXd mean_mass =
      (state.firms > 0)
          .select(state.mass / state.firms.max(1e-300), Eigen::ArrayXXd::Ones(profit.rows(), profit.cols()));
  return state.overhead * state.unit_cost / (profit * mean_mass);
}

Eigen::ArrayXXd log_knowledge(const World& world, const MarketState& state, const StepFields& fields,
                              const Eigen::ArrayXXd& reach) {
  Eigen::ArrayXXd research = state.sales;
  for (Index r = 0; r < research.cols(); ++r)
    research.col(r) *= world.industries[static_cast<std::size_t>(r)].research_per_sales;
  const Eigen::ArrayXXd knowledge =
      (reach.matrix() * (research.matrix() * with_self(fields.relatedness))).array();
  const Eigen::ArrayXd mean = knowledge.colwise().mean().transpose().max(1e-300);
  return (knowledge.rowwise() / mean.transpose()).unaryExpr([](double k) { return natural_log(1.0 + k); });
}

Eigen::ArrayXXd city_density(const World& world, const Eigen::ArrayXXd& relatedness,
                             const Eigen::ArrayXXd& quotient) {
  return relatedness_density(relatedness, quotient.topRows(static_cast<Index>(world.n_city())) > 1.0);
}

double exit_probability(const Parameters& p, double margin, double years) {
  const double hazard = p.exit_base + p.exit_span / (1.0 + exponential(p.exit_slope * margin));
  return 1.0 - exponential(-hazard * years);
}

Eigen::ArrayXXd firm_decay(const World& world, const Eigen::ArrayXXd& minutes, const ReachFields& fields) {
  const double sensitivity = world.parameters.relocation_sensitivity;
  return (-sensitivity * friction(minutes, world.province, world.parameters.firms, fields.of(Flow::firms)))
      .unaryExpr([](double x) { return exponential(x); });
}

Eigen::ArrayXXd own_input_share(const Technology& technology, const MarketState& state) {
  const Eigen::ArrayXd bought = technology.input.colwise().sum().transpose().array().max(1e-12);
  Eigen::ArrayXXd own = (state.own_share.matrix() * technology.input).array();
  own.rowwise() /= bought.transpose();
  return own;
}

double considering_age(const Parameters& p, double quantile) {
  return -natural_log(1.0 - quantile) / (1.0 / kMeanFirmAge + p.relocation_age_decay);
}

Eigen::ArrayXXd invert_firm_sites(const World& world, const Economy& economy, const StepFields& fields,
                                  const Eigen::ArrayXXd& decay) {
  const Parameters& p = world.parameters;
  const Technology& technology = world.technology;
  const Eigen::ArrayXXd profit = profit_per_mass(technology, economy.market, fields);
  const Eigen::ArrayXXd own = own_input_share(technology, economy.market);
  std::array<double, kAgeClasses> stay_factor{};
  for (int k = 0; k < kAgeClasses; ++k) {
    const double age = considering_age(p, (k + .5) / kAgeClasses);
    stay_factor[static_cast<std::size_t>(k)] =
        exponential(p.relocation_sensitivity * p.sunk_cost * exponential(-age / p.sunk_years));
  }
  const Eigen::ArrayXXd let_go = let_go_by_governments(p, fields);
  Eigen::ArrayXXd site(profit.rows(), profit.cols());
  for_each_row(world.n_industry(), 1, [&](std::size_t industry) {
    const auto s = static_cast<Index>(industry);
    Eigen::ArrayXXd kernel = decay * let_go;
    for (Index j = 0; j < profit.rows(); ++j) kernel.col(j) *= power(profit(j, s), p.relocation_sensitivity);
    const Eigen::ArrayXd firms = economy.market.firms.col(s);
    const auto arrivals = [&](const Eigen::ArrayXd& attraction) {
      Arrivals sum{Eigen::ArrayXd::Zero(firms.size()), Eigen::ArrayXd::Zero(firms.size())};
      for (Index i = 0; i < firms.size(); ++i) {
        if (!(firms(i) > 0)) continue;
        Eigen::ArrayXd weight = kernel.row(i).transpose() * attraction;
        const double others = weight.sum() - weight(i);
        const double stay = power(profit(i, s), p.relocation_sensitivity) * attraction(i) *
                            exponential(p.relocation_sensitivity * p.local_input_cost * own(i, s));
        for (int k = 0; k < kAgeClasses;
             ++k) {  // who has just settled weighs the place more than who came long ago
          weight(i) = stay * stay_factor[static_cast<std::size_t>(k)];
          const Eigen::ArrayXd probability = weight / (others + weight(i));
          sum.expected += firms(i) / kAgeClasses * probability;
          sum.squared += firms(i) / kAgeClasses * probability.square();
        }
      }
      return sum;
    };
    site.col(s) = balance_attractions(firms, arrivals).log_attraction;
  });
  return site;
}

FirmChoice::FirmChoice(const World& world)
    : nodes_{world.n_node()},
      industries_{world.n_industry()},
      mean_log_size_(nodes_ * industries_),
      growth_(nodes_ * industries_),
      margin_(nodes_ * industries_),
      exit_(nodes_ * industries_ * kSizeBins),
      neutral_exit_(kSizeBins),
      spinoff_(nodes_ * industries_),
      leave_(nodes_ * industries_),
      stay_(nodes_ * industries_),
      offer_(nodes_ * industries_),
      places_{nodes_ * industries_, nodes_},
      founding_{world.n_city(), industries_} {}

void FirmChoice::update(const World& world, const Calibration& calibration, const Economy& economy,
                        const StepFields& fields, const Eigen::ArrayXXd& decay,
                        const Eigen::ArrayXXd& reach) {
  const Eigen::ArrayXXd profit = profit_per_mass(world.technology, economy.market, fields);
  const Eigen::ArrayXXd quotient = location_quotients(value_added(world.technology, economy.market));
  const Parameters& p = world.parameters;
  const Eigen::ArrayXXd external =
      external_economies(quotient, p.external_benefit, p.external_crowding, p.external_mass) -
      calibration.external;
  update_margins(world, economy, profit, external);
  update_growth(world, calibration, economy, fields, reach);
  update_places(world, calibration, economy, fields, profit, external, decay);
  update_founding(world, calibration, economy, fields, profit, quotient);
}

void FirmChoice::update_margins(const World& world, const Economy& economy, const Eigen::ArrayXXd& profit,
                                const Eigen::ArrayXXd& external) {
  const Parameters& p = world.parameters;
  const double years = world.clock.years_per_step();
  const Eigen::ArrayXXd burden = overhead_burden(economy.market, profit);
  const auto thinner =
      [&](std::size_t bin) {  // overhead over operating profit at this size, relative to the mean firm
        const double log_size = (static_cast<double>(bin) + .5) / 4.0 - 8.0;
        return exponential((p.overhead_elasticity - 1.0) * log_size);
      };
  for (std::size_t bin = 0; bin < kSizeBins; ++bin)
    neutral_exit_[bin] = threshold(exit_probability(p, 1.0 - thinner(bin), years));
  for_each_row(nodes_ * industries_, 64, [&](std::size_t cell) {
    const auto i = static_cast<Index>(cell / industries_), s = static_cast<Index>(cell % industries_);
    const double shift = external(i, s);
    margin_[cell] = 1.0 - burden(i, s) + shift;
    const double firms = economy.market.firms(i, s);
    mean_log_size_[cell] = firms > 0 ? natural_log(std::max(economy.market.mass(i, s) / firms, 1e-9)) : 0.0;
    for (std::size_t bin = 0; bin < kSizeBins; ++bin)
      exit_[cell * kSizeBins + bin] =
          threshold(exit_probability(p, 1.0 - burden(i, s) * thinner(bin) + shift, years));
  });
}

/// Growth of log mass in a step by what a firm knows beyond the start: (sigma - 1) rate (effort know - know
/// of the start). Firms that live on subsidies try less and fall behind those who keep up.
double FirmChoice::learning(const World& world, const Calibration& calibration, const StepFields& fields,
                            double knowledge, Eigen::Index i, Eigen::Index s) {
  const Parameters& p = world.parameters;
  const double sigma = world.technology.elasticity(s), at_start = calibration.knowledge(i, s);
  const double effort = exponential(-p.subsidy_effort_loss * fields.given(i, s) * sigma);
  const double gained = effort * (knowledge - at_start) - (1.0 - effort) * at_start;
  return (sigma - 1.0) * p.knowledge_growth * gained * world.clock.years_per_step();
}

double FirmChoice::kept_learning(const World& world, const Calibration& calibration, const StepFields& fields,
                                 std::size_t origin, std::size_t host, std::size_t industry,
                                 double kept) const {
  const auto o = static_cast<Index>(origin), h = static_cast<Index>(host), s = static_cast<Index>(industry);
  const double here = knowledge_(h, s), lead = std::max(0.0, knowledge_(o, s) - here);
  return learning(world, calibration, fields, here + kept * lead, h, s) -
         learning(world, calibration, fields, here, h, s);
}

/// Growth of log mass of an incumbent in a step: what entrants are too small to replace (so that a cell at
/// zero margin keeps its expected mass), and knowledge gained since the start.
void FirmChoice::update_growth(const World& world, const Calibration& calibration, const Economy& economy,
                               const StepFields& fields, const Eigen::ArrayXXd& reach) {
  const Parameters& p = world.parameters;
  const double years = world.clock.years_per_step();
  knowledge_ = log_knowledge(world, economy.market, fields, reach);
  for (std::size_t cell = 0; cell < world.n_cell(); ++cell) {
    const auto i = static_cast<Index>(cell / industries_), s = static_cast<Index>(cell % industries_);
    const double firms = at(economy.census.firms, cell), mass = at(economy.census.mass, cell) / kMassUnit;
    const double exits = at(economy.neutral_exits, cell) * kNeutralExit;
    const double exit_mass = at(economy.neutral_exit_mass, cell) * kNeutralExitMass;
    // Those who stay make up for what the entrants' smaller size does not replace.
    const double lost = exit_mass - exits * p.entrant_size * mass / std::max(firms, 1.0);
    const double unreplaced =
        mass > exit_mass ? natural_log(1.0 + std::max(-.9, lost / (mass - exit_mass))) : 0.0;
    growth_[cell] = unreplaced + learning(world, calibration, fields, knowledge_(i, s), i, s);
    const double replacing = firms > 0 ? exits / firms * (1.0 - p.founder_share) : 0.0;
    const double response =
        p.entry_response * years * std::clamp(margin_[cell], -kStrongestMargin, kStrongestMargin);
    spinoff_[cell] = threshold(std::clamp(replacing + response, 0.0, .5));
  }
}

void FirmChoice::update_places(const World& world, const Calibration& calibration, const Economy& economy,
                               const StepFields& fields, const Eigen::ArrayXXd& profit,
                               const Eigen::ArrayXXd& external, const Eigen::ArrayXXd& decay) {
  const Parameters& p = world.parameters;
  const double sensitivity = p.relocation_sensitivity;
  const auto n = static_cast<Index>(nodes_);
  const Eigen::ArrayXXd own = own_input_share(world.technology, economy.market);
  const Eigen::ArrayXXd let_go = let_go_by_governments(p, fields);
  for_each_row(industries_, 1, [&](std::size_t industry) {
    const auto s = static_cast<Index>(industry);
    std::vector<double> weights(nodes_);
    double* offer = offer_.data() + industry * nodes_;
    for (Index j = 0; j < n; ++j)
      offer[static_cast<std::size_t>(j)] = exponential(
          sensitivity * (natural_log(profit(j, s)) + external(j, s)) + calibration.firm_site(j, s));
    for (Index i = 0; i < n; ++i) {
      double all = 0;
      for (Index j = 0; j < n; ++j) {
        const auto to = static_cast<std::size_t>(j);
        weights[to] = i == j ? 0.0 : offer[to] * decay(i, j) * let_go(i, j);
        all += weights[to];
      }
      const std::size_t row = industry * nodes_ + static_cast<std::size_t>(i);
      places_.set_weights(row, weights);
      leave_[row] = all;
      stay_[row] =
          offer[static_cast<std::size_t>(i)] * exponential(sensitivity * p.local_input_cost * own(i, s));
    }
  });
}

/// U = taste + beta_pi ln(v / (f c)) + beta_omega ln(floor + density) + target, MODEL.md section 5.4. The
/// taste makes founders of the start replace what leaves, city by city and industry by industry.
void FirmChoice::update_founding(const World& world, const Calibration& calibration, const Economy& economy,
                                 const StepFields& fields, const Eigen::ArrayXXd& profit,
                                 const Eigen::ArrayXXd& quotient) {
  const Parameters& p = world.parameters;
  const Eigen::ArrayXXd density = city_density(world, fields.relatedness, quotient);
  std::vector<double> utility(industries_);
  for (std::size_t city = 0; city < world.n_city(); ++city) {
    const auto i = static_cast<Index>(city);
    for (std::size_t industry = 0; industry < industries_; ++industry) {
      const auto s = static_cast<Index>(industry);
      const double cost = economy.market.overhead(i, s) * economy.market.unit_cost(i, s);
      utility[industry] = calibration.founding_taste(i, s) +
                          p.industry_profit_weight * natural_log(profit(i, s) / cost) +
                          p.industry_relatedness_weight * natural_log(p.relatedness_floor + density(i, s)) +
                          fields.target(i, s);
    }
    founding_.set_log_weights(city, utility);
  }
}

}  // namespace yanzhen::industry_migration
