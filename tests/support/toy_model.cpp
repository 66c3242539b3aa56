#include "tests/support/toy_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "engine/checksum.hpp"

namespace yanzhen::testing {
namespace {

enum ToyPanel : std::size_t { kFirms, kOutput, kMoves, kCapitalMoved, kAllFirms, kMeanOutput };

std::vector<std::string> numbered(const char* stem, std::size_t count, std::vector<std::string> known) {
  known.resize(std::min(known.size(), count));
  for (std::size_t k = known.size(); k < count; ++k) known.push_back(fmt::format("{} {}", stem, k));
  return known;
}

std::vector<Dimension> toy_dimensions(ToySize size) {
  const auto english = numbered("City", size.cities, {"Shanghai", "Jiaxing", "Nanjing", "Hefei"});
  const auto chinese = numbered("城市", size.cities, {"上海", "嘉兴", "南京", "合肥"});
  const auto industries = numbered("产业", size.industries, {"纺织", "electronics 电子", "生物医药"});
  return {{"city", "city", english, {{"city_zh", "Chinese name of the city", chinese}}},
          {"origin", "city that agents left", chinese, {}},
          {"industry", "industry", industries, {}},
          {"unused", "no panel has this dimension", {"x"}, {}}};
}

std::vector<Panel> toy_panels() {
  return {
      {"firms",
       {"city", "industry"},
       "firm",
       "firms of each city and industry",
       PanelValues::whole,
       PanelGroup::state},
      {"output", {"city"}, "CNY/year", "output of each city 产值", PanelValues::real, PanelGroup::state},
      {"moves", {"origin", "city"}, "agent", "agents that moved", PanelValues::whole, PanelGroup::flow},
      {"capital_moved",
       {"origin", "city", "industry"},
       "CNY",
       "capital that moved",
       PanelValues::real,
       PanelGroup::flow},
      {"all_firms", {}, "firm", "firms of all cities", PanelValues::whole, PanelGroup::index},
      {"mean_output", {}, "CNY/year", "mean output of a city", PanelValues::real, PanelGroup::index},
  };
}

}  // namespace

ToyModel::ToyModel(ToySize size)
    : size_{size},
      dimensions_{toy_dimensions(size)},
      panels_{toy_panels()},
      phases_{{"grow", [this](Step now) { grow(now); }}, {"move", [this](Step now) { move(now); }}},
      notes_{"2 cities have no area; the mean was taken (填补)", "nothing else"},
      firms_(size.cities * size.industries),
      output_(size.cities),
      moved_(size.cities * size.cities, 0),
      city_of_agent_(size.agents),
      skill_(size.agents) {
  for (std::size_t city = 0; city < size.cities; ++city) {
    output_[city] = static_cast<double>(city);
    for (std::size_t i = 0; i < size.industries; ++i)
      firms_[city * size.industries + i] = static_cast<std::int64_t>(100 * city + 10 * i);
  }
  for (std::size_t k = 0; k < size.agents; ++k) {
    city_of_agent_[k] = static_cast<std::uint16_t>(k % size.cities);
    skill_[k] = static_cast<float>(k) / 4;
  }
}

void ToyModel::grow(Step) {
  for (std::size_t city = 0; city < size_.cities; ++city) {
    for (std::size_t i = 0; i < size_.industries; ++i) {
      std::int64_t& firms = firms_[city * size_.industries + i];
      firms = (5 * firms + static_cast<std::int64_t>(3 * city + i + 1)) % 10007;
    }
    output_[city] = output_[city] / 2 + static_cast<double>(firms_[city * size_.industries]) / 8;
  }
}

void ToyModel::move(Step now) {
  moves_last_step_ = 0;
  for (std::size_t k = 0; k < city_of_agent_.size(); ++k) {
    if ((k + now) % 3 != 0) continue;
    const std::size_t from = city_of_agent_[k];
    const std::size_t to = (from + k + now) % size_.cities;
    ++moved_[from * size_.cities + to];
    city_of_agent_[k] = static_cast<std::uint16_t>(to);
    ++moves_last_step_;
  }
}

void ToyModel::measure(std::size_t panel, std::span<double> out) const {
  const double all_firms =
      static_cast<double>(std::accumulate(firms_.begin(), firms_.end(), std::int64_t{0}));
  switch (panel) {
    case kFirms:
      std::copy(firms_.begin(), firms_.end(), out.begin());
      return;
    case kOutput:
      std::copy(output_.begin(), output_.end(), out.begin());
      return;
    case kMoves:
      std::copy(moved_.begin(), moved_.end(), out.begin());
      return;
    case kCapitalMoved:
      for (std::size_t k = 0; k < out.size(); ++k)
        out[k] = moved_[k / size_.industries] * (static_cast<double>(k % size_.industries) + 0.25);
      return;
    case kAllFirms:
      out[0] = all_firms;
      return;
    case kMeanOutput:
      out[0] = std::accumulate(output_.begin(), output_.end(), 0.0) / static_cast<double>(output_.size());
      return;
    default:
      throw std::logic_error{"the toy has no such panel"};
  }
}

void ToyModel::start_flow_interval() { std::fill(moved_.begin(), moved_.end(), 0); }

void ToyModel::visit_state(StateVisitor& visitor) {
  visitor.array("firms/count", firms_);
  visitor.array("firms/output", output_);
  visitor.array("flows/moved", moved_);
  visitor.array("agents/city", city_of_agent_);
  visitor.array("agents/skill", skill_);
  visitor.array("agents/closed", closed_);
  visitor.value("moves_last_step", moves_last_step_);
}

std::uint64_t ToyModel::checksum() const {
  Checksum checksum;
  checksum.add(std::span<const std::int64_t>{firms_});
  checksum.add(std::span<const std::uint16_t>{city_of_agent_});
  return checksum.value();
}

std::vector<AgentColumn> ToyModel::copy_agents() const {
  return {{"talent",
           "city",
           "place in city",
           "where the agent lives",
           {city_of_agent_.begin(), city_of_agent_.end()}},
          {"talent", "skill", "1", "skill of the agent", {skill_.begin(), skill_.end()}}};
}

Scenario toy_scenario(Step steps, StepLength length) {
  using namespace std::chrono;
  const year_month_day start = 2010y / January / 15;
  const Clock far{start, 2900y / January / 15, length};
  Scenario scenario;
  scenario.title = "玩具 toy";
  scenario.question = "Does what was recorded come back?";
  scenario.model = "toy";
  scenario.file = "toy.toml";
  scenario.clock = Clock{start, far.date(steps), length};
  scenario.seed = 18446744073709551615ULL;  // the largest: no tool may squeeze it through a double
  scenario.record.every = RecordOptions::Every::step;
  scenario.resolved = fmt::format("title = \"玩具 toy\"\nmodel = \"toy\"\n[time]\nsteps = {}\n", steps);
  return scenario;
}

Simulation toy_simulation(const Scenario& scenario, ToySize size) {
  return Simulation{scenario, std::make_unique<ToyModel>(size)};
}

}  // namespace yanzhen::testing
