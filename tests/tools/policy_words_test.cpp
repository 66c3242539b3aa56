#include "tools/report/policy_words.hpp"

#include <doctest/doctest.h>

#include <set>

#include "tools/models.hpp"
#include "tools/report/field_names_zh.hpp"

namespace yanzhen::tools {
namespace {

const RuleDeclaration& rule_of(const std::string& name) {
  for (const RuleDeclaration& rule : find_model("industry_migration")->rules)
    if (rule.name == name) return rule;
  throw std::logic_error{"no rule " + name};
}

ThingNames names() {
  return {[](const std::string& name) { return name == "苏州" ? "Suzhou" : name; },
          [](const std::string& name) { return name == "苏州" ? "苏州市" : name; }};
}

void give(PolicySettings& policy, const std::string& field, decltype(FieldValue::value) value) {
  policy.fields.at(field).value = std::move(value);
}

constexpr auto day(int year, unsigned month, unsigned in_month) {
  return std::chrono::year_month_day{std::chrono::year{year}, std::chrono::month{month},
                                     std::chrono::day{in_month}};
}

}  // namespace

TEST_SUITE("tools/policy_words") {
  TEST_CASE("every field, unit and word of every rule of every model has Chinese words") {
    for (const ModelDeclaration& model : all_models()) {
      for (const RuleDeclaration& rule : model.rules) {
        CAPTURE(rule.name);
        CHECK_FALSE(rule.name_zh.empty());
        for (const RuleField& field : rule.fields) {
          CAPTURE(field.name);
          CHECK_FALSE(field_name_zh(rule.name, field.name).empty());
          for (const std::string& word : field.words) {
            CAPTURE(word);
            CHECK_FALSE(word_zh(field.name, word).empty());
          }
          const bool number = field.kind == FieldKind::number || field.kind == FieldKind::schedule;
          CAPTURE(field.unit);
          CHECK((!number || has_unit_zh(field.unit)));
        }
      }
    }
  }
  TEST_CASE("fields of one rule have different Chinese names") {
    for (const RuleDeclaration& rule : find_model("industry_migration")->rules) {
      CAPTURE(rule.name);
      std::set<std::string> seen;
      for (const RuleField& field : rule.fields) seen.insert(field_name_zh(rule.name, field.name));
      CHECK(seen.size() == rule.fields.size());
    }
  }
  TEST_CASE("a policy names its dates and what is not at its default, in both languages") {
    const RuleDeclaration& rule = rule_of("industrial_enclave");
    PolicySettings park = default_settings(rule, {});
    park.window.start = day(2012, 1, 1);
    give(park, "origin", WordList{"苏州"});
    give(park, "host", WordList{"滁州"});
    give(park, "capacity_km2", 36.0);
    give(park, "tax_split",
         Schedule{{2022, .5}, {2030.5, .3}, {std::numeric_limits<double>::infinity(), .25}});
    give(park, "cost_per_km2", 2.0);
    give(park, "mode", WordList{"move"});
    const PolicyWords words = policy_words(park, rule, names());
    CHECK(words.en ==
          "industrial enclave from 2012-01: origin Suzhou, host 滁州, capacity 36 km2, tax split 0.5 until "
          "2022-01, "
          "then 0.3 until 2030-07, then 0.25, cost per km2 2 (100 million yuan), mode move");
    CHECK(words.zh ==
          "产业飞地，2012-01 起：飞出地 苏州市，飞入地 滁州，园区面积 36 平方公里，飞出地税收分成 0.5（至 "
          "2022-01），此后 "
          "0.3（至 2030-07），此后 0.25，每平方公里开发成本 2 亿元，入园方式 整体迁入");
  }
  TEST_CASE(
      "a policy that says nothing but its rule is the rule's name, and how long and strongly it holds") {
    const RuleDeclaration& rule = rule_of("subsidy");
    PolicySettings subsidy = default_settings(rule, {});
    CHECK(policy_words(subsidy, rule, names()).en == "subsidy");
    subsidy.window = {day(2015, 3, 15), day(2020, 1, 1), 2, .5};
    CHECK(policy_words(subsidy, rule, names()).en ==
          "subsidy from 2015-03-15 to 2020-01, growing over 2 years, at strength 0.5");
    CHECK(policy_words(subsidy, rule, names()).zh ==
          "产业补贴，2015-03-15 起，至 2020-01，2 年内逐步到位，力度 0.5");
  }
  TEST_CASE("lists, flags and tables are told in words") {
    const RuleDeclaration& fund = rule_of("industry_fund");
    PolicySettings policy = default_settings(fund, {});
    give(policy, "cities", WordList{"苏州", "合肥"});
    give(policy, "free", true);
    CHECK(policy_words(policy, fund, names()).en == "industry fund: cities Suzhou and 合肥, free yes");
    CHECK(policy_words(policy, fund, names()).zh == "产业引导基金：城市 苏州市、合肥，到期可离开 是");
    const RuleDeclaration& wave = rule_of("technology_wave");
    PolicySettings technology = default_settings(wave, {});
    give(technology, "industry", WordList{"low_altitude"});
    give(technology, "relatedness", NumberTable{{"aviation", .5}, {"software", .25}});
    CHECK(policy_words(technology, wave, names()).en ==
          "technology wave: industry low_altitude, relatedness aviation 0.5; software 0.25");
  }
  TEST_CASE("one word means a border in one rule and a purse in another") {
    CHECK(word_zh("border", "city") == "市界");
    CHECK(word_zh("paid_by", "city") == "城市财政");
  }
}

}  // namespace yanzhen::tools
