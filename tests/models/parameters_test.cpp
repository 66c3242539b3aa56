#include "models/industry_migration/parameters.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstring>
#include <set>

namespace yanzhen::industry_migration {

TEST_SUITE("industry_migration/parameters") {
  TEST_CASE("every parameter has a name of its own, a unit, a meaning, and a default in its range") {
    std::set<std::string> names;
    for (const Parameter& one : declared_parameters()) {
      CAPTURE(one.name);
      CHECK(names.insert(one.name).second);
      CHECK(one.name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_.") == std::string::npos);
      CHECK_FALSE(one.unit.empty());
      CHECK_FALSE(one.meaning.empty());
      CHECK(std::isfinite(one.min));
      CHECK(std::isfinite(one.max));
      CHECK(one.min < one.max);
      CHECK(one.default_value >= one.min);
      CHECK(one.default_value <= one.max);
    }
    CHECK(names.size() > 50);
  }

  TEST_CASE("every number of the model is declared, once") {
    // Parameters holds nothing but doubles; a field that no declaration fills would stay zero, one filled
    // twice would lose one.
    CHECK(declared_parameters().size() * sizeof(double) == sizeof(Parameters));
    ParameterValues values{declared_parameters()};
    Problems problems;
    std::set<double> wanted;
    double part = 0;
    for (const Parameter& one : declared_parameters()) {
      part += 1.0 / 512;
      const double value = one.min + (one.max - one.min) * part;
      values.set(one.name, value, {}, problems);
      wanted.insert(value);
    }
    REQUIRE_FALSE(problems.any());
    const Parameters read = parameters_from(values);
    std::set<double> found;
    for (std::size_t k = 0; k < declared_parameters().size(); ++k) {
      double one = 0;
      std::memcpy(&one, reinterpret_cast<const char*>(&read) + k * sizeof(double), sizeof(double));
      found.insert(one);
    }
    CHECK(found == wanted);
  }

  TEST_CASE("a name says which number it is") {
    ParameterValues values{declared_parameters()};
    Problems problems;
    values.set("goods.iceberg.digital", .01, {}, problems);
    values.set("talent.leading.border.province", .02, {}, problems);
    values.set("talent.skilled.move_rate", .03, {}, problems);
    values.set("firms.relocation.sensitivity", .04, {}, problems);
    values.set("capital.time_scale", 5, {}, problems);
    values.set("knowledge.distance", .06, {}, problems);
    values.set("factors.price_adjustment", .07, {}, problems);
    REQUIRE_FALSE(problems.any());
    const Parameters p = parameters_from(values);
    CHECK(p.iceberg[3] == .01);
    CHECK(p.talent[static_cast<std::size_t>(Tier::leading)].province == .02);
    CHECK(p.move_rate[static_cast<std::size_t>(Tier::skilled)] == .03);
    CHECK(p.relocation_sensitivity == .04);
    CHECK(p.capital.time_scale == 5);
    CHECK(p.knowledge.decay == .06);
    CHECK(p.price_adjustment == .07);
  }
}

}  // namespace yanzhen::industry_migration
