#include "tools/rule_pages.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

#include "io/policy_field.hpp"
#include "io/policy_reader.hpp"
#include "tools/display.hpp"

namespace yanzhen::tools {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFence = "```";

// With a stop at its end, however a declaration says it.
std::string sentence(const std::string& text) {
  const bool ends = !text.empty() && std::string_view{".!?"}.find(text.back()) != std::string_view::npos;
  return ends ? text : text + ".";
}

std::string number_text(double number) {
  return std::isfinite(number) ? fmt::format("{}", number) : "no limit";
}

std::string default_text(const RuleField& field) {
  if (field.required) return "must be said";
  switch (field.kind) {
    case FieldKind::number:
    case FieldKind::schedule:
      return "default: " + number_text(field.standard);
    case FieldKind::flag:
      return field.standard_flag ? "default: true" : "default: false";
    case FieldKind::word:
    case FieldKind::words:
    case FieldKind::name:
    case FieldKind::names:
      break;
    case FieldKind::table:
      return "default: none";
  }
  std::string words;
  for (const std::string& word : field.standard_words) words += (words.empty() ? "\"" : ", \"") + word + "\"";
  return "default: " + (words.empty() ? "none" : words);
}

std::string field_lines(const RuleField& field) {
  return fmt::format("- `{}`: {}\n  Allowed: {}; {}.\n", field.name, sentence(field.meaning),
                     allowed_text(field), default_text(field));
}

std::string common_keys_text() {
  std::string text =
      "# Policy rules\n\n"
      "A policy is a table `[[policy]]` of a scenario: which rule, from when to when, how strongly, and the "
      "fields of the rule. A scenario may have any number of them, also several of one rule. Every policy "
      "may "
      "say:\n\n";
  for (const CommonPolicyKey& key : common_policy_keys())
    text += fmt::format("- `{}`: {}.\n  Allowed: {}.\n", key.name, key.meaning, key.allowed);
  return text +
         "\nDates are like 2014, \"2014-07\" or \"2014-07-15\". A change of one value needs no file: `--set "
         "policy.NAME.KEY=value`.\n";
}

Json json_default(const RuleField& field) {
  if (field.required) return nullptr;
  switch (field.kind) {
    case FieldKind::number:
    case FieldKind::schedule:
      return field.standard;
    case FieldKind::flag:
      return field.standard_flag;
    case FieldKind::word:
    case FieldKind::name:
      return field.standard_words.empty() ? Json{} : Json(field.standard_words.front());
    case FieldKind::words:
    case FieldKind::names:
      return field.standard_words;
    case FieldKind::table:
      return Json::object();
  }
  return nullptr;
}

const char* kind_word(FieldKind kind) {
  switch (kind) {
    case FieldKind::number:
      return "number";
    case FieldKind::schedule:
      return "schedule";
    case FieldKind::flag:
      return "flag";
    case FieldKind::word:
      return "word";
    case FieldKind::words:
      return "words";
    case FieldKind::name:
      return "name";
    case FieldKind::names:
      return "names";
    case FieldKind::table:
      return "table";
  }
  return "?";
}

Json json_field(const RuleField& field) {
  Json object;
  object["name"] = field.name;
  object["kind"] = kind_word(field.kind);
  object["unit"] = field.unit;
  object["allowed"] = allowed_text(field);
  object["required"] = field.required;
  object["default"] = json_default(field);
  object["min"] = field.min;
  object["max"] = field.max;
  object["words"] = field.words;
  object["schedule_key"] = field.schedule_key;
  object["meaning"] = field.meaning;
  return object;
}

// A line of a page, cut; what belongs to an entry of a list stands under its text.
std::string wrapped_line(const std::string& line, std::size_t width) {
  const std::string indent(line.rfind("- ", 0) == 0 || line.rfind("  ", 0) == 0 ? 2 : 0, ' ');
  std::string text;
  for (const std::string& part : wrapped(line.substr(indent.size()), width - indent.size()))
    text += (text.empty() ? line.substr(0, indent.size()) : indent) + part + "\n";
  return text;
}

}  // namespace

std::vector<OfferedRule> offered_rules(std::span<const ModelDeclaration> models) {
  std::vector<OfferedRule> rules;
  for (const ModelDeclaration& model : models) {
    for (const RuleDeclaration& rule : model.rules) {
      const auto same = std::find_if(rules.begin(), rules.end(), [&](const OfferedRule& one) {
        return one.rule->name == rule.name && one.rule->does == rule.does &&
               one.rule->look_at == rule.look_at && one.rule->fields.size() == rule.fields.size();
      });
      if (same == rules.end())
        rules.push_back({{model.name}, &rule});
      else
        same->models.push_back(model.name);
    }
  }
  return rules;
}

std::string rule_page(const OfferedRule& offered) {
  const RuleDeclaration& rule = *offered.rule;
  std::string text = fmt::format("## {} ({})\n\n", rule.name, rule.name_zh);
  text += sentence(rule.does) + "\n\nLook at: " + sentence(rule.look_at) +
          "\n\nSource: " + sentence(rule.source) + "\n\n";
  text += fmt::format("A rule of model{} `{}`.{}", offered.models.size() > 1 ? "s" : "",
                      fmt::join(offered.models, "`, `"),
                      rule.ramps ? "" : " It holds wholly or not at all: it has no `ramp_years`.");
  text += rule.fields.empty() ? " It has no fields of its own.\n" : " Fields:\n\n";
  for (const RuleField& field : rule.fields) text += field_lines(field);
  const std::string end = !rule.example.empty() && rule.example.back() == '\n' ? "" : "\n";
  return text + fmt::format("\nExample:\n\n{0}toml\n{1}{2}{0}\n", kFence, rule.example, end);
}

std::string rule_pages(const std::vector<OfferedRule>& rules) {
  std::string text = common_keys_text();
  for (const OfferedRule& rule : rules) text += "\n" + rule_page(rule);
  return text;
}

std::string rules_json(const std::vector<OfferedRule>& rules) {
  Json array = Json::array();
  for (const OfferedRule& offered : rules) {
    const RuleDeclaration& rule = *offered.rule;
    Json object;
    object["name"] = rule.name;
    object["name_zh"] = rule.name_zh;
    object["models"] = offered.models;
    object["does"] = rule.does;
    object["look_at"] = rule.look_at;
    object["source"] = rule.source;
    object["ramps"] = rule.ramps;
    object["fields"] = Json::array();
    for (const RuleField& field : rule.fields) object["fields"].push_back(json_field(field));
    object["example"] = rule.example;
    array.push_back(std::move(object));
  }
  return array.dump(2) + "\n";
}

std::string wrapped_page(const std::string& page, std::size_t width) {
  constexpr std::size_t kLeastWidth = 24;  // columns; in less there is no use in cutting
  if (width < kLeastWidth) return page;
  std::string text;
  bool example = false;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t end = std::min(page.find('\n', at), page.size());
    const std::string line = page.substr(at, end - at);
    const bool fence = line.rfind(kFence, 0) == 0;
    if (fence) example = !example;
    text += example || fence ? line + "\n" : wrapped_line(line, width);
    at = end + 1;
  }
  return text;
}

}  // namespace yanzhen::tools
