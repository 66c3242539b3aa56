#include "models/logit_agglomeration/model.hpp"

#include <algorithm>

#include "engine/column.hpp"
#include "models/stylised/geography.hpp"
#include "models/stylised/movers.hpp"
#include "models/stylised/stylised_model.hpp"

namespace yanzhen::logit_agglomeration {
namespace {

using stylised::Geography;
using stylised::Movers;
using stylised::MoveRule;

enum class Stream : StreamNumber { moves = 1 };

/// What of a scenario the model goes by.
struct Start {
  Eigen::ArrayXd mobile, amenity;  // (n_city)
  std::uint32_t agents;
};

class LogitAgglomeration final : public stylised::StylisedModel {
 public:
  LogitAgglomeration(const Scenario& scenario, std::shared_ptr<const Geography> geography, Start start)
      : StylisedModel{geography->dimensions(), {}},
        geography_{std::move(geography)},
        clock_{scenario.clock},
        seed_{scenario.seed},
        weight_{scenario.people_per_agent},
        theta_{scenario.parameters["agglomeration.theta"]},
        cost_per_distance_{scenario.parameters["moves.cost_per_distance"]},
        rule_{.logit = true, .hazard = scenario.parameters["moves.hazard"]},
        amenity_{std::move(start.amenity)},
        movers_{start.agents, start.mobile},
        table_{geography_->cities(), geography_->cities()} {
    declare();
  }

  void start_flow_interval() override { movers_.start_interval(); }
  void visit_state(StateVisitor& visitor) override { movers_.visit_state(visitor); }
  [[nodiscard]] std::uint64_t agents() const override { return movers_.agents(); }
  [[nodiscard]] std::uint64_t moves() const override { return movers_.moved_last_step(); }
  [[nodiscard]] std::uint64_t checksum() const override { return movers_.checksum(); }
  [[nodiscard]] std::vector<AgentColumn> copy_agents() const override {
    return {{"movers",
             "city",
             "index",
             "city where the person lives",
             {movers_.city().begin(), movers_.city().end()}}};
  }

 private:
  /// u = amenity + theta share
  [[nodiscard]] Eigen::ArrayXd utility() const { return amenity_ + theta_ * movers_.shares(); }

  void open_links(Step step) {
    if (cost_per_distance_ <= 0) return;
    const double year = clock_.decimal_year(step);
    std::vector<double> version = geography_->version(year);
    if (version == version_) return;
    cost_ = cost_per_distance_ * geography_->distance(year, stylised::Policies::in_force);
    version_ = std::move(version);
  }

  void decide(Step step) {
    rule_.fill(utility(), cost_, table_);
    movers_.decide(StepDraws{seed_, static_cast<StreamNumber>(Stream::moves), step},
                   rule_.probability(clock_.years_per_step()), table_);
  }

  void declare() {
    add_phase("links", [this](Step step) { open_links(step); });
    add_phase("choices", [this](Step step) { decide(step); });
    add_phase("audit", [this](Step) { movers_.audit(); });
    declare_panels();
  }

  void declare_panels() {
    const auto put = [](const Eigen::ArrayXd& values, std::span<double> out) {
      std::copy(values.data(), values.data() + values.size(), out.begin());
    };
    add_panel(stylised::by_city("share", "share", "part of all mobile people that lives in the city"),
              [this, put](std::span<double> out) { put(movers_.shares(), out); });
    add_panel(stylised::by_city("people", "persons", "mobile people"), [this](std::span<double> out) {
      for (std::size_t city = 0; city < out.size(); ++city)
        out[city] = static_cast<double>(movers_.count()[city]) * weight_;
    });
    add_panel(stylised::by_city("utility", "log-utility", "amenity + theta share"),
              [this, put](std::span<double> out) { put(utility(), out); });
    add_panel(
        stylised::flow_of("moves", "persons", "people who went from city to city since the last record"),
        [this](std::span<double> out) {
          for (std::size_t k = 0; k < out.size(); ++k)
            out[k] = static_cast<double>(movers_.flows()[k]) * weight_;
        });
    add_panel(stylised::index_of("largest_share", "share", "share of the largest city"),
              [this](std::span<double> out) { out[0] = movers_.shares().maxCoeff(); });
    add_panel(
        stylised::index_of("herfindahl", "index",
                           "sum of squared shares; 1 / n_city where all are alike, 1 where one has all"),
        [this](std::span<double> out) { out[0] = movers_.shares().square().sum(); });
  }

  std::shared_ptr<const Geography> geography_;
  Clock clock_;
  std::uint64_t seed_;
  double weight_, theta_, cost_per_distance_;
  MoveRule rule_;
  Eigen::ArrayXd amenity_;
  Movers movers_;
  ChoiceTable table_;
  std::vector<double> version_;
  Eigen::ArrayXXd cost_;  // of moving; empty = none
};

std::vector<Parameter> parameters() {
  std::vector<Parameter> all{
      {"agglomeration.theta", 2.5, -1000, 1000, "log-utility",
       "what a city of all people is worth more than an empty one; below 0 people avoid each other"},
      {"moves.people", 1e6, 1, 1e12, "persons", "mobile people; agents are this over people_per_agent"},
      {"moves.hazard", 1, 0, 1e6, "1/year", "rate at which a person considers where to be"},
      {"moves.cost_per_distance", 0, 0, 1000, "log-utility/unit",
       "cost of moving over one unit of distance; none for who stays"}};
  for (Parameter& one : stylised::geography_parameters()) all.push_back(std::move(one));
  return all;
}

std::vector<TableSpec> tables() {
  ColumnSpec amenity =
      optional_column("amenity", "log-utility", -1000, 1000,
                      "what the city is worth whoever is there; zero where the column is left out");
  amenity.may_be_empty = false;
  return {stylised::cities_table(
              {amenity, optional_column("mobile", "weight", 0, 1e12,
                                        "mobile people at the start; equal where the column is left out")}),
          stylised::links_table()};
}

std::unique_ptr<Model> make(const Scenario& scenario, Problems& problems) {
  const std::size_t before = problems.count();
  std::shared_ptr<const Geography> geography = Geography::read(scenario, problems);
  if (geography == nullptr) return nullptr;
  const Table& cities = scenario.tables.at("cities");
  Eigen::ArrayXd amenity(static_cast<Eigen::Index>(cities.rows()));
  for (std::size_t row = 0; row < cities.rows(); ++row)
    amenity(static_cast<Eigen::Index>(row)) = cities.number("amenity", row).value_or(0);
  Start start{stylised::shares_of(cities, "mobile", problems), std::move(amenity),
              stylised::agents_asked(scenario.parameters["moves.people"], scenario.people_per_agent,
                                     scenario.parameters.place("moves.people"), problems)};
  if (problems.count() > before) return nullptr;
  return std::make_unique<LogitAgglomeration>(scenario, std::move(geography), std::move(start));
}

}  // namespace

ModelDeclaration declaration() {
  return {"logit_agglomeration",
          "people choose a city by its amenity, by how many are there, and by chance (logit)",
          parameters(),
          tables(),
          stylised::geography_rules(),
          make};
}

}  // namespace yanzhen::logit_agglomeration
