#pragma once
//! \file  What every stylised model does alike: holds its dimensions, panels, phases and notes.
#include <functional>
#include <string>
#include <vector>

#include "engine/model.hpp"

namespace yanzhen::stylised {

/// A model adds its panels and phases in its constructor; measuring changes nothing.
class StylisedModel : public Model {
 public:
  StylisedModel(const StylisedModel&) = delete;  // phases and panels hold on to this object
  StylisedModel& operator=(const StylisedModel&) = delete;

  [[nodiscard]] const std::vector<Dimension>& dimensions() const override { return dimensions_; }
  [[nodiscard]] const std::vector<Panel>& panels() const override { return panels_; }
  [[nodiscard]] const std::vector<Phase>& phases() const override { return phases_; }
  void measure(std::size_t panel, std::span<double> out) const override { measures_.at(panel)(out); }
  [[nodiscard]] const std::vector<std::string>& notes() const override { return notes_; }

 protected:
  using Measure = std::function<void(std::span<double>)>;

  StylisedModel(std::vector<Dimension> dimensions, std::vector<std::string> notes)
      : dimensions_{std::move(dimensions)}, notes_{std::move(notes)} {}

  void add_panel(Panel panel, Measure measure) {
    panels_.push_back(std::move(panel));
    measures_.push_back(std::move(measure));
  }
  void add_phase(std::string name, std::function<void(Step)> run) {
    phases_.push_back({std::move(name), std::move(run)});
  }
  void add_dimension(Dimension dimension) { dimensions_.push_back(std::move(dimension)); }

 private:
  std::vector<Dimension> dimensions_;
  std::vector<Panel> panels_;
  std::vector<Measure> measures_;
  std::vector<Phase> phases_;
  std::vector<std::string> notes_;
};

/// A panel of one number.
[[nodiscard]] inline Panel index_of(std::string name, std::string unit, std::string meaning) {
  return {std::move(name), {}, std::move(unit), std::move(meaning), PanelValues::real, PanelGroup::index};
}
/// A panel with a number a city.
[[nodiscard]] inline Panel by_city(std::string name, std::string unit, std::string meaning,
                                   PanelValues values = PanelValues::real) {
  return {std::move(name), {"city"}, std::move(unit), std::move(meaning), values, PanelGroup::state};
}
/// Whole counts that went from city to city since the last record.
[[nodiscard]] inline Panel flow_of(std::string name, std::string unit, std::string meaning) {
  return {std::move(name),    {"origin", "destination"}, std::move(unit),
          std::move(meaning), PanelValues::real,         PanelGroup::flow};
}

}  // namespace yanzhen::stylised
