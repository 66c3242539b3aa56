#include "models/stylised/mobile_labour.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/column.hpp"
#include "engine/elementary.hpp"
#include "models/stylised/stylised_model.hpp"

namespace yanzhen::stylised {
namespace {

using Index = Eigen::Index;

enum class Stream : StreamNumber { moves = 1 };

class MobileLabour final : public StylisedModel {
 public:
  MobileLabour(const Scenario& scenario, std::shared_ptr<const Geography> geography, Eigen::ArrayXd mobile,
               Eigen::ArrayXd immobile, std::uint32_t agents, SolveShortRun solve)
      : StylisedModel{geography->dimensions(), {}},
        geography_{std::move(geography)},
        clock_{scenario.clock},
        seed_{scenario.seed},
        weight_{scenario.people_per_agent},
        trade_{trade_from(scenario.parameters)},
        rule_{MoveRule::from(scenario.parameters)},
        immobile_{std::move(immobile)},
        solve_{std::move(solve)},
        movers_{agents, mobile},
        table_{geography_->cities(), geography_->cities()} {
    open_links(0);
    clear_market();
    declare();
  }

  void start_flow_interval() override { movers_.start_interval(); }
  void visit_state(StateVisitor& visitor) override {
    movers_.visit_state(visitor);
    visitor.value("prices/step", step_);
    const auto visit = [&](const char* name, Eigen::ArrayXd& array) {
      std::vector<double> values(array.data(), array.data() + array.size());
      visitor.array(name, values);
      if (static_cast<Index>(values.size()) != array.size())
        throw std::runtime_error{"the saved prices are not those of this scenario"};
      std::copy(values.begin(), values.end(), array.data());
    };
    visit("prices/wage", prices_.wage);
    visit("prices/price_index", prices_.price_index);
    visit("prices/log_real_wage", prices_.log_real_wage);
    version_.clear();
    open_links(step_);  // distances are a function of the date
  }
  [[nodiscard]] std::uint64_t agents() const override { return movers_.agents(); }
  [[nodiscard]] std::uint64_t moves() const override { return movers_.moved_last_step(); }
  [[nodiscard]] std::uint64_t checksum() const override { return movers_.checksum(); }
  [[nodiscard]] std::vector<AgentColumn> copy_agents() const override {
    return {{"movers",
             "city",
             "index",
             "city where the worker lives",
             {movers_.city().begin(), movers_.city().end()}}};
  }

 private:
  void open_links(Step step) {
    const double year = clock_.decimal_year(step);
    std::vector<double> version = geography_->version(year);
    if (version == version_) return;
    freeness_ = freeness_of(trade_, geography_->distance(year, Policies::in_force));
    version_ = std::move(version);
  }

  void clear_market() { prices_ = solve_(trade_, freeness_, movers_.shares(), immobile_, prices_); }

  void decide(Step step) {
    rule_.fill(prices_.log_real_wage, {}, table_);
    movers_.decide(StepDraws{seed_, static_cast<StreamNumber>(Stream::moves), step},
                   rule_.probability(clock_.years_per_step()), table_);
  }

  void declare() {
    add_phase("links", [this](Step step) {
      step_ = step;
      open_links(step);
    });
    add_phase("choices", [this](Step step) { decide(step); });
    add_phase("market", [this](Step) { clear_market(); });
    add_phase("audit", [this](Step step) {
      movers_.audit();
      step_ = step + 1;
    });
    declare_panels();
  }

  void declare_panels() {
    const auto put = [](const Eigen::ArrayXd& values, std::span<double> out) {
      std::copy(values.data(), values.data() + values.size(), out.begin());
    };
    add_panel(by_city("share", "share", "part of all mobile workers that lives in the city"),
              [this, put](std::span<double> out) { put(movers_.shares(), out); });
    add_panel(by_city("workers", "persons", "mobile workers"), [this, put](std::span<double> out) {
      put(movers_.shares() * (static_cast<double>(movers_.agents()) * weight_), out);
    });
    add_panel(by_city("wage", "numeraire",
                      "wage of mobile workers; where there are none, what the first would earn"),
              [this, put](std::span<double> out) { put(prices_.wage, out); });
    add_panel(by_city("price_index", "numeraire", "price index of the differentiated good"),
              [this, put](std::span<double> out) { put(prices_.price_index, out); });
    add_panel(by_city("log_real_wage", "ln", "ln wage - mu ln price index"),
              [this, put](std::span<double> out) { put(prices_.log_real_wage, out); });
    add_panel(flow_of("moves", "persons", "mobile workers who went from city to city since the last record"),
              [this](std::span<double> out) {
                for (std::size_t k = 0; k < out.size(); ++k)
                  out[k] = static_cast<double>(movers_.flows()[k]) * weight_;
              });
    add_panel(index_of("largest_share", "share", "share of the largest city"),
              [this](std::span<double> out) { out[0] = movers_.shares().maxCoeff(); });
    add_panel(index_of("herfindahl", "index",
                       "sum of squared shares; 1 / n_city where all are alike, 1 in a full core"),
              [this](std::span<double> out) { out[0] = movers_.shares().square().sum(); });
    add_panel(index_of("mean_log_real_wage", "ln", "mean over mobile workers"),
              [this](std::span<double> out) { out[0] = (movers_.shares() * prices_.log_real_wage).sum(); });
  }

  std::shared_ptr<const Geography> geography_;
  Clock clock_;
  std::uint64_t seed_;
  double weight_;
  TradeParameters trade_;
  MoveRule rule_;
  Eigen::ArrayXd immobile_;
  SolveShortRun solve_;
  Movers movers_;
  ChoiceTable table_;
  std::vector<double> version_;
  Eigen::ArrayXXd freeness_;
  ShortRun prices_;
  Step step_ = 0;
};

}  // namespace

double TradeParameters::freeness() const { return power(iceberg, 1.0 - substitution); }

Eigen::ArrayXXd freeness_of(const TradeParameters& trade, const Eigen::ArrayXXd& distance) {
  const double log_freeness = (1.0 - trade.substitution) * natural_log(trade.iceberg);
  return distance.unaryExpr([&](double d) { return exponential(log_freeness * d); });
}

std::vector<Parameter> mobile_labour_parameters() {
  std::vector<Parameter> all{
      {"trade.spending", .4, .001, .999, "share", "mu, part of income spent on the differentiated good"},
      {"trade.substitution", 5, 1.01, 100, "-", "sigma, elasticity of substitution between varieties"},
      {"trade.iceberg", 1.7, 1, 1e6, "factor",
       "T, units sent for one that arrives over one unit of distance (Samuelson 1954); freeness is T^(1 - "
       "sigma)"}};
  for (Parameter& one : mover_parameters({.logit = 0, .people = 1e6, .hazard = 1, .sensitivity = 100}))
    all.push_back(std::move(one));
  for (Parameter& one : geography_parameters()) all.push_back(std::move(one));
  return all;
}

std::vector<TableSpec> mobile_labour_tables() {
  return {
      cities_table(
          {optional_column("residents", "persons", 0, 1e12, "stands for `immobile` where that is left out"),
           optional_column("immobile", "weight", 0, 1e12,
                           "people who stay and buy; `residents` where the column is left out, else equal"),
           optional_column(
               "mobile", "weight", 0, 1e12,
               "mobile workers at the start; as the immobile ones where the column is left out")}),
      links_table()};
}

Eigen::ArrayXd immobile_shares(const Table& cities, Problems& problems) {
  return shares_of(cities, cities.column("immobile").present ? "immobile" : "residents", problems);
}

TradeParameters trade_from(const ParameterValues& values) {
  return {values["trade.spending"], values["trade.substitution"], values["trade.iceberg"]};
}

std::unique_ptr<Model> make_mobile_labour(const Scenario& scenario, SolveShortRun solve, Problems& problems) {
  const std::size_t before = problems.count();
  std::shared_ptr<const Geography> geography = Geography::read(scenario, problems);
  if (geography == nullptr) return nullptr;
  const Table& cities = scenario.tables.at("cities");
  Eigen::ArrayXd immobile = immobile_shares(cities, problems),
                 mobile = cities.column("mobile").present ? shares_of(cities, "mobile", problems) : immobile;
  const std::uint32_t agents = agents_asked(scenario.parameters["moves.people"], scenario.people_per_agent,
                                            scenario.parameters.place("moves.people"), problems);
  if (problems.count() > before) return nullptr;
  return std::make_unique<MobileLabour>(scenario, std::move(geography), std::move(mobile),
                                        std::move(immobile), agents, std::move(solve));
}

}  // namespace yanzhen::stylised
