#include "models/tax_game/tax_model.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stdexcept>

#include "engine/checksum.hpp"

namespace yanzhen::tax_game {
namespace {

using stylised::by_city;
using stylised::flow_of;
using stylised::index_of;

constexpr double kFenPerYuan = 100;

double sum_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0);
}

void put(const std::vector<double>& values, std::span<double> out) {
  std::copy(values.begin(), values.end(), out.begin());
}

void put_yuan(const std::vector<Fen>& amounts, std::span<double> out) {
  for (std::size_t i = 0; i < amounts.size(); ++i) out[i] = static_cast<double>(amounts[i]) / kFenPerYuan;
}

}  // namespace

TaxModel::TaxModel(const Scenario& scenario, std::shared_ptr<const stylised::Geography> geography,
                   Governments governments, std::unique_ptr<MobileBase> base)
    : StylisedModel{geography->dimensions(), {}},
      geography_{std::move(geography)},
      clock_{scenario.clock},
      people_per_agent_{scenario.people_per_agent},
      governments_{std::move(governments)},
      base_{std::move(base)},
      money_{governments_.taxes.size()} {
  open_links(0);
  assess();
  declare_phases();
  declare_panels();
  declare_money_panels();
  declare_indices();
}

void TaxModel::declare_phases() {
  add_phase("links", [this](Step step) {
    step_ = step;
    open_links(step);
  });
  add_phase("governments", [this](Step step) { reply(step); });
  add_phase("choices", [this](Step step) { base_->decide(step, governments_.taxes); });
  add_phase("money", [this](Step) {
    assess();
    money_.pay();
  });
  add_phase("audit", [this](Step step) {
    base_->audit();
    money_.audit();
    step_ = step + 1;
  });
}

void TaxModel::open_links(Step step) {
  const double year = clock_.decimal_year(step);
  std::vector<double> version = geography_->version(year);
  if (version == version_) return;
  base_->open_links(geography_->distance(year, stylised::Policies::in_force));
  version_ = std::move(version);
}

void TaxModel::reply(Step step) {
  if (!clock_.begins_year(step)) return;
  const Worth worth = [this](std::span<const double> taxes, std::size_t city) {
    return base_->worth(taxes, city);
  };
  std::vector<double> taxes = replied(worth, base_->range(), governments_.habits, governments_.taxes);
  change_ = 0;
  for (std::size_t i = 0; i < taxes.size(); ++i)
    change_ = std::max(change_, std::abs(taxes[i] - governments_.taxes[i]));
  governments_.taxes = std::move(taxes);
}

void TaxModel::assess() {
  TaxedBases taxed{governments_.taxes, units(base_->count()), units(base_->home()), units(base_->home())};
  for (double& rate : taxed.rate) rate *= clock_.years_per_step();
  money_.assess(governments_.sharing, taxed);
}

std::vector<double> TaxModel::units(const std::vector<std::int64_t>& agents) const {
  std::vector<double> units;
  for (const std::int64_t count : agents)
    units.push_back(static_cast<double>(count) * people_per_agent_ * base_->units_per_person());
  return units;
}

std::vector<double> TaxModel::welfare() const {
  std::vector<double> welfare = base_->private_income(governments_.taxes);
  for (std::size_t i = 0; i < welfare.size(); ++i) {
    const double people = static_cast<double>(base_->home()[i]) * people_per_agent_;
    const auto kept = static_cast<double>(money_.revenue()[i] + money_.transfers()[i]);
    welfare[i] += governments_.public_weight * kept / kFenPerYuan / clock_.years_per_step() / people;
  }
  return welfare;
}

double TaxModel::mean_tax() const {
  double paid = 0, agents = 0;
  for (std::size_t i = 0; i < governments_.taxes.size(); ++i) {
    const auto here = static_cast<double>(base_->count()[i]);
    paid += here * governments_.taxes[i];
    agents += here;
  }
  return paid / agents;
}

double TaxModel::part_away() const {
  const std::vector<std::int64_t> away = base_->away();
  return static_cast<double>(std::accumulate(away.begin(), away.end(), std::int64_t{0})) /
         static_cast<double>(agents());
}

void TaxModel::declare_panels() {
  add_panel(by_city("tax", "yuan/unit/year", "tax on a unit of the base that lies in the city"),
            [this](std::span<double> out) { put(governments_.taxes, out); });
  add_panel(by_city("base", "units", "capital that stands, or people who buy, in the city"),
            [this](std::span<double> out) { put(units(base_->count()), out); });
  add_panel(by_city("base_per_head", "units/person", "the same over the people of the city"),
            [this](std::span<double> out) {
              put(units(base_->count()), out);
              for (std::size_t i = 0; i < out.size(); ++i)
                out[i] /= static_cast<double>(base_->home()[i]) * people_per_agent_;
            });
  add_panel(by_city("away", "share", "part of the base that belongs to the city's people and lies elsewhere"),
            [this](std::span<double> out) {
              const std::vector<std::int64_t> away = base_->away();
              for (std::size_t i = 0; i < out.size(); ++i)
                out[i] = static_cast<double>(away[i]) / static_cast<double>(base_->home()[i]);
            });
  add_panel(flow_of("moves", "persons",
                    "people whose base went from city to city since the last record, for capital and "
                    "shoppers alike"),
            [this](std::span<double> out) {
              for (std::size_t k = 0; k < out.size(); ++k)
                out[k] = static_cast<double>(base_->flows()[k]) * people_per_agent_;
            });
}

void TaxModel::declare_money_panels() {
  add_panel(by_city("revenue", "yuan", "tax collected in the last step, before sharing"),
            [this](std::span<double> out) { put_yuan(money_.revenue(), out); });
  add_panel(
      by_city("transfers", "yuan", "received from other governments, less paid to them, in the last step"),
      [this](std::span<double> out) { put_yuan(money_.transfers(), out); });
  add_panel(by_city("net_revenue", "yuan", "revenue and transfers of the last step"),
            [this](std::span<double> out) {
              for (std::size_t i = 0; i < out.size(); ++i)
                out[i] = static_cast<double>(money_.revenue()[i] + money_.transfers()[i]) / kFenPerYuan;
            });
  add_panel(by_city("treasury", "yuan", "net revenue of all steps since the start"),
            [this](std::span<double> out) { put_yuan(money_.treasury(), out); });
  add_panel(by_city("welfare", "yuan/person/year",
                    "private income and gamma times net revenue, a head (gamma = 1 where governments want "
                    "revenue alone); for shoppers private income is what tax and way cost, below zero"),
            [this](std::span<double> out) { put(welfare(), out); });
}

void TaxModel::declare_indices() {
  add_panel(index_of("mean_tax", "yuan/unit/year", "mean over the base as it lies"),
            [this](std::span<double> out) { out[0] = mean_tax(); });
  add_panel(
      index_of("tax_spread", "yuan/unit/year", "highest tax less lowest"), [this](std::span<double> out) {
        const auto [least, most] = std::minmax_element(governments_.taxes.begin(), governments_.taxes.end());
        out[0] = *most - *least;
      });
  add_panel(index_of("tax_change", "yuan/unit/year", "largest change of a tax in the last round of replies"),
            [this](std::span<double> out) { out[0] = change_; });
  add_panel(
      index_of("away_share", "share", "part of all base that lies outside its owner's city: the movers"),
      [this](std::span<double> out) { out[0] = part_away(); });
  add_panel(index_of("mean_welfare", "yuan/person/year", "welfare in the mean over all people"),
            [this](std::span<double> out) {
              std::vector<double> all = welfare();
              for (std::size_t i = 0; i < all.size(); ++i) all[i] *= static_cast<double>(base_->home()[i]);
              out[0] = sum_of(all) / static_cast<double>(agents());
            });
}

void TaxModel::visit_state(StateVisitor& visitor) {
  const std::size_t cities = governments_.taxes.size();
  base_->visit_state(visitor);
  money_.visit_state(visitor);
  visitor.array("governments/taxes", governments_.taxes);
  visitor.value("governments/change", change_);
  visitor.value("governments/step", step_);
  if (governments_.taxes.size() != cities)
    throw std::runtime_error{"the saved taxes are not those of this scenario"};
  open_links(step_);  // distances are a function of the date
}

std::uint64_t TaxModel::agents() const { return base_->city().size(); }

std::uint64_t TaxModel::checksum() const {
  Checksum checksum;
  checksum.add(base_->checksum());
  checksum.add(money_.checksum());
  return checksum.value();
}

std::vector<AgentColumn> TaxModel::copy_agents() const {
  const std::vector<std::uint16_t> home = base_->home_by_agent();
  return {{"agents", "home", "index", "city to which the agent belongs", {home.begin(), home.end()}},
          {"agents",
           "city",
           "index",
           "city where its capital stands, or where it buys",
           {base_->city().begin(), base_->city().end()}}};
}

}  // namespace yanzhen::tax_game
