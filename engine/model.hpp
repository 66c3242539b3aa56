#pragma once
//! \file  The doors of a model: what it needs (parameters, tables), what it does in a step (phases), what it
//! shows (panels).
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/clock.hpp"
#include "engine/diagnostic.hpp"
#include "engine/invariant.hpp"
#include "engine/lock_in_settings.hpp"
#include "engine/panel.hpp"
#include "engine/parameter.hpp"
#include "engine/policy.hpp"
#include "engine/state.hpp"
#include "engine/table.hpp"

namespace yanzhen {

/// What a scenario asks to be recorded. Never changes a result.
struct RecordOptions {
  enum class Every { step, month, quarter, year };
  Every every = Every::year;
  bool flows = true;                ///< record PanelGroup::flow
  bool agents = false;              ///< add the agents at the end of the run, one array a field
  std::vector<std::string> panels;  ///< only these panels; empty = all
};

/// A scenario as the loader read it: complete, in range, not yet checked by its model.
struct Scenario {
  std::string title;
  std::string question;
  std::string model;
  std::string file;  ///< as the user named it
  Clock clock;
  std::uint64_t seed = 1;
  double people_per_agent = 100;  ///< how many real ones an agent stands for; >= 1
  ParameterValues parameters;
  std::vector<PolicySettings> policies;           ///< in the order of the file; names are unique
  std::vector<PolicySettings> disabled_policies;  ///< take no part; kept so that a setting can switch them on
  std::map<std::string, Table> tables;
  std::string outlines;  ///< GeoJSON of city outlines for pictures, absolute path; empty = none
  RecordOptions record;
  std::optional<LockInSettings> lock_in;  ///< nothing where the scenario has no section [lockin]
  std::string resolved;                   ///< the whole scenario as TOML, `extends` and `--set` applied
};

/// One named part of a step. Phases run in order; nothing else changes a model.
struct Phase {
  std::string name;
  std::function<void(Step)> run;
};

/// One field of a population, copied out for a reader.
struct AgentColumn {
  std::string population;  ///< "talent", "firms", "capital"
  std::string name;
  std::string unit;
  std::string meaning;
  std::vector<double> values;
};

/// A run's model: what changes, and how. Built from a Scenario that it has checked.
class Model {
 public:
  virtual ~Model() = default;
  [[nodiscard]] virtual const std::vector<Dimension>& dimensions() const = 0;
  [[nodiscard]] virtual const std::vector<Panel>& panels() const = 0;
  [[nodiscard]] virtual const std::vector<Phase>& phases() const = 0;

  /// Writes one panel as it stands now, in the storage order of its dimensions. Changes nothing.
  /// \pre out.size() is the product of the panel's dimension lengths
  virtual void measure(std::size_t panel, std::span<double> out) const = 0;
  /// Flow panels sum what moved since the last call of this.
  virtual void start_flow_interval() = 0;

  virtual void visit_state(StateVisitor& visitor) = 0;

  [[nodiscard]] virtual std::uint64_t agents() const = 0;  ///< agents alive
  [[nodiscard]] virtual std::uint64_t moves() const = 0;   ///< agents that changed city in the last step
  /// Over integers and counts only, so that it does not depend on the host.
  [[nodiscard]] virtual std::uint64_t checksum() const = 0;
  [[nodiscard]] virtual std::vector<AgentColumn> copy_agents() const = 0;
  /// Rules that filled what the data did not know, values that were clipped: one sentence each.
  [[nodiscard]] virtual const std::vector<std::string>& notes() const = 0;
};

/// A model as the commands know it: its name, what a scenario may say to it, and how to build it.
struct ModelDeclaration {
  std::string name;
  std::string summary;
  std::vector<Parameter> parameters;
  std::vector<TableSpec> tables;
  std::vector<RuleDeclaration> rules;
  /// Checks what only the model can (shares that do not sum to one, a graph that is not connected) and builds
  /// it. Adds to `problems` and returns null when the scenario is wrong.
  std::function<std::unique_ptr<Model>(const Scenario&, Problems&)> make;
};

}  // namespace yanzhen
