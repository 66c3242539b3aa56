#include "engine/policy.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <limits>
#include <stdexcept>
#include <variant>

#include "engine/random.hpp"

namespace yanzhen {
namespace {

constexpr double kForEver = std::numeric_limits<double>::infinity();
constexpr double kRunStart = 2010.0;

PolicyWindow window_of(const char* start, const char* end, double ramp_years, double strength) {
  PolicyWindow window;
  window.start = date_from(start);
  window.end = date_from(end);
  window.ramp_years = ramp_years;
  window.strength = strength;
  return window;
}

RuleField field_of(const char* name, FieldKind kind) {
  RuleField field;
  field.name = name;
  field.kind = kind;
  return field;
}

// A rule with a field of every kind; each default differs from zero and from empty where it can.
RuleDeclaration rule_of_all_kinds() {
  RuleDeclaration rule;
  rule.name = "tax_sharing";
  rule.fields = {field_of("rate", FieldKind::number),     field_of("share", FieldKind::schedule),
                 field_of("moved_only", FieldKind::flag), field_of("base", FieldKind::word),
                 field_of("kinds", FieldKind::words),     field_of("origins", FieldKind::names),
                 field_of("places", FieldKind::table)};
  rule.fields[0].standard = 0.125;
  rule.fields[1].standard = 0.5;
  rule.fields[2].standard_flag = true;
  rule.fields[3].standard_words = {"profit"};
  rule.fields[4].standard_words = {"firms", "capital"};
  rule.fields[5].standard_words = {"all"};
  return rule;
}

PolicySettings settings_as_written() {
  PolicySettings settings = default_settings(rule_of_all_kinds(), {"delta.toml", 40, 1});
  FieldValue& origins = settings.fields.at("origins");
  origins.value = WordList{"Shanghai", "Hefei"};
  origins.where = {"delta.toml", 43, 11};
  origins.parts = {{"delta.toml", 43, 12}, {"delta.toml", 44, 3}};
  origins.given = true;
  settings.fields.at("places").value = NumberTable{{"Hefei", 20.0}, {"Shanghai", 5.0}};
  return settings;
}

bool same(const Place& a, const Place& b) {
  return a.file == b.file && a.line == b.line && a.column == b.column;
}

}  // namespace

TEST_SUITE("engine/policy") {
  TEST_CASE("an entry of a schedule holds before its date, the next one from that date on") {
    const Schedule schedule = {{2012.0, 0.75}, {2015.5, 0.5}, {kForEver, 0.25}};
    CHECK(value_at(schedule, 1900.0) == 0.75);
    CHECK(value_at(schedule, 2011.999) == 0.75);
    CHECK(value_at(schedule, 2012.0) == 0.5);
    CHECK(value_at(schedule, 2015.499) == 0.5);
    CHECK(value_at(schedule, 2015.5) == 0.25);
    CHECK(value_at(schedule, 2999.0) == 0.25);
  }

  TEST_CASE("a schedule of one number holds it at every date") {
    const Schedule schedule = {{kForEver, 0.375}};
    for (const double year : {-1e9, 1000.0, 2010.25, 1e9}) CHECK(value_at(schedule, year) == 0.375);
  }

  TEST_CASE("a window that says nothing holds fully all the time") {
    const PolicyWindow window;
    for (const double year : {2010.0, 2010.25, 2049.0}) CHECK(window.strength_at(year, kRunStart) == 1.0);
  }

  TEST_CASE("a rule holds from its start on and no more from its end on") {
    const PolicyWindow window = window_of("2012-04", "2015-07", 0.0, 0.5);
    CHECK(window.strength_at(2012.0, kRunStart) == 0.0);
    CHECK(window.strength_at(2012.25, kRunStart) == 0.5);
    CHECK(window.strength_at(2015.25, kRunStart) == 0.5);
    CHECK(window.strength_at(2015.5, kRunStart) == 0.0);
    CHECK(window.strength_at(2030.0, kRunStart) == 0.0);
  }

  TEST_CASE("over its ramp a rule grows evenly from nothing to its strength, and stays there") {
    const PolicyWindow window = window_of("2012", "2016", 2.0, 0.5);
    CHECK(window.strength_at(2011.75, kRunStart) == 0.0);
    CHECK(window.strength_at(2012.0, kRunStart) == 0.0);
    CHECK(window.strength_at(2012.5, kRunStart) == 0.125);
    CHECK(window.strength_at(2013.0, kRunStart) == 0.25);
    CHECK(window.strength_at(2014.0, kRunStart) == 0.5);
    CHECK(window.strength_at(2015.75, kRunStart) == 0.5);
    CHECK(window.strength_at(2016.0, kRunStart) == 0.0);
  }

  TEST_CASE("the ramp of a rule without a start begins with the run") {
    const PolicyWindow window = window_of("", "", 4.0, 1.0);
    CHECK_FALSE(window.start.has_value());
    CHECK_FALSE(window.end.has_value());
    CHECK(window.strength_at(2010.0, 2010.0) == 0.0);
    CHECK(window.strength_at(2011.0, 2010.0) == 0.25);
    CHECK(window.strength_at(2013.0, 2012.0) == 0.25);
    CHECK(window.strength_at(2014.0, 2010.0) == 1.0);
    CHECK(window.strength_at(2050.0, 2010.0) == 1.0);
  }

  TEST_CASE("the ramp of a rule that started before the run is under way when the run begins") {
    CHECK(window_of("2008", "", 4.0, 1.0).strength_at(2010.0, kRunStart) == 0.5);
  }

  TEST_CASE("a rule that ends within its ramp never gets full, one of no strength never holds") {
    const PolicyWindow brief = window_of("2012", "2013", 4.0, 1.0);
    CHECK(brief.strength_at(2012.75, kRunStart) == 0.1875);
    CHECK(brief.strength_at(2013.0, kRunStart) == 0.0);
    const PolicyWindow none = window_of("2012", "2016", 2.0, 0.0);
    for (const double year : {2011.0, 2012.5, 2015.0, 2017.0})
      CHECK(none.strength_at(year, kRunStart) == 0.0);
  }

  TEST_CASE("from start to end the strength of any window rises and stays within its bounds") {
    for (std::uint32_t seed = 1; seed <= 200; ++seed) {
      CAPTURE(seed);
      const RandomBlock block = StepDraws{seed, 1, 0}.block(0);
      const PolicyWindow window =
          window_of("2012", "2020", 10.0 * unit_interval(block[0]), unit_interval(block[1]));
      double before = 0.0;
      for (double year = 2011.0; year < 2020.0; year += 1.0 / 16.0) {
        const double now = window.strength_at(year, kRunStart);
        REQUIRE(now >= before);
        REQUIRE(now <= window.strength);
        before = now;
      }
    }
  }

  TEST_CASE("defaults of a rule hold for every field, of every kind, as the declaration says") {
    const PolicySettings settings = default_settings(rule_of_all_kinds(), {"delta.toml", 40, 1});
    CHECK(settings.name == "tax_sharing");
    CHECK(settings.rule == "tax_sharing");
    CHECK(settings.fields.size() == 7);
    CHECK(settings.number("rate") == 0.125);
    CHECK(value_at(settings.schedule("share"), 1e9) == 0.5);
    CHECK(settings.schedule("share").size() == 1);
    CHECK(settings.flag("moved_only"));
    CHECK(settings.word("base") == "profit");
    CHECK(settings.list("kinds") == WordList{"firms", "capital"});
    CHECK(settings.list("origins") == WordList{"all"});
    CHECK(settings.table("places").empty());
    CHECK(settings.window.strength_at(2010.0, kRunStart) == 1.0);
  }

  TEST_CASE("a default was not given, and stands where the rule stands") {
    const Place where{"delta.toml", 40, 1};
    const PolicySettings settings = default_settings(rule_of_all_kinds(), where);
    CHECK(same(settings.where, where));
    for (const auto& entry : settings.fields) {
      const std::string& name = entry.first;
      CAPTURE(name);
      CHECK_FALSE(entry.second.given);
      CHECK(entry.second.parts.empty());
      CHECK(same(settings.place(name), where));
      CHECK(same(settings.place(name, 3), where));
    }
  }

  TEST_CASE("required fields are empty or zero until a scenario gives them") {
    RuleDeclaration rule;
    rule.name = "industrial_enclave";
    rule.fields = {field_of("hosts", FieldKind::names), field_of("capacity", FieldKind::number)};
    for (RuleField& field : rule.fields) field.required = true;
    const PolicySettings settings = default_settings(rule, {});
    CHECK(settings.list("hosts").empty());
    CHECK(settings.number("capacity") == 0.0);
  }

  TEST_CASE("what a scenario gave is read back, with the place of each element") {
    const PolicySettings settings = settings_as_written();
    CHECK(settings.list("origins") == WordList{"Shanghai", "Hefei"});
    CHECK(settings.table("places").at("Hefei") == 20.0);
    CHECK(same(settings.place("origins"), {"delta.toml", 43, 11}));
    CHECK(same(settings.place("origins", 0), {"delta.toml", 43, 12}));
    CHECK(same(settings.place("origins", 1), {"delta.toml", 44, 3}));
    CHECK(same(settings.place("origins", 2), {"delta.toml", 43, 11}));  // no such element: the field
    CHECK(same(settings.place("kinds", 1), {"delta.toml", 40, 1}));     // not written: the policy
  }

  TEST_CASE("a field that the rule does not have, or asked for as another kind, is our own mistake") {
    const PolicySettings settings = settings_as_written();
    CHECK_THROWS_AS((void)settings.number("rates"), std::out_of_range);
    CHECK_THROWS_AS((void)settings.place("rates"), std::out_of_range);
    CHECK_THROWS_AS((void)settings.place("rates", 0), std::out_of_range);
    CHECK_THROWS_AS((void)settings.number("share"), std::bad_variant_access);
    CHECK_THROWS_AS((void)settings.flag("rate"), std::bad_variant_access);
    CHECK_THROWS_AS((void)settings.table("origins"), std::bad_variant_access);
  }
}

TEST_SUITE("engine/clock: decimal year of a date") {
  TEST_CASE("the first of a month is a twelfth of a year after that of the month before") {
    for (unsigned month = 1; month <= 12; ++month) {
      const std::chrono::year_month_day date{std::chrono::year{2010}, std::chrono::month{month},
                                             std::chrono::day{1}};
      CHECK(decimal_year(date) == 2010.0 + (month - 1) / 12.0);
    }
    CHECK(decimal_year(date_from("2010").value()) == 2010.0);
    CHECK(decimal_year(date_from("2010-10").value()) == 2010.75);
  }

  TEST_CASE("a day is a part of its month, of 29 days in the February of a leap year") {
    // 1e-12 of a year: four units in the last place of a number near 2000
    const auto near = [](double year) { return doctest::Approx(year).epsilon(5e-16); };
    CHECK(decimal_year(date_from("2024-02-29").value()) == near(2024.0 + 57.0 / (12.0 * 29.0)));
    CHECK(decimal_year(date_from("2023-02-28").value()) == near(2023.0 + 55.0 / (12.0 * 28.0)));
    CHECK(decimal_year(date_from("2010-04-16").value()) == 2010.0 + 7.0 / 24.0);
    CHECK(decimal_year(date_from("2010-12-31").value()) == near(2011.0 - 1.0 / (12.0 * 31.0)));
  }

  TEST_CASE("a date has the decimal year of the step that begins on it") {
    const Clock clock{date_from("2019-01-31").value(), date_from("2022").value(), StepLength::month};
    for (Step step = 0; step <= clock.steps(); ++step)
      CHECK(clock.decimal_year(step) == decimal_year(clock.date(step)));
  }
}
}  // namespace yanzhen
