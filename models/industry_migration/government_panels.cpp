// What a run shows of public money, of what rules give and take, and of parks.
#include "models/industry_migration/panel_entry.hpp"
#include "models/industry_migration/plant_facts.hpp"

namespace yanzhen::industry_migration {
namespace {

using Index = Eigen::Index;

/// Account of the k-th place of the dimension `place`: governments of nodes, then the nation.
AccountNumber holder(const Accounts& accounts, std::size_t place) {
  return place < accounts.nodes ? accounts.government(place) : accounts.nation();
}

/// What each place was posted on each line since the last record. (place, account)
void put_lines(Run run, Fen (Ledger::*posted)(LineNumber, AccountNumber) const, Out out) {
  const Accounts accounts{run.world().n_node()};
  for (std::size_t place = 0; place <= accounts.nodes; ++place)
    for (std::size_t line = 0; line < kLines; ++line)
      out[place * kLines + line] = static_cast<double>(
          (run.economy().money.ledger.*posted)(static_cast<LineNumber>(line), holder(accounts, place)));
}

void put_pairs(const Tally& pairs, Out out) {
  for (std::size_t k = 0; k < out.size(); ++k) out[k] = static_cast<double>(pairs[k]);
}

/// Local and national tax of every cell in the last step, in the scenario's money a year. (n_node,
/// n_industry)
Eigen::ArrayXXd tax_by_cell(Run run) {
  const Technology& technology = run.world().technology;
  const Parameters& p = run.world().parameters;
  const Eigen::ArrayXd rate = p.value_added_tax + p.profit_tax * technology.factor_share.col(kCapitalFactor) +
                              p.land_fee * technology.factor_share.col(kLandFactor);
  return value_added(technology, run.economy().market).rowwise() * rate.transpose();
}

Eigen::ArrayXd city_sums(Run run, const Eigen::ArrayXXd& cells) {
  return cells.topRows(static_cast<Index>(run.world().n_city())).rowwise().sum();
}

/// Mean barrier of each government against firms that would leave for another node.
void mean_obstruction(Run run, Out out) {
  const Eigen::ArrayXXd& barrier = run.fields().obstruction;
  const auto others = static_cast<double>(std::max<Index>(barrier.cols() - 1, 1));
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = barrier.row(static_cast<Index>(i)).sum() / others;
}

}  // namespace

std::vector<PanelEntry> government_entries() {
  return {
      state_panel(
          "value_added_booked", {"city"}, kMoneyUnit,
          "value added as the statistics book it: a part of what parks produce counts for their origin",
          [](Run run, Out out) {
            const Eigen::ArrayXXd value = value_added(run.world().technology, run.economy().market);
            put(city_sums(run, as_booked(run.world(), run.fields(), run.economy().census, value)), out);
          }),
      state_panel("value_added_controlled", {"place"}, kMoneyUnit,
                  "value added of the cities' firms by the place that controls them",
                  [](Run run, Out out) {
                    const Eigen::ArrayXd controlled =
                        as_controlled(run.world(), run.economy(),
                                      value_added(run.world().technology, run.economy().market));
                    std::copy(controlled.begin(), controlled.end(), out.begin());
                    out.back() = 0;  // no plant is the nation's
                  }),
      state_panel(
          "tax_booked", {"city"}, kMoneyUnit, "taxes as the statistics book them",
          [](Run run, Out out) {
            put(city_sums(run, as_booked(run.world(), run.fields(), run.economy().census, tax_by_cell(run))),
                out);
          }),
      state_panel(
          "budget", {"place"}, "fen a step",
          "what each government had to spend in the last step, after sharing and transfers",
          [](Run run, Out out) {
            const std::vector<Fen>& budget = run.economy().money.disposable;
            std::copy(budget.begin(), budget.end(), out.begin());  // the nation keeps nothing: zero
            out.back() = 0;
          },
          PanelValues::whole),
      state_panel("obstruction", {"city"}, "log-profit",
                  "barrier that a government raises against firms that would leave, mean over other places",
                  mean_obstruction),
      state_panel("subsidy_rate", {"city", "industry"}, "share of sales", "given to firms by city and nation",
                  [](Run run, Out out) {
                    put_rows(run.fields().subsidy + run.fields().national_subsidy,
                             static_cast<Index>(run.world().n_city()), out);
                  }),
      state_panel("levy_rate", {"city", "industry"}, "share of sales",
                  "taken from firms by emission fees and land surcharges",
                  [](Run run, Out out) {
                    put_rows(run.fields().emission_fee + run.fields().land_surcharge,
                             static_cast<Index>(run.world().n_city()), out);
                  }),
      state_panel("target", {"city", "industry"}, "log points",
                  "how much governments push founders into an industry",
                  [](Run run, Out out) {
                    put_rows(run.fields().target, static_cast<Index>(run.world().n_city()), out);
                  }),
      flow_panel(
          "public_income", {"place", "account"}, "fen", "received by governments since the last record",
          [](Run run, Out out) { put_lines(run, &Ledger::received_in_interval, out); }, PanelValues::whole),
      flow_panel(
          "public_spending", {"place", "account"}, "fen", "paid by governments since the last record",
          [](Run run, Out out) { put_lines(run, &Ledger::paid_in_interval, out); }, PanelValues::whole),
      flow_panel(
          "transfers", {"origin", "destination"}, "fen",
          "tax passed on from where firms stand to their homes since the last record",
          [](Run run, Out out) { put_pairs(run.economy().money.shared, out); }, PanelValues::whole),
      flow_panel(
          "undelivered_transfers", {"origin", "destination"}, "fen",
          "promised to homes of firms and not passed on since the last record",
          [](Run run, Out out) { put_pairs(run.economy().money.undelivered, out); }, PanelValues::whole),
  };
}

std::vector<PanelEntry> park_entries() {
  return {
      state_panel("park_firms", {"park", "industry"}, "firms", "firms in the park",
                  [](Run run, Out out) {
                    const std::vector<double>& weight = run.world().firm_weight;
                    for (std::size_t k = 0; k < out.size(); ++k)
                      out[k] =
                          static_cast<double>(run.economy().census.park_firms[k]) * weight[k % weight.size()];
                  }),
      state_panel("park_land", {"park"}, "km2", "land that is built",
                  [](Run run, Out out) {
                    for (std::size_t k = 0; k < out.size(); ++k)
                      out[k] = built_land(run.economy(), run.fields(), k);
                  }),
      state_panel("park_land_used", {"park"}, "km2", "land that firms take",
                  [](Run run, Out out) {
                    for (std::size_t k = 0; k < out.size(); ++k)
                      out[k] = used_land(run.world(), run.economy(), k);
                  }),
      state_panel("park_obstruction", {"park"}, "log-profit",
                  "barrier that the origin's government raises against going to the park",
                  [](Run run, Out out) {
                    std::copy(run.fields().park_obstruction.begin(), run.fields().park_obstruction.end(),
                              out.begin());
                  }),
      flow_panel(
          "park_moves", {"park", "industry"}, "firms", "firms that moved into the park since the last record",
          [](Run run, Out out) {
            const std::vector<double>& weight = run.world().firm_weight;
            const std::size_t first = run.layout().park_moves(0, 0);
            for (std::size_t k = 0; k < out.size(); ++k)
              out[k] = static_cast<double>(run.economy().interval[first + k]) * weight[k % weight.size()];
          }),
      flow_panel(
          "park_branches", {"park", "industry"}, "firms", "branches opened in the park since the last record",
          [](Run run, Out out) {
            const std::vector<double>& weight = run.world().firm_weight;
            const std::size_t first = run.layout().park_branches(0, 0);
            for (std::size_t k = 0; k < out.size(); ++k)
              out[k] = static_cast<double>(run.economy().interval[first + k]) * weight[k % weight.size()];
          }),
  };
}

std::vector<Dimension> government_dimensions(const World& world) {
  Dimension place{
      "place", "who holds an account: a city's government, that of outside, or the nation", {}, {}};
  Dimension::Alias english{"place_en", "English name", {}};
  for (const City& city : world.cities) {
    place.labels.push_back(city.name.name_zh);
    english.labels.push_back(city.name.name_en);
  }
  for (const Outside& outside : world.outside) {
    place.labels.push_back(outside.name_zh);
    english.labels.push_back(outside.name_en);
  }
  place.labels.emplace_back("中央");
  english.labels.emplace_back("nation");
  place.aliases.push_back(std::move(english));
  Dimension account{"account", "what a posting is for", {}, {{"account_zh", "Chinese name", {}}}};
  for (const LineName& line : line_names()) {
    account.labels.emplace_back(line.name);
    account.aliases[0].labels.emplace_back(line.name_zh);
  }
  std::vector<Dimension> dimensions{std::move(place), std::move(account)};
  if (world.n_park() == 0) return dimensions;
  Dimension park{
      "park",
      "park",
      {},
      {{"park_origin", "city whose firms may come", {}}, {"park_host", "city that gives the land", {}}}};
  for (const Park& one : world.parks) {
    park.labels.push_back(one.name);
    park.aliases[0].labels.push_back(world.cities[one.origin].name.name_zh);
    park.aliases[1].labels.push_back(world.cities[one.host].name.name_zh);
  }
  dimensions.push_back(std::move(park));
  return dimensions;
}

}  // namespace yanzhen::industry_migration
