#include "io/policy_reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "io/policy_field.hpp"
#include "io/policy_merge.hpp"
#include "io/text_file.hpp"
#include "io/toml_section.hpp"

namespace yanzhen {
namespace {

constexpr const char* kListRules = "`yanzhen list policies` prints all of them";

std::vector<std::string> rule_names(const ModelDeclaration& model) {
  std::vector<std::string> names;
  for (const RuleDeclaration& one : model.rules) names.push_back(one.name);
  return names;
}

// The keys that a policy of the rule may have; none where the rule is not known.
std::vector<std::string> known_keys(const RuleDeclaration* rule) {
  std::vector<std::string> keys;
  if (rule == nullptr) return keys;
  for (const CommonPolicyKey& one : common_policy_keys()) keys.push_back(one.name);
  for (const RuleField& field : rule->fields) keys.push_back(field.name);
  return keys;
}

std::string text_of(const Place& place) {
  return place.line > 0 ? fmt::format("{}:{}:{}", place.file, place.line, place.column) : place.file;
}

// Reads one policy.
class PolicyReader {
 public:
  PolicyReader(const TomlValue& policy, const ModelDeclaration& model, bool whole, Problems& problems)
      : table_{std::get<TomlTable>(policy.value)},
        where_{policy.where},
        model_{model},
        whole_{whole},
        problems_{problems},
        rule_{find_rule()},
        section_{table_, path(), known_keys(rule_), problems,
                 rule_ == nullptr ? "" : "a policy of rule " + rule_->name} {}

  /// The settings, right or not, and whether the policy is enabled.
  std::pair<PolicySettings, bool> read(const std::vector<std::string>& names) {
    if (rule_ == nullptr) refuse_rule(names);
    PolicySettings settings;
    if (rule_ != nullptr) settings = default_settings(*rule_, where_);
    settings.name = name();
    settings.window = window();
    const bool enabled = section_.flag("enabled").value_or(true);
    if (rule_ != nullptr)
      for (const RuleField& field : rule_->fields) read(field, settings.fields.at(field.name));
    return {std::move(settings), enabled};
  }

 private:
  [[nodiscard]] const RuleDeclaration* find_rule() const {
    const std::string* name = policy_text(table_, "rule");
    for (const RuleDeclaration& one : model_.rules)
      if (name != nullptr && one.name == *name) return &one;
    return nullptr;
  }

  [[nodiscard]] std::string path() const {
    const std::string* name = policy_text(table_, "name");
    const bool says_name = name != nullptr && is_policy_name(*name) && !is_called_like_wrong_rule();
    return says_name ? "policy." + *name : "policy";
  }

  // A name that nobody wrote, made from the name of a rule that does not exist, would only puzzle.
  [[nodiscard]] bool is_called_like_wrong_rule() const {
    const Place& name = table_.at("name").where;
    return rule_ == nullptr && name.line == where_.line && name.column == where_.column;
  }

  void refuse_rule(const std::vector<std::string>& names) const {
    const std::vector<std::string> rules = rule_names(model_);
    const TomlValue* rule = section_.find("rule");
    if (rule == nullptr) {
      if (whole_) problems_.add(where_, section_.full_name("rule") + " is missing", hint_without_rule(names));
    } else if (const auto* name = std::get_if<std::string>(&rule->value)) {
      const std::string near = nearest_name(*name, rules);
      problems_.add(rule->where,
                    fmt::format("{} is {}, which is not a rule of model {}", section_.full_name("rule"),
                                in_quotes(*name), model_.name),
                    (near.empty() ? "" : fmt::format("did you mean \"{}\"? ", near)) + kListRules);
    } else {
      section_.refuse("rule", "text: the name of a rule", kListRules);
    }
  }

  // A policy that is to change one of what its scenario extends needs no rule, only the right name.
  [[nodiscard]] std::string hint_without_rule(std::vector<std::string> names) const {
    const std::string* name = policy_text(table_, "name");
    if (name == nullptr) return hint_for("", rule_names(model_));
    names.erase(std::remove(names.begin(), names.end(), *name), names.end());
    const std::string near = nearest_name(*name, names);
    const std::string no_policy =
        fmt::format("what this scenario extends has no policy {} to change", in_quotes(*name));
    return near.empty() ? fmt::format("say which rule it is, {}; {}", kListRules, no_policy)
                        : fmt::format("{}; did you mean \"{}\"?", no_policy, near);
  }

  [[nodiscard]] std::string name() const {
    const std::string allowed =
        fmt::format("text: 1 to {} letters, digits, \"_\", \"-\" or Chinese letters", kLongestPolicyName);
    const std::optional<std::string> name = section_.text("name", allowed);
    if (name && !is_policy_name(*name))
      section_.refuse(
          "name", allowed,
          name->find('.') == std::string::npos ? "" : "a dot ends it in --set policy.NAME.KEY=value");
    return name.value_or("");
  }

  [[nodiscard]] PolicyWindow window() const {
    PolicyWindow window;
    window.start = section_.date("start");
    window.end = section_.date("end");
    if (window.start && window.end && !(*window.start < *window.end))
      section_.refuse("end", fmt::format("a date after {}, which is {}", section_.full_name("start"),
                                         to_text(*window.start)));
    const NumberRange years{0, 100, "years over which it grows to its strength"};
    const NumberRange share{0, 1, "share of everything that the rule does"};
    window.ramp_years = section_.number("ramp_years", years).value_or(0.0);
    const TomlValue* ramp = section_.find("ramp_years");
    if (ramp != nullptr && rule_ != nullptr && !rule_->ramps)
      problems_.add(ramp->key_where,
                    fmt::format("{} is said, but rule {} holds wholly or not at all",
                                section_.full_name("ramp_years"), rule_->name),
                    "leave it out");
    window.strength = section_.number("strength", share).value_or(1.0);
    return window;
  }

  void read(const RuleField& field, FieldValue& out) const {
    const std::string full_name = section_.full_name(field.name);
    if (field.kind == FieldKind::words) out.value = without_all(field, std::get<WordList>(out.value));
    if (const TomlValue* value = section_.find(field.name)) {
      if (auto found = read_field(field, *value, full_name, problems_)) out = std::move(*found);
    } else if (field.required && whole_) {
      problems_.add(where_, full_name + " is missing", field.meaning);
    }
  }

  const TomlTable& table_;
  const Place& where_;
  const ModelDeclaration& model_;
  bool whole_;
  Problems& problems_;
  const RuleDeclaration* rule_;
  TomlSection section_;
};

// Two policies of one file, or one that --set has renamed.
void refuse_names_taken(const TomlArray& policies, Problems& problems) {
  std::map<std::string, Place> first;
  for (const TomlValue& one : policies) {
    const auto& policy = std::get<TomlTable>(one.value);
    const std::string* name = policy_text(policy, "name");
    if (name == nullptr) continue;
    const Place& where = policy.at("name").where;
    const auto [found, is_new] = first.emplace(*name, where);
    if (!is_new)
      problems.add(where,
                   fmt::format("two policies are called {}, the first at {}", in_quotes(*name),
                               text_of(found->second)),
                   "give one of them another name, or none");
  }
}

}  // namespace

const std::vector<CommonPolicyKey>& common_policy_keys() {
  static const std::vector<CommonPolicyKey> keys{
      {"rule", "text", "which rule: one of those below. Must be said"},
      {"name",
       fmt::format("text: at most {} letters (Latin or Chinese), digits, \"_\" and \"-\"",
                   kLongestPolicyName),
       "what `--set policy.NAME.KEY=value` and scenarios that extend this one call the policy. Default: the "
       "rule's name, with a number where that is taken"},
      {"enabled", "true or false", "false: checked, but not part of the run. Default: true"},
      {"start", "date", "from when the policy holds. Default: the start of the run"},
      {"end", "date", "from when it holds no longer. Default: it holds to the end of the run"},
      {"ramp_years", "0 to 100 [years]",
       "over how long it grows evenly from nothing to its strength; not for every rule. Default: 0"},
      {"strength", "0 to 1 [share]", "how much there is of everything that the rule does. Default: 1"}};
  return keys;
}

ReadPolicies read_policies(const TomlArray& policies, const ModelDeclaration& model, bool whole,
                           Problems& problems) {
  ReadPolicies out;
  if (policies.empty()) return out;
  if (model.rules.empty()) {
    problems.add(policies.front().where, fmt::format("model {} has no policy rules", model.name));
    return out;
  }
  if (policies.size() > kMostPolicies) {
    problems.add(policies[kMostPolicies].where,
                 fmt::format("the scenario has {} policies, allowed are {}", policies.size(), kMostPolicies));
    return out;
  }
  refuse_names_taken(policies, problems);
  const std::vector<std::string> names = names_for_hints(policies);
  for (const TomlValue& one : policies) {
    if (problems.count() >= Problems::kMost) break;
    auto [settings, enabled] = PolicyReader{one, model, whole, problems}.read(names);
    (enabled ? out.enabled : out.disabled).push_back(std::move(settings));
  }
  return out;
}

}  // namespace yanzhen
