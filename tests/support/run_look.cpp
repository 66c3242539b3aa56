#include "tests/support/run_look.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <stdexcept>

namespace yanzhen::testing {
namespace {

std::size_t length_of(const Model& model, const Panel& panel) {
  std::size_t length = 1;
  for (const std::string& name : panel.dimensions)
    for (const Dimension& dimension : model.dimensions())
      if (dimension.name == name) length *= dimension.labels.size();
  return length;
}

std::vector<double> measured(const Model& model, std::size_t k) {
  std::vector<double> values(length_of(model, model.panels()[k]));
  model.measure(k, values);
  return values;
}

}  // namespace

std::vector<double> panel(const Model& model, const std::string& name) {
  for (std::size_t k = 0; k < model.panels().size(); ++k)
    if (model.panels()[k].name == name) return measured(model, k);
  throw std::out_of_range{"there is no panel " + name};
}

std::vector<double> panels(const Model& model, const std::vector<PanelGroup>& groups) {
  std::vector<double> all;
  for (std::size_t k = 0; k < model.panels().size(); ++k) {
    if (std::find(groups.begin(), groups.end(), model.panels()[k].group) == groups.end()) continue;
    const std::vector<double> one = measured(model, k);
    all.insert(all.end(), one.begin(), one.end());
  }
  return all;
}

std::vector<double> all_panels(const Model& model) {
  return panels(model, {PanelGroup::state, PanelGroup::flow, PanelGroup::index});
}

bool same_bytes(const std::vector<double>& one, const std::vector<double>& other) {
  return one.size() == other.size() &&
         (one.empty() || std::memcmp(one.data(), other.data(), one.size() * sizeof(double)) == 0);
}

std::string panel_not_finite(const Model& model) {
  for (std::size_t k = 0; k < model.panels().size(); ++k)
    for (const double value : measured(model, k))
      if (!std::isfinite(value)) return model.panels()[k].name;
  return {};
}

SavedArrays state_of(Simulation& run) {
  StateSaver saver;
  run.visit_state(saver);
  return std::move(saver.saved);
}

}  // namespace yanzhen::testing
