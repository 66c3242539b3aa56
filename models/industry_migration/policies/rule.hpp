#pragma once
//! \file  What a policy rule is to the model: a small class that writes fields once a step, made from what a
//! scenario says.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/rule_field.hpp"
#include "models/industry_migration/economy.hpp"

namespace yanzhen::industry_migration {

/// When a rule is asked.
struct Moment {
  Step step;
  double year;      ///< decimal
  double years;     ///< length of the step
  double strength;  ///< of the rule now, 0 to 1, never 0 when it is asked
  bool january;     ///< a calendar year begins with this step
};

/// What a rule may look at.
struct RuleInput {
  const World& world;
  const Economy& before;  ///< as the last step ended
  std::size_t policy;     ///< the rule's own number
  Moment now;
};

/// What a government does. Called once a step, before any agent acts; never from an agent loop. Rules act in
/// the order of the registry (of their names within a rule), whatever the order of the scenario file.
class PolicyRule {
 public:
  virtual ~PolicyRule() = default;

  /// Numbers that the rule remembers from step to step, at the start of a run.
  [[nodiscard]] virtual PolicyMemory memory(const World&) const { return {}; }
  /// Adds the effect of a step to the fields. Not called while the rule's strength is zero.
  virtual void write(StepFields&, PolicyMemory&, const RuleInput&) const {}
  /// Changes who is near to whom: a function of strength alone.
  virtual void write_reach(ReachFields&, const World&, double /*strength*/) const {}
  [[nodiscard]] virtual bool changes_reach() const { return false; }
};

/// Reads the settings of one policy against the world: finds cities and industries by name, and collects
/// problems with their places.
class RuleReader {
 public:
  RuleReader(World& world, const PolicySettings& settings, Problems& problems)
      : world_{world}, settings_{settings}, problems_{problems}, problems_before_{problems.count()} {}

  [[nodiscard]] const World& world() const { return world_; }
  [[nodiscard]] const PolicySettings& settings() const { return settings_; }
  [[nodiscard]] double number(const std::string& field) const { return settings_.number(field); }
  [[nodiscard]] const Schedule& schedule(const std::string& field) const { return settings_.schedule(field); }
  [[nodiscard]] bool flag(const std::string& field) const { return settings_.flag(field); }
  [[nodiscard]] const std::string& word(const std::string& field) const { return settings_.word(field); }
  /// A number for messages: "0.3", or "0.3 by default" where the scenario does not say it.
  [[nodiscard]] std::string number_text(const std::string& field) const;
  /// A number of things, which must be whole. \pre the field allows nothing below 0
  [[nodiscard]] std::size_t whole(const std::string& field) const;

  /// The cities that a field names: cities by Chinese name, English name or code, whole provinces, or "all".
  /// Ascending, each once; an empty list is refused.
  [[nodiscard]] std::vector<CityIndex> cities(const std::string& field) const;
  /// The only city of a field.
  [[nodiscard]] std::optional<CityIndex> city(const std::string& field) const;
  /// Industries by key, Chinese or English name, or "all". Ascending, each once; an empty list is refused.
  [[nodiscard]] std::vector<std::size_t> industries(const std::string& field) const;
  [[nodiscard]] std::optional<std::size_t> industry(const std::string& field) const;
  /// The names of a table as industries.
  [[nodiscard]] std::vector<std::pair<std::size_t, double>> industry_table(const std::string& field) const;
  /// Skill tiers that a field of kind `words` names; an empty list is refused.
  [[nodiscard]] std::vector<std::size_t> tiers(const std::string& field) const;
  /// Kinds of flow that a field of kind `words` names.
  [[nodiscard]] std::vector<Flow> flows(const std::string& field) const;

  void refuse(const std::string& field, const std::string& problem, const std::string& hint = {}) const;
  /// Refuses `upgrade` and `move` where they are more than all the firms that a rule calls to account.
  void refuse_more_than_all_called() const;
  /// Whether this reader has refused anything: what follows from that need not be told.
  [[nodiscard]] bool has_refused() const { return problems_.count() > problems_before_; }

  /// Adds a park to the world, and gives its number.
  [[nodiscard]] std::size_t add_park(Park park) const;
  /// Adds a link to the networks on which reforms run. \param carries_goods  also to that of freight
  void add_link(const Link& link, bool carries_goods) const;

 private:
  /// \param k  which name of the field it is, for its place
  [[nodiscard]] std::optional<std::size_t> find_industry(const std::string& name, const std::string& field,
                                                         std::size_t k) const;
  /// The names of a field, which are refused where there are none.
  [[nodiscard]] const WordList& names_of(const std::string& field, const char* things) const;

  /// The field in messages: "policy.enclave.host", as `--set` wants it.
  [[nodiscard]] std::string full_name(const std::string& field) const;

  World& world_;
  const PolicySettings& settings_;
  Problems& problems_;
  std::size_t problems_before_;
};

/// A rule as the registry knows it.
struct RuleType {
  RuleDeclaration declaration;
  std::shared_ptr<const PolicyRule> (*make)(const RuleReader&);  ///< after a problem null, or not to be used
};

/// True and false for every city: a scope to look up.
[[nodiscard]] std::vector<bool> membership(const std::vector<CityIndex>& cities, std::size_t n);

// Fields that many rules share, so that they read and mean the same everywhere.
[[nodiscard]] RuleField cities_field(std::string meaning, std::string name = "cities");
/// One city, which must be given.
[[nodiscard]] RuleField city_field(std::string name, std::string meaning);
/// One industry, which must be given.
[[nodiscard]] RuleField industry_field(std::string name, std::string meaning);
[[nodiscard]] RuleField industries_field(std::string meaning);

}  // namespace yanzhen::industry_migration
