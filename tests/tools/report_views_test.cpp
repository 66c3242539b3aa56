#include "tools/report/report_views.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "tools/command.hpp"

namespace yanzhen::tools {
namespace {

GivenRun run_of(const std::string& title, std::uint64_t seed) {
  return {fmt::format("{}-{}.h5", title, seed), title,
          fmt::format("title = \"{}\"\nseed = {}\n\n[time]\nend = \"2040-01-01\"\n", title, seed), seed};
}

using Numbers = std::vector<double>;
using Runs = std::vector<std::size_t>;

}  // namespace

TEST_SUITE("tools/report_views") {
  TEST_CASE("one run is one view of its numbers, bit for bit and without an interval") {
    std::vector<std::string> notes;
    const auto views = plan_views({run_of("base", 1)}, notes);
    REQUIRE(views.size() == 1);
    CHECK(views[0].name == "base");
    CHECK(views[0].seeds() == 1);
    CHECK_FALSE(views[0].is_difference());
    const ViewNumbers numbers = numbers_of(views[0], {{0.1, 1e300, -0.3}});
    CHECK(numbers.values == Numbers{0.1, 1e300, -0.3});
    CHECK(numbers.low.empty());
    CHECK(numbers.high.empty());
  }
  TEST_CASE("seeds of one scenario are one view, and a run that is given again counts once") {
    std::vector<std::string> notes;
    const auto views = plan_views({run_of("base", 1), run_of("base", 2), run_of("base", 1)}, notes);
    REQUIRE(views.size() == 1);
    CHECK(views[0].runs == Runs{0, 1});
    REQUIRE(notes.size() == 1);
    CHECK(notes[0].find("base-1.h5 is left out") == 0);
  }
  TEST_CASE("each scenario has a view, then each but the first less the first") {
    std::vector<std::string> notes;
    const auto views = plan_views({run_of("base", 1), run_of("park", 2), run_of("base", 2), run_of("pool", 1),
                                   run_of("park", 1), run_of("park", 3)},
                                  notes);
    REQUIRE(views.size() == 5);
    CHECK(views[0].runs == Runs{0, 2});
    CHECK(views[1].runs == Runs{1, 4, 5});
    CHECK(views[2].runs == Runs{3});
    CHECK(views[3].name == "park");
    CHECK(views[3].base == "base");
    REQUIRE(views[3].pairs.size() == 2);
    CHECK(views[3].pairs[0].policy == 4);
    CHECK(views[3].pairs[0].base == 0);
    CHECK(views[4].seeds() == 1);
    CHECK(notes.size() == 2);  // seed 3 of the park and seed 2 of the base have no partner
  }
  TEST_CASE("scenarios without a seed in common are refused") {
    std::vector<std::string> notes;
    CHECK_THROWS_AS(static_cast<void>(plan_views({run_of("base", 1), run_of("park", 2)}, notes)), UsageError);
  }
  TEST_CASE("the interval of a mean is Student's") {
    const ReportView view{"base", "", {0, 1, 2}, {}};
    const ViewNumbers numbers = numbers_of(view, {{1, 5}, {2, 5}, {6, 5}});
    CHECK(numbers.values == Numbers{3, 5});
    // s = sqrt(7); of two degrees of freedom t(p) = (2 p - 1) sqrt(2 / (4 p (1 - p))), here with p = 0.975.
    const double half = .95 * std::sqrt(2 / (4 * .975 * .025)) * std::sqrt(7.0 / 3.0);
    CHECK(numbers.low[0] == doctest::Approx(3 - half).epsilon(1e-13));  // roundings
    CHECK(numbers.high[0] == doctest::Approx(3 + half).epsilon(1e-13));
    CHECK(numbers.low[1] == 5);
    CHECK(numbers.high[1] == 5);
  }
  TEST_CASE("a difference is over pairs: what both runs of a pair share makes it no wider") {
    ReportView view{"park", "base", {}, {{1, 0, 2}, {2, 1, 3}}};
    const ViewNumbers numbers = numbers_of(view, {{100}, {200}, {101}, {201}});
    CHECK(numbers.values == Numbers{1});
    CHECK(numbers.low == Numbers{1});
    CHECK(numbers.high == Numbers{1});
  }
  TEST_CASE("what one run does not know, the mean does not know, and runs of no view are not looked at") {
    const double unknown = std::numeric_limits<double>::quiet_NaN();
    const ReportView view{"base", "", {0, 2}, {}};
    const ViewNumbers numbers = numbers_of(view, {{1, 2}, {}, {unknown, 4}});
    CHECK(std::isnan(numbers.values[0]));
    CHECK(std::isnan(numbers.low[0]));
    CHECK(numbers.values[1] == 3);
  }
}

}  // namespace yanzhen::tools
