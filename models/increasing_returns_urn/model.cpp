#include "models/increasing_returns_urn/model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>

#include "engine/column.hpp"
#include "engine/elementary.hpp"
#include "engine/parallel.hpp"
#include "engine/random.hpp"
#include "models/increasing_returns_urn/adopters.hpp"
#include "models/increasing_returns_urn/firms.hpp"
#include "models/increasing_returns_urn/urn_rule.hpp"
#include "models/increasing_returns_urn/weight_tree.hpp"
#include "models/stylised/geography.hpp"
#include "models/stylised/stylised_model.hpp"

namespace yanzhen::increasing_returns_urn {
namespace {

using stylised::Geography;

constexpr double kMostFirms = 2147483648.0;

enum class Stream : StreamNumber { arrivals = 1 };

/// What the table of cities says to an urn. Shapes (n_city).
struct CityColumns {
  std::vector<std::int64_t> seeds;
  std::vector<double> attraction, preference, arrival_share;
};

/// Uniform on 0 .. count-1 from 64 bits: the high part of their product.  \pre count < 2^32
std::uint32_t uniform_below(std::uint32_t count, const RandomBlock& block) {
  const std::uint64_t high = static_cast<std::uint64_t>(block[0]) * count;
  const std::uint64_t low = static_cast<std::uint64_t>(block[1]) * count;
  return static_cast<std::uint32_t>((high + (low >> 32)) >> 32);
}

/// Uniform on (0, 1) with 52 bits.
double uniform_real(const RandomBlock& block) {
  const std::uint64_t bits = static_cast<std::uint64_t>(block[0]) << 20 | block[1] >> 12;
  return (static_cast<double>(bits) + .5) * 0x1p-52;
}

class Urn final : public stylised::StylisedModel {
 public:
  Urn(const Scenario& scenario, std::shared_ptr<const Geography> geography, const CityColumns& columns)
      : StylisedModel{geography->dimensions(), {}},
        geography_{std::move(geography)},
        clock_{scenario.clock},
        seed_{scenario.seed},
        rule_{UrnRule::from(scenario.parameters)},
        attraction_{columns.attraction},
        adopters_{columns.preference, columns.arrival_share, rule_.returns},
        firms_{columns.seeds} {
    const bool alike = std::all_of(attraction_.begin(), attraction_.end(),
                                   [&](double weight) { return weight == attraction_.front(); });
    by_weight_ = !rule_.adopters && !(alike && rule_.exponent == 1.0);
    if (by_weight_) tabulate_powers();
    if (rule_.adopters) {
      types_ = ChoiceTable{1, geography_->cities()};
      types_.set_weights(0, columns.arrival_share);
    }
    declare();
  }

  void start_flow_interval() override { firms_.start_interval(); }
  void visit_state(StateVisitor& visitor) override {
    firms_.visit_state(visitor);
    if (by_weight_) weights_ = WeightTree{weights()};
  }
  [[nodiscard]] std::uint64_t agents() const override { return firms_.size(); }
  [[nodiscard]] std::uint64_t moves() const override { return firms_.left_last_step(); }
  [[nodiscard]] std::uint64_t checksum() const override { return firms_.checksum(); }
  [[nodiscard]] std::vector<AgentColumn> copy_agents() const override {
    const char* origin =
        rule_.adopters ? "city that the firm prefers by itself" : "city of the firm's parent";
    return {{"firms", "city", "index", "city of the firm", {firms_.city().begin(), firms_.city().end()}},
            {"firms", "origin", "index", origin, {firms_.origin().begin(), firms_.origin().end()}},
            {"firms",
             "month",
             "months",
             "arrival, from the start",
             {firms_.month().begin(), firms_.month().end()}}};
  }

 private:
  /// k^gamma for every number of firms that a city can come to have, so that no arrival takes a power.
  void tabulate_powers() {
    const std::uint64_t most = firms_.size() + rule_.arrived(clock_.steps(), clock_.years_per_step());
    powers_.assign(most + 1, 0.0);  // an empty city attracts nobody, whatever gamma: there is no parent
    for_each_row(most, 4096, [&](std::size_t k) {
      powers_[k + 1] = rule_.exponent == 1.0 ? static_cast<double>(k + 1)
                                             : power(static_cast<double>(k + 1), rule_.exponent);
    });
    weights_ = WeightTree{weights()};
  }
  [[nodiscard]] double weight(std::size_t city) const {
    return attraction_[city] * powers_[static_cast<std::size_t>(firms_.count()[city])];
  }
  [[nodiscard]] std::vector<double> weights() const {
    std::vector<double> all(attraction_.size());
    for (std::size_t city = 0; city < all.size(); ++city) all[city] = weight(city);
    return all;
  }

  void open_links(Step step) {
    if (rule_.adopters || rule_.leaves <= 0) return;
    const double year = clock_.decimal_year(step);
    std::vector<double> version = geography_->version(year);
    if (version == version_) return;
    spin_offs_ = table_of(rule_.spin_off_chances(geography_->distance(year, stylised::Policies::in_force)));
    version_ = std::move(version);
  }

  /// Newcomers of a step in their order, each of whom sees all before it. The draws of a newcomer are those
  /// of its row.
  template <class Settle>
  void settle_each(Step step, const Settle& settle) {
    const double years = clock_.years_per_step();
    std::uint64_t left = rule_.arrived(step + 1, years) - rule_.arrived(step, years);
    firms_.begin_step(left);
    const StepDraws draws{seed_, static_cast<StreamNumber>(Stream::arrivals), step};
    std::array<RandomBlock, 256> blocks;
    while (left > 0) {
      const std::size_t count = std::min<std::uint64_t>(left, blocks.size());
      draws.consecutive_blocks(firms_.size(), 0, std::span{blocks}.first(count));
      for (std::size_t k = 0; k < count; ++k) settle(blocks[k]);
      left -= count;
    }
  }

  void arrive(Step step) {
    const std::int32_t month = clock_.months(step);
    const bool stay = rule_.leaves <= 0;
    const auto spin_off = [&](std::uint16_t origin, const RandomBlock& block) {
      const auto city =
          stay ? origin : static_cast<std::uint16_t>(spin_offs_.draw(origin, block[2], block[3]));
      firms_.settle(origin, city, month);
      return city;
    };
    if (rule_.adopters)
      settle_each(step, [&](const RandomBlock& block) {
        const std::uint32_t type = types_.draw(0, block[0], block[1]);
        firms_.settle(static_cast<std::uint16_t>(type),
                      static_cast<std::uint16_t>(adopters_.choose(type, firms_.count())), month);
      });
    else if (by_weight_)
      settle_each(step, [&](const RandomBlock& block) {
        const std::size_t origin = weights_.find(uniform_real(block) * weights_.total());
        const std::uint16_t city = spin_off(static_cast<std::uint16_t>(origin), block);
        weights_.set(city, weight(city));
      });
    else  // the parent is any firm there is, so its city is drawn in proportion to firms
      settle_each(step, [&](const RandomBlock& block) {
        spin_off(firms_.city()[uniform_below(firms_.size(), block)], block);
      });
  }

  void declare() {
    add_phase("links", [this](Step step) { open_links(step); });
    add_phase("arrivals", [this](Step step) { arrive(step); });
    add_phase("audit", [this](Step) { firms_.audit(); });
    declare_panels();
  }

  [[nodiscard]] double share(std::size_t city) const {
    return firms_.size() > 0 ? static_cast<double>(firms_.count()[city]) / static_cast<double>(firms_.size())
                             : 0.0;
  }
  [[nodiscard]] std::size_t leader() const {
    const std::vector<std::int64_t>& count = firms_.count();
    return static_cast<std::size_t>(std::max_element(count.begin(), count.end()) - count.begin());
  }

  void declare_panels() {
    add_panel(stylised::by_city("firms_by_city", "firms", "firms in the city", PanelValues::whole),
              [this](std::span<double> out) {
                std::copy(firms_.count().begin(), firms_.count().end(), out.begin());
              });
    add_panel(stylised::by_city("share", "share", "part of all firms that is in the city"),
              [this](std::span<double> out) {
                for (std::size_t city = 0; city < out.size(); ++city) out[city] = share(city);
              });
    add_panel(
        stylised::flow_of("arrivals", "firms",
                          "newcomers since the last record, by the city of their parent (adopters: that "
                          "they prefer by themselves) and the city where they settled"),
        [this](std::span<double> out) {
          std::copy(firms_.flows().begin(), firms_.flows().end(), out.begin());
        });
    add_panel(stylised::index_of("herfindahl", "index", "sum of squared shares; 1 / n_city to 1"),
              [this](std::span<double> out) {
                out[0] = 0;
                for (std::size_t city = 0; city < firms_.count().size(); ++city)
                  out[0] += share(city) * share(city);
              });
    add_panel(stylised::index_of("largest_share", "share", "share of the city with most firms"),
              [this](std::span<double> out) { out[0] = share(leader()); });
    add_panel(
        stylised::index_of("leading_city", "index",
                           "the city with most firms, counted from 0 in the order of cities; the first of "
                           "equals"),
        [this](std::span<double> out) { out[0] = static_cast<double>(leader()); });
    if (rule_.adopters)
      add_panel(
          stylised::index_of("locked_in", "0 or 1",
                             "1 once newcomers of every type choose the same city, as all will from now on"),
          [this](std::span<double> out) { out[0] = adopters_.locked_in(firms_.count()) ? 1.0 : 0.0; });
  }

  std::shared_ptr<const Geography> geography_;
  Clock clock_;
  std::uint64_t seed_;
  UrnRule rule_;
  std::vector<double> attraction_;
  AdopterRule adopters_;
  Firms firms_;
  bool by_weight_ = false;       // otherwise the parent is a firm drawn at random
  std::vector<double> powers_;   // by number of firms
  WeightTree weights_{{0.0}};    // by city
  ChoiceTable types_;            // of adopters
  ChoiceTable spin_offs_;        // by city of the parent
  std::vector<double> version_;  // of the distances in spin_offs_
};

std::vector<double> column_of(const Table& cities, const std::string& name, double standard) {
  std::vector<double> values;
  for (std::size_t row = 0; row < cities.rows(); ++row)
    values.push_back(cities.number(name, row).value_or(standard));
  return values;
}

CityColumns columns_of(const Table& cities, const UrnRule& rule) {
  const std::vector<double> seeds = column_of(cities, "seeds", 1);
  return {{seeds.begin(), seeds.end()},
          column_of(cities, "attraction", 1),
          column_of(cities, "preference", rule.preference),
          column_of(cities, "arrival_share", 1)};
}

void check_columns(const CityColumns& columns, const UrnRule& rule, const Table& cities, Problems& problems) {
  const auto sum = [](const auto& values) { return std::accumulate(values.begin(), values.end(), 0.0); };
  if (rule.adopters) {
    if (!(sum(columns.arrival_share) > 0))
      problems.add({cities.file(), 1, 0}, "arrival_share is zero in every row", "some city must have more");
    return;
  }
  for (std::size_t city = 0; city < columns.seeds.size(); ++city)
    if (columns.seeds[city] > 0 && columns.attraction[city] > 0) return;
  problems.add({cities.file(), 1, 0}, "no city has both seeds and attraction above zero",
               "newcomers come from firms that are there; give some city a seed");
}

void check_size(const CityColumns& columns, const UrnRule& rule, const Scenario& scenario,
                Problems& problems) {
  double firms = std::accumulate(columns.seeds.begin(), columns.seeds.end(), 0.0);
  firms += rule.arrivals * scenario.clock.years_per_step() * static_cast<double>(scenario.clock.steps());
  if (firms > kMostFirms)
    problems.add(scenario.parameters.place("urn.arrivals"),
                 fmt::format("there would be {:g} firms at the end, allowed is {:g}", firms, kMostFirms),
                 "change urn.arrivals, the column seeds or the time of the run");
}

std::vector<TableSpec> tables() {
  ColumnSpec seeds =
      optional_column("seeds", "firms", 0, 1e9, "firms at the start; one where the column is left out");
  seeds.kind = CellKind::integer;
  std::vector<ColumnSpec> further{
      seeds,
      optional_column("attraction", "weight", 0, 1e6,
                      "multiplies the weight of the city's firms; one where the column is left out"),
      optional_column("preference", "payoff", 0, 1e9,
                      "of adopters who prefer this city by themselves, what it is worth more; "
                      "urn.preference where the column is left out"),
      optional_column("arrival_share", "weight", 0, 1e6,
                      "how many adopters prefer this city by themselves; equal where the column is "
                      "left out")};
  for (ColumnSpec& one : further) one.may_be_empty = false;
  return {stylised::cities_table(std::move(further)), stylised::links_table()};
}

std::vector<Parameter> parameters() {
  std::vector<Parameter> all = urn_parameters();
  for (Parameter& one : stylised::geography_parameters()) all.push_back(std::move(one));
  return all;
}

std::unique_ptr<Model> make(const Scenario& scenario, Problems& problems) {
  const std::size_t before = problems.count();
  std::shared_ptr<const Geography> geography = Geography::read(scenario, problems);
  if (geography == nullptr) return nullptr;
  const Table& cities = scenario.tables.at("cities");
  const UrnRule rule = UrnRule::from(scenario.parameters);
  const CityColumns columns = columns_of(cities, rule);
  check_columns(columns, rule, cities, problems);
  check_size(columns, rule, scenario, problems);
  if (problems.count() > before) return nullptr;
  return std::make_unique<Urn>(scenario, std::move(geography), columns);
}

}  // namespace

ModelDeclaration declaration() {
  return {"increasing_returns_urn",
          "firms arrive one after another where firms are already (Arthur 1990; Klepper 2007)",
          parameters(),
          tables(),
          stylised::geography_rules(),
          make};
}

}  // namespace yanzhen::increasing_returns_urn
