#include "tools/report/report_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/clock.hpp"
#include "tools/models.hpp"
#include "tools/report/city_finder.hpp"
#include "tools/report/policy_words.hpp"
#include "tools/report/report_scenario.hpp"

namespace yanzhen::tools {
namespace {

using Json = nlohmann::ordered_json;

// Whole numbers that JavaScript keeps; larger ones are texts.
constexpr std::uint64_t kMostExact = std::uint64_t{1} << 53U;

Json seed_value(std::uint64_t seed) { return seed <= kMostExact ? Json(seed) : Json(std::to_string(seed)); }

const Dimension* find_dimension(const std::vector<Dimension>& dimensions, const std::string& name) {
  const auto found = std::find_if(dimensions.begin(), dimensions.end(),
                                  [&](const Dimension& one) { return one.name == name; });
  return found == dimensions.end() ? nullptr : &*found;
}

std::string alias_of(const Dimension& dimension, const std::string& suffix, std::size_t k) {
  for (const Dimension::Alias& alias : dimension.aliases)
    if (alias.name == dimension.name + suffix && !alias.labels[k].empty()) return alias.labels[k];
  return dimension.labels[k];
}

// What policies name: cities by any of their names, industries by label; provinces have one name.
class Things {
 public:
  explicit Things(const std::vector<Dimension>& dimensions)
      : city_{find_dimension(dimensions, "city")},
        industry_{find_dimension(dimensions, "industry")},
        finder_{city_ == nullptr ? Dimension{} : *city_} {}

  [[nodiscard]] std::string name(const std::string& given, const std::string& suffix) const {
    if (const auto city = finder_.find(given)) return alias_of(*city_, suffix, *city);
    if (industry_ == nullptr) return given;
    const auto& labels = industry_->labels;
    const auto found = std::find(labels.begin(), labels.end(), given);
    if (found == labels.end()) return given;
    return alias_of(*industry_, suffix, static_cast<std::size_t>(found - labels.begin()));
  }

  [[nodiscard]] ThingNames names() const {
    return {[this](const std::string& given) { return name(given, "_en"); },
            [this](const std::string& given) { return name(given, "_zh"); }};
  }

  /// The label of a city, or nothing.
  [[nodiscard]] std::optional<std::string> city_label(const std::string& given) const {
    const auto city = finder_.find(given);
    return city ? std::optional{city_->labels[*city]} : std::nullopt;
  }

 private:
  const Dimension* city_;
  const Dimension* industry_;
  CityFinder finder_;
};

const RuleDeclaration* find_rule(const std::string& model, const std::string& rule) {
  const ModelDeclaration* const declaration = find_model(model);
  if (declaration == nullptr) return nullptr;
  for (const RuleDeclaration& one : declaration->rules)
    if (one.name == rule) return &one;
  return nullptr;
}

Json policy_object(const PolicySettings& policy, const RuleDeclaration& rule, const Things& things) {
  const PolicyWords words = policy_words(policy, rule, things.names());
  return {{"name", policy.name}, {"rule", rule.name},   {"rule_zh", rule.name_zh},
          {"does", rule.does},   {"text_en", words.en}, {"text_zh", words.zh}};
}

// The two ends of an enclave: where firms come from, and where it stands.
std::optional<Json> link_of(const PolicySettings& policy, const RunSummary& summary, const Things& things) {
  const auto end = [&](const char* field) -> std::optional<std::string> {
    const auto found = policy.fields.find(field);
    if (found == policy.fields.end()) return std::nullopt;
    const auto* names = std::get_if<WordList>(&found->second.value);
    return names != nullptr && names->size() == 1 ? things.city_label(names->front()) : std::nullopt;
  };
  const bool industrial = policy.fields.count("host") > 0;
  const auto from = end(industrial ? "origin" : "home");
  const auto to = end(industrial ? "host" : "core");
  if (!from || !to) return std::nullopt;
  return Json{{"from", *from},
              {"to", *to},
              {"name", policy.name},
              {"from_date", policy.window.start ? to_text(*policy.window.start) : summary.start},
              {"to_date", policy.window.end ? Json(to_text(*policy.window.end)) : Json(nullptr)}};
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    if (end > begin) lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

void add_policies(const RunSummary& summary, const std::vector<Dimension>& dimensions, Json& run,
                  Json& links) {
  const std::optional<Scenario> scenario = scenario_of(summary);
  if (!scenario) {
    run["notes"].push_back("this program cannot read the scenario's policies; the scenario itself is below");
    return;
  }
  const Things things{dimensions};
  for (const PolicySettings& policy : scenario->policies) {
    const RuleDeclaration* const rule = find_rule(summary.model, policy.rule);
    if (rule == nullptr) continue;
    run["policies"].push_back(policy_object(policy, *rule, things));
    const std::optional<Json> link = link_of(policy, summary, things);
    if (link && std::find(links.begin(), links.end(), *link) == links.end()) links.push_back(*link);
  }
}

}  // namespace

void add_run(const RunSummary& summary, const std::string& file, const std::vector<Dimension>& dimensions,
             Json& page) {
  Json run{{"file", file},
           {"title", summary.title},
           {"question", summary.question},
           {"seed", seed_value(summary.seed)},
           {"scenario_file", summary.scenario_file},
           {"scenario", summary.scenario},
           {"model", summary.model},
           {"version", summary.version},
           {"commit", summary.commit},
           {"checksum", fmt::format("{:016x}", summary.checksum)},
           {"complete", summary.complete},
           {"notes", lines_of(summary.notes)},
           {"policies", Json::array()}};
  add_policies(summary, dimensions, run, page["links"]);
  page["runs"].push_back(std::move(run));
}

}  // namespace yanzhen::tools
