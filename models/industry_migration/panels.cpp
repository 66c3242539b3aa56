// What a run shows: each panel is one entry of a table, with the function that measures it. Measuring changes
// nothing.
#include <cmath>
#include <limits>
#include <numeric>

#include "engine/elementary.hpp"
#include "models/industry_migration/indices.hpp"
#include "models/industry_migration/panel_entry.hpp"

namespace yanzhen::industry_migration {
PanelEntry state_panel(const char* name, std::vector<std::string> dimensions, const char* unit,
                       const char* meaning, void (*measure)(Run, Out), PanelValues values) {
  return {{name, std::move(dimensions), unit, meaning, values, PanelGroup::state}, measure};
}
PanelEntry flow_panel(const char* name, std::vector<std::string> dimensions, const char* unit,
                      const char* meaning, void (*measure)(Run, Out), PanelValues values) {
  return {{name, std::move(dimensions), unit, meaning, values, PanelGroup::flow}, measure};
}
PanelEntry index_panel(const char* name, const char* unit, const char* meaning, void (*measure)(Run, Out)) {
  return {{name, {}, unit, meaning, PanelValues::real, PanelGroup::index}, measure};
}

void put(const Eigen::ArrayXd& values, Out out) {
  for (std::size_t k = 0; k < out.size(); ++k) out[k] = values(static_cast<Eigen::Index>(k));
}
void put_rows(const Eigen::ArrayXXd& values, Eigen::Index rows, Out out) {
  std::size_t k = 0;
  for (Eigen::Index i = 0; i < rows; ++i)
    for (Eigen::Index j = 0; j < values.cols(); ++j) out[k++] = values(i, j);
}
void put_counts(const Tally& counts, std::size_t first, double scale, Out out) {
  for (std::size_t k = 0; k < out.size(); ++k) out[k] = static_cast<double>(counts[first + k]) * scale;
}

namespace {

using Index = Eigen::Index;

Index cities(Run run) { return static_cast<Index>(run.world().n_city()); }

// ---- helpers that more than one panel needs
// -------------------------------------------------------------------------

/// Counts of firms as real firms. `stride` is how many neighbouring counts share an industry: one where
/// industry is the last dimension, a whole matrix where it is the first.
void put_firms(Run run, std::size_t first, std::size_t stride, Out out) {
  const std::vector<double>& weight = run.world().firm_weight;
  for (std::size_t k = 0; k < out.size(); ++k)
    out[k] = static_cast<double>(run.economy().interval[first + k]) * weight[k / stride % weight.size()];
}

Eigen::ArrayXXd value_added_by_cell(Run run) {
  return value_added(run.world().technology, run.economy().market);
}
Eigen::ArrayXd city_value_added(Run run) {
  return value_added_by_cell(run).topRows(cities(run)).rowwise().sum();
}

Eigen::ArrayXd city_residents(Run run) {
  Eigen::ArrayXd residents(cities(run));
  for (Index i = 0; i < residents.size(); ++i) {
    std::int64_t heads = 0;
    for (std::size_t q = 0; q < kTiers; ++q)
      heads += run.economy().census.residents[static_cast<std::size_t>(i) * kTiers + q];
    residents(i) = static_cast<double>(heads) * run.world().weight;
  }
  return residents;
}

/// Real firms as the step ended. (n_city, n_industry)
Eigen::ArrayXXd firms_by_cell(Run run) {
  const World& world = run.world();
  Eigen::ArrayXXd firms(cities(run), static_cast<Index>(world.n_industry()));
  for (std::size_t cell = 0; cell < world.n_cell(); ++cell)
    firms(static_cast<Index>(cell / world.n_industry()), static_cast<Index>(cell % world.n_industry())) =
        static_cast<double>(run.economy().census.firms[cell]) * world.firm_weight[cell % world.n_industry()];
  return firms;
}

Eigen::ArrayXi city_province(Run run) {
  Eigen::ArrayXi province(cities(run));
  for (Index i = 0; i < province.size(); ++i) province(i) = run.world().province[static_cast<std::size_t>(i)];
  return province;
}

/// Demand over supply of each tier at today's wage: below one is unemployment. (n_node, tier)
Eigen::ArrayXXd tightness(Run run) {
  const MarketState& market = run.economy().market;
  const auto tiers = static_cast<Index>(kTiers);
  return run.market().factor_demand(market).leftCols(tiers) /
         (market.price.leftCols(tiers) * market.stock.leftCols(tiers));
}

/// Persons at work by industry: those of each tier who have work, shared out as the tier's wage bill is.
/// (n_node, n_industry)
Eigen::ArrayXXd employment(Run run) {
  const MarketState& market = run.economy().market;
  const Technology& technology = run.world().technology;
  const Eigen::ArrayXXd demand = run.market().factor_demand(market), tight = tightness(run),
                        value = value_added_by_cell(run);
  Eigen::ArrayXXd persons = Eigen::ArrayXXd::Zero(value.rows(), value.cols());
  for (Index q = 0; q < static_cast<Index>(kTiers); ++q)
    for (Index i = 0; i < value.rows(); ++i) {
      const double at_work = market.stock(i, q) * std::min(1.0, tight(i, q));
      for (Index s = 0; s < value.cols() && demand(i, q) > 0; ++s)
        persons(i, s) += at_work * technology.factor_share(s, q) * value(i, s) / demand(i, q);
    }
  return persons;
}

/// Whole-number statistics of firm sizes: a histogram of ln sales, and squared masses by industry.
struct FirmSizes {
  static constexpr std::size_t kBins = 800;
  static constexpr double kBinsPerLog = 10.0, kLowest = -40.0;
  Tally histogram;  // (kBins)
  Tally squares;    // (industry), in units of (2^-6)^2 of mass
};
FirmSizes firm_sizes(Run run) {
  const World& world = run.world();
  const FirmPopulation& firms = run.economy().firms;
  const FirmSize size;
  std::vector<double> log_sales_per_mass(world.n_cell());
  for (std::size_t cell = 0; cell < world.n_cell(); ++cell) {
    const auto i = static_cast<Index>(cell / world.n_industry()),
               s = static_cast<Index>(cell % world.n_industry());
    const double mass = run.economy().market.mass(i, s), sales = run.economy().market.sales(i, s);
    log_sales_per_mass[cell] = mass > 0 && sales > 0 ? natural_log(sales / mass) : 0.0;
  }
  std::vector<std::int64_t> whole_weight;  // in 1/1024 firms
  for (const double weight : world.firm_weight) whole_weight.push_back(std::llround(weight * 1024));
  ThreadCounts<std::int64_t> counts{FirmSizes::kBins + world.n_industry()};
  for_each_block(firms.slots.size(), 16384, [&](std::size_t, std::size_t begin, std::size_t end) {
    auto& mine = counts.mine();
    for (std::size_t row = begin; row < end; ++row) {
      if (firms.city[row] == kNowhere) continue;
      const std::size_t industry = firms.industry[row];
      const double power = world.technology.elasticity(static_cast<Index>(industry)) - 1.0;
      const double log_mass = power * static_cast<double>(firms.log_productivity[row]);
      const double log_sales = log_mass + log_sales_per_mass[firms.city[row] * world.n_industry() + industry];
      const double bin =
          std::clamp((log_sales - FirmSizes::kLowest) * FirmSizes::kBinsPerLog, 0.0, FirmSizes::kBins - 1.0);
      mine[static_cast<std::size_t>(bin)] += whole_weight[industry];
      const MassUnits coarse = size.units(log_mass) >> kSquareShift;
      mine[FirmSizes::kBins + industry] += coarse * coarse;
    }
  });
  Tally all(FirmSizes::kBins + world.n_industry(), 0);
  counts.collect(all);
  const auto cut = all.begin() + static_cast<std::ptrdiff_t>(FirmSizes::kBins);
  return {Tally(all.begin(), cut), Tally(cut, all.end())};
}

double firm_tail(Run run) {
  const Tally histogram = firm_sizes(run).histogram;
  Eigen::ArrayXd counts(static_cast<Index>(histogram.size()));
  for (std::size_t k = 0; k < histogram.size(); ++k)
    counts(static_cast<Index>(k)) = static_cast<double>(histogram[k]);
  return tail_exponent_of_histogram(counts, exponential(1.0 / FirmSizes::kBinsPerLog), .05);
}

void concentration(Run run, Out out) {
  const World& world = run.world();
  const FirmSizes sizes = firm_sizes(run);
  const Eigen::ArrayXXd value = value_added_by_cell(run).topRows(cities(run));
  const Eigen::ArrayXd total = value.rowwise().sum() / value.sum();
  for (std::size_t s = 0; s < world.n_industry(); ++s) {
    double mass = 0;
    for (std::size_t i = 0; i < world.n_city(); ++i)
      mass += static_cast<double>(run.economy().census.mass[i * world.n_industry() + s] >> kSquareShift);
    const double herfindahl =
        mass > 0 ? static_cast<double>(sizes.squares[s]) / (mass * mass) / world.firm_weight[s] : 1.0;
    const Eigen::ArrayXd column = value.col(static_cast<Index>(s));
    out[s] = column.sum() > 0 ? ellison_glaeser(column / column.sum(), total, herfindahl) : 0.0;
  }
}

/// Mean over cities, weighted by general workers, of ln real wage after rent.
double mean_log_real_wage(Run run) {
  const MarketState& market = run.economy().market;
  const Eigen::ArrayXd level = log_price_level(market);
  double sum = 0, weight = 0;
  for (Index i = 0; i < cities(run); ++i) {
    const double real = natural_log(market.price(i, 0)) - level(i) -
                        run.world().parameters.rent_weight * natural_log(market.price(i, kLandFactor));
    sum += market.stock(i, 0) * real;
    weight += market.stock(i, 0);
  }
  return sum / weight;
}

double outside_heads(Run run) {
  std::int64_t heads = 0;
  for (const std::int64_t one : run.economy().outside_people) heads += one;
  return static_cast<double>(heads) * run.world().weight;
}

// ---- the table
// ------------------------------------------------------------------------------------------------------

std::vector<PanelEntry> city_entries() {
  return {
      state_panel("residents", {"city"}, "persons", "resident population",
                  [](Run run, Out out) { put(city_residents(run), out); }),
      state_panel(
          "talent", {"city", "tier"}, "persons", "residents by skill tier",
          [](Run run, Out out) { put_counts(run.economy().census.residents, 0, run.world().weight, out); }),
      state_panel("hukou_share", {"city"}, "share", "residents registered in the city where they live",
                  [](Run run, Out out) {
                    const Eigen::ArrayXd residents = city_residents(run);
                    for (std::size_t i = 0; i < out.size(); ++i)
                      out[i] = static_cast<double>(run.economy().census.local[i]) * run.world().weight /
                               std::max(residents(static_cast<Index>(i)), 1.0);
                  }),
      state_panel("firms", {"city"}, "firms", "firms of all industries",
                  [](Run run, Out out) { put(firms_by_cell(run).rowwise().sum(), out); }),
      state_panel("capital", {"city"}, "100 million yuan", "capital placed in the city",
                  [](Run run, Out out) {
                    const Tally& units = run.economy().census.capital;
                    const auto industries = static_cast<std::ptrdiff_t>(run.world().n_industry());
                    auto first = units.begin();
                    for (std::size_t i = 0; i < out.size(); ++i, first += industries)
                      out[i] =
                          static_cast<double>(std::accumulate(first, first + industries, std::int64_t{0})) *
                          agent_capital(run.world());
                  }),
      state_panel("value_added", {"city"}, kMoneyUnit,
                  "value added; national value added of the start is the numeraire",
                  [](Run run, Out out) { put(city_value_added(run), out); }),
      state_panel("sales", {"city"}, kMoneyUnit, "sales of all firms",
                  [](Run run, Out out) { put(run.economy().market.sales.rowwise().sum(), out); }),
  };
}

std::vector<PanelEntry> city_price_entries() {
  return {
      state_panel(
          "wage", {"city", "tier"}, "100 million yuan a worker and year", "price of labour by skill tier",
          [](Run run, Out out) {
            put_rows(run.economy().market.price.leftCols(static_cast<Index>(kTiers)), cities(run), out);
          }),
      state_panel("unemployment", {"city", "tier"}, "share",
                  "workers for whom there is no work at today's wage",
                  [](Run run, Out out) { put_rows((1.0 - tightness(run)).max(0.0), cities(run), out); }),
      state_panel("rent", {"city"}, "100 million yuan a km2 and year", "price of built land",
                  [](Run run, Out out) { put(run.economy().market.price.col(kLandFactor), out); }),
      state_panel("price_index", {"city"}, "index", "consumer prices",
                  [](Run run, Out out) {
                    const Eigen::ArrayXd level = log_price_level(run.economy().market);
                    for (std::size_t i = 0; i < out.size(); ++i)
                      out[i] = exponential(level(static_cast<Index>(i)));
                  }),
      state_panel("market_access", {"city"}, "index",
                  "market access, geometric mean over industries weighted by household demand",
                  [](Run run, Out out) {
                    const Technology& technology = run.world().technology;
                    for (std::size_t i = 0; i < out.size(); ++i) {
                      double sum = 0;
                      for (Index s = 0; s < technology.industries(); ++s)
                        sum += technology.household(s) *
                               natural_log(run.economy().market.market_access(static_cast<Index>(i), s));
                      out[i] = exponential(sum);
                    }
                  }),
      state_panel(
          "tax", {"city"}, "fen a step", "taxes of the last step, the nation's part included",
          [](Run run, Out out) {
            const Accounts accounts{run.world().n_node()};
            for (std::size_t i = 0; i < out.size(); ++i) {
              Fen tax = 0;
              for (const Line line : {Line::value_added_tax, Line::profit_tax, Line::land_fee})
                tax += run.economy().money.ledger.paid(static_cast<LineNumber>(line), accounts.firms(i));
              out[i] = static_cast<double>(tax);
            }
          },
          PanelValues::whole),
      state_panel("services", {"city"}, "yuan a resident and year",
                  "public money spent on residents, the nation's part included",
                  [](Run run, Out out) { put(run.services(), out); }),
      state_panel("energy_use", {"city"}, kMoneyUnit, "energy bought by firms, a measure of emissions",
                  [](Run run, Out out) {
                    for (std::size_t i = 0; i < out.size(); ++i) {
                      out[i] = 0;
                      for (std::size_t s = 0; s < run.world().n_industry(); ++s)
                        out[i] += run.world().industries[s].energy_per_sales *
                                  run.economy().market.sales(static_cast<Index>(i), static_cast<Index>(s));
                    }
                  }),
      state_panel(
          "complexity", {"city"}, "standard deviations", "economic complexity (Hidalgo & Hausmann 2009)",
          [](Run run, Out out) {
            put(economic_complexity(location_quotients(value_added_by_cell(run).topRows(cities(run))) > 1.0),
                out);
          }),
      state_panel("specialisation", {"city"}, "index", "Krugman specialisation against all cities, 0 to 2",
                  [](Run run, Out out) {
                    put(krugman_specialisation(value_added_by_cell(run).topRows(cities(run))), out);
                  }),
  };
}

std::vector<PanelEntry> cell_entries() {
  const std::vector<std::string> cell{"city", "industry"};
  return {
      state_panel("firms_by_industry", cell, "firms", "number of firms",
                  [](Run run, Out out) { put_rows(firms_by_cell(run), cities(run), out); }),
      state_panel("mass", cell, "frontier firms", "productive mass of the firms, sum of a^(sigma-1)",
                  [](Run run, Out out) {
                    const std::vector<double>& weight = run.world().firm_weight;
                    for (std::size_t k = 0; k < out.size(); ++k)
                      out[k] = static_cast<double>(run.economy().census.mass[k]) / kMassUnit *
                               weight[k % weight.size()];
                  }),
      state_panel("value_added_by_industry", cell, kMoneyUnit, "value added",
                  [](Run run, Out out) { put_rows(value_added_by_cell(run), cities(run), out); }),
      state_panel("employment", cell, "persons", "persons at work",
                  [](Run run, Out out) { put_rows(employment(run), cities(run), out); }),
      state_panel("capital_by_industry", cell, "100 million yuan", "capital",
                  [](Run run, Out out) {
                    put_counts(run.economy().census.capital, 0, agent_capital(run.world()), out);
                  }),
      state_panel(
          "location_quotient", cell, "index",
          "share of the industry in the city over its share in all nodes, by value added",
          [](Run run, Out out) { put_rows(location_quotients(value_added_by_cell(run)), cities(run), out); }),
      state_panel("relatedness_density", cell, "share",
                  "relatedness of the industry to what the city is specialised in",
                  [](Run run, Out out) {
                    put_rows(city_density(run.world(), run.fields().relatedness,
                                          location_quotients(value_added_by_cell(run))),
                             cities(run), out);
                  }),
      state_panel("concentration", {"industry"}, "index",
                  "Ellison & Glaeser 1997 concentration over the cities", concentration),
  };
}

std::vector<PanelEntry> flow_entries() {
  return {
      flow_panel("talent_flows", {"tier", "origin", "destination"}, "persons",
                 "people who moved since the last record",
                 [](Run run, Out out) {
                   put_counts(run.economy().interval, run.layout().talent_moves(0, 0, 0), run.world().weight,
                              out);
                 }),
      flow_panel("firm_flows", {"industry", "origin", "destination"}, "firms",
                 "firms that moved since the last record",
                 [](Run run, Out out) {
                   put_firms(run, run.layout().firm_moves(0, 0, 0),
                             run.world().n_node() * run.world().n_node(), out);
                 }),
      flow_panel("branch_flows", {"industry", "origin", "destination"}, "firms",
                 "branches opened since the last record, by the parent's city",
                 [](Run run, Out out) {
                   put_firms(run, run.layout().firm_branches(0, 0, 0),
                             run.world().n_node() * run.world().n_node(), out);
                 }),
      flow_panel("capital_flows", {"origin", "destination"}, "100 million yuan",
                 "capital that changed city since the last record",
                 [](Run run, Out out) {
                   put_counts(run.economy().interval, run.layout().capital_moves(0, 0),
                              agent_capital(run.world()), out);
                 }),
      flow_panel("investment", {"origin", "destination"}, "100 million yuan",
                 "new capital since the last record, from the owner's city",
                 [](Run run, Out out) {
                   put_counts(run.economy().interval, run.layout().capital_invested(0, 0),
                              agent_capital(run.world()), out);
                 }),
      flow_panel("births", {"city", "tier"}, "persons", "births since the last record, by the parent's tier",
                 [](Run run, Out out) {
                   put_counts(run.economy().interval, run.layout().births(0, 0), run.world().weight, out);
                 }),
      flow_panel("deaths", {"city", "tier"}, "persons", "deaths since the last record",
                 [](Run run, Out out) {
                   put_counts(run.economy().interval, run.layout().deaths(0, 0), run.world().weight, out);
                 }),
      flow_panel("tier_losses", {"city", "tier"}, "persons",
                 "young people whose education led to another tier, by the tier they left",
                 [](Run run, Out out) {
                   put_counts(run.economy().interval, run.layout().left_tier(0, 0), run.world().weight, out);
                 }),
      flow_panel("tier_gains", {"city", "tier"}, "persons", "the same people by the tier they came to",
                 [](Run run, Out out) {
                   put_counts(run.economy().interval, run.layout().joined_tier(0, 0), run.world().weight,
                              out);
                 }),
      flow_panel("firm_exits", {"city", "industry"}, "firms", "firms closed since the last record",
                 [](Run run, Out out) { put_firms(run, run.layout().firm_exits(0), 1, out); }),
      flow_panel("firm_spinoffs", {"city", "industry"}, "firms",
                 "firms opened by incumbents since the last record",
                 [](Run run, Out out) { put_firms(run, run.layout().firm_spinoffs(0), 1, out); }),
      flow_panel("firm_foundings", {"city", "industry"}, "firms",
                 "firms founded by talent since the last record",
                 [](Run run, Out out) { put_firms(run, run.layout().firm_founded(0), 1, out); }),
      flow_panel("capital_arrivals", {"city", "industry"}, "100 million yuan",
                 "capital that came in from other cities or industries",
                 [](Run run, Out out) {
                   put_counts(run.economy().interval, run.layout().capital_in(0), agent_capital(run.world()),
                              out);
                 }),
      flow_panel("capital_departures", {"city", "industry"}, "100 million yuan",
                 "capital that left for other cities or industries",
                 [](Run run, Out out) {
                   put_counts(run.economy().interval, run.layout().capital_out(0), agent_capital(run.world()),
                              out);
                 }),
      flow_panel("capital_formed", {"city", "industry"}, "100 million yuan",
                 "new capital placed since the last record",
                 [](Run run, Out out) {
                   put_counts(run.economy().interval, run.layout().capital_new(0), agent_capital(run.world()),
                              out);
                 }),
      flow_panel("capital_worn_out", {"city", "industry"}, "100 million yuan",
                 "capital worn out since the last record",
                 [](Run run, Out out) {
                   put_counts(run.economy().interval, run.layout().capital_retired(0),
                              agent_capital(run.world()), out);
                 }),
  };
}

std::vector<PanelEntry> index_entries() {
  return {
      index_panel("theil", "index", "Theil T of value added per head between cities (Theil 1967)",
                  [](Run run, Out out) { out[0] = theil_total(city_value_added(run), city_residents(run)); }),
      index_panel("theil_between", "index", "its part between provinces",
                  [](Run run, Out out) {
                    out[0] = theil_between(city_value_added(run), city_residents(run), city_province(run));
                  }),
      index_panel("theil_within", "index", "its part within provinces",
                  [](Run run, Out out) {
                    out[0] = theil_within(city_value_added(run), city_residents(run), city_province(run));
                  }),
      index_panel("gini", "index", "Gini of value added per head, weighted by residents",
                  [](Run run, Out out) {
                    out[0] = gini_weighted(city_value_added(run) / city_residents(run).max(1.0),
                                           city_residents(run));
                  }),
      index_panel("herfindahl", "index", "Herfindahl of industries in a city, mean over cities",
                  [](Run run, Out out) {
                    out[0] = herfindahl_by_city(value_added_by_cell(run).topRows(cities(run))).mean();
                  }),
      index_panel("mean_specialisation", "index", "Krugman specialisation, mean over cities (Krugman 1991)",
                  [](Run run, Out out) {
                    out[0] = krugman_specialisation(value_added_by_cell(run).topRows(cities(run))).mean();
                  }),
      index_panel("structural_similarity", "index",
                  "UNIDO similarity of industry shares, mean over pairs of cities",
                  [](Run run, Out out) {
                    out[0] = mean_structural_similarity(value_added_by_cell(run).topRows(cities(run)));
                  }),
      index_panel(
          "morans_i", "index", "Moran's I of value added per head over neighbouring cities (Moran 1950)",
          [](Run run, Out out) {
            out[0] =
                morans_i(city_value_added(run) / city_residents(run).max(1.0), run.world().adjacency.array());
          }),
      index_panel("rank_size_exponent", "exponent",
                  "rank-size exponent of city populations (Gabaix & Ibragimov 2011)",
                  [](Run run, Out out) { out[0] = rank_size_exponent(city_residents(run)); }),
      index_panel("firm_tail_exponent", "exponent", "tail exponent of firm sales, largest 5 % (Hill 1975)",
                  [](Run run, Out out) { out[0] = firm_tail(run); }),
      index_panel("log_real_wage", "ln", "ln real wage of general labour after rent, mean over workers",
                  [](Run run, Out out) { out[0] = mean_log_real_wage(run); }),
      index_panel(
          "national_share", "share", "the cities' share of national value added",
          [](Run run, Out out) { out[0] = city_value_added(run).sum() / value_added_by_cell(run).sum(); }),
      index_panel("outside_residents", "persons", "people outside the cities",
                  [](Run run, Out out) { out[0] = outside_heads(run); }),
      index_panel("outside_capital", "100 million yuan", "capital outside the cities",
                  [](Run run, Out out) {
                    out[0] = static_cast<double>(outside_units(run.economy())) * agent_capital(run.world());
                  }),
      index_panel("sales_gap", "share",
                  "largest gap between sales and spending of an industry: rounding only",
                  [](Run run, Out out) {
                    const MarketState& market = run.economy().market;
                    out[0] = ((market.sales.colwise().sum() - market.spending.colwise().sum()) /
                              market.spending.colwise().sum())
                                 .abs()
                                 .maxCoeff();
                  }),
  };
}

}  // namespace

void MigrationModel::declare_dimensions() {
  const World& world = *world_;
  Dimension city{"city",
                 "city",
                 {},
                 {{"city_en", "English name", {}}, {"city_code", "code", {}}, {"province", "province", {}}}};
  std::vector<std::string> nodes, nodes_en;
  for (const City& one : world.cities) {
    city.labels.push_back(one.name.name_zh);
    city.aliases[0].labels.push_back(one.name.name_en);
    city.aliases[1].labels.push_back(one.name.code);
    city.aliases[2].labels.push_back(one.province);
  }
  nodes = city.labels;
  nodes_en = city.aliases[0].labels;
  for (const Outside& one : world.outside) {
    nodes.push_back(one.name_zh);
    nodes_en.push_back(one.name_en);
  }
  Dimension industry{
      "industry", "industry", {}, {{"industry_zh", "Chinese name", {}}, {"industry_en", "English name", {}}}};
  for (const Industry& one : world.industries) {
    industry.labels.push_back(one.key);
    industry.aliases[0].labels.push_back(one.name_zh);
    industry.aliases[1].labels.push_back(one.name_en);
  }
  Dimension tier{"tier", "skill tier", {}, {{"tier_zh", "Chinese name", {}}}};
  for (std::size_t q = 0; q < kTiers; ++q) {
    tier.labels.emplace_back(kTierNames[q]);
    tier.aliases[0].labels.emplace_back(kTierNamesZh[q]);
  }
  dimensions_ = {std::move(city),
                 std::move(industry),
                 std::move(tier),
                 {"origin",
                  "place that is left; the last may be outside",
                  nodes,
                  {{"origin_en", "English name", nodes_en}}},
                 {"destination",
                  "place that is reached; the last may be outside",
                  nodes,
                  {{"destination_en", "English name", nodes_en}}}};
  for (Dimension& dimension : government_dimensions(world)) dimensions_.push_back(std::move(dimension));
}

void MigrationModel::declare_panels() {
  std::vector parts{&city_entries,       &city_price_entries, &cell_entries,
                    &government_entries, &flow_entries,       &index_entries};
  if (world_->n_park() > 0) parts.push_back(&park_entries);
  for (const auto part : parts)
    for (PanelEntry& entry : (*part)()) {
      panels_.push_back(std::move(entry.panel));
      measures_.push_back(entry.measure);
    }
}

}  // namespace yanzhen::industry_migration
