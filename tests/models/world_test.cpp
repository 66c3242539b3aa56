#include "models/industry_migration/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/small_world.hpp"

namespace yanzhen::industry_migration {
namespace {

using testing::SmallScenario;
using testing::SmallWorld;

// Numbers pass through their decimal text and a few sums.
constexpr double kRounding = 1e-13;

/// The only problem of a scenario, as the user reads it.
std::string only_problem(const SmallScenario& scenario) {
  const std::vector<Diagnostic> problems = scenario.problems();
  for (const Diagnostic& one : problems) INFO(to_text(one));
  REQUIRE(problems.size() == 1);
  return to_text(problems.front());
}

/// The note that begins with a rule's name, or nothing.
std::string note_of(const World& world, const std::string& rule) {
  const auto found = std::find_if(world.notes.begin(), world.notes.end(),
                                  [&](const std::string& note) { return note.rfind(rule, 0) == 0; });
  return found == world.notes.end() ? "" : *found;
}

}  // namespace

TEST_SUITE("industry_migration/world: what is read") {
  TEST_CASE("a scenario that says everything is read without a note") {
    for (const bool outside : {false, true}) {
      const auto world = SmallScenario{{.cities = 4, .industries = 3, .outside = outside, .seed = 5}}.world();
      CHECK(world->n_city() == 4);
      CHECK(world->n_node() == (outside ? 5 : 4));
      CHECK(world->n_industry() == 3);
      CHECK(world->n_cell() == 12);
      CHECK(world->has_outside() == outside);
      const std::vector<std::string> none;
      CHECK(world->notes == none);
    }
  }

  TEST_CASE("cities carry what their row says, in the model's units") {
    SmallScenario scenario{{.cities = 2}};
    scenario.cell("cities", 1, "name_en") = "Harbour";
    scenario.cell("cities", 1, "area_km2") = "1234";
    scenario.cell("cities", 1, "residents") = "70000";
    scenario.cell("cities", 1, "hukou_residents") = "65000";
    scenario.cell("cities", 1, "gdp") = "33.5";
    scenario.cell("cities", 1, "share_primary") = "5";
    scenario.cell("cities", 1, "share_secondary") = "35";
    scenario.cell("cities", 1, "share_tertiary") = "60";
    scenario.cell("cities", 1, "college_per_100k") = "15000";
    scenario.cell("cities", 1, "net_migration_per_1000") = "-4";
    scenario.set("talent.college_growth_to_2020", 1.5);
    const auto world = scenario.world();
    const City& city = world->cities[1];
    CHECK(city.name.name_en == "Harbour");
    CHECK(city.area_km2 == 1234);
    CHECK(city.residents == 70000);
    CHECK(city.hukou_residents == 65000);
    CHECK(city.value_added == 33.5);
    CHECK(city.sector[0] == doctest::Approx(.05).epsilon(kRounding));
    CHECK(city.sector[1] == doctest::Approx(.35).epsilon(kRounding));
    CHECK(city.sector[2] == doctest::Approx(.60).epsilon(kRounding));
    CHECK(city.college_share ==
          doctest::Approx(.10).epsilon(kRounding));  // the figure of 2020 taken back to the start
    CHECK(city.net_migration == doctest::Approx(-.004).epsilon(kRounding));
  }

  TEST_CASE("technology adds up: factor shares, inputs with value added, and what households buy") {
    for (std::uint32_t seed = 0; seed <= 50; ++seed) {
      CAPTURE(seed);
      const auto world = SmallScenario{{.cities = 2, .industries = 4, .seed = seed}}.world();
      const Technology& technology = world->technology;
      CHECK((technology.factor_share.rowwise().sum() - 1).abs().maxCoeff() < kRounding);
      CHECK((technology.input.colwise().sum().array().transpose() + technology.value_added - 1)
                .abs()
                .maxCoeff() < kRounding);
      CHECK(std::abs(technology.household.sum() - 1) < kRounding);
      CHECK((technology.value_added > 0).all());
      CHECK((technology.elasticity > 1).all());
    }
  }

  TEST_CASE("labour's share is split by heads times relative wage") {
    SmallScenario scenario;
    scenario.set("talent.general.adult_share", .6);
    scenario.set("talent.skilled.adult_share", .2);
    scenario.set("talent.college.adult_share", .1);
    scenario.set("talent.leading.adult_share", .05);
    scenario.set("factors.premium.skilled", 1.5);
    scenario.set("factors.premium.leading", 2);
    const auto world = scenario.world();  // labour .4, talent .15
    const Eigen::ArrayXXd& share = world->technology.factor_share;
    CHECK(share(0, 0) == doctest::Approx(.4 * .6 / .9).epsilon(kRounding));
    CHECK(share(0, 1) == doctest::Approx(.4 * .3 / .9).epsilon(kRounding));
    CHECK(share(0, 2) == doctest::Approx(.15 * .1 / .2).epsilon(kRounding));
    CHECK(share(0, 3) == doctest::Approx(.15 * .1 / .2).epsilon(kRounding));
    CHECK(share(0, kCapitalFactor) == doctest::Approx(.4).epsilon(kRounding));
    CHECK(share(0, kLandFactor) == doctest::Approx(.05).epsilon(kRounding));
  }

  TEST_CASE("inputs stand where the keys say, whatever the order of rows") {
    SmallScenario scenario{{.cities = 2, .industries = 2}};
    scenario.drop_rows("input_output");
    scenario.add_row("input_output", {"industry2", ".3", ".4"});
    scenario.add_row("input_output", {"industry1", ".1", ".2"});
    const auto world = scenario.world();
    Eigen::MatrixXd expected(2, 2);
    expected << .1, .2, .3, .4;
    CHECK(world->technology.input == expected);
    CHECK(world->technology.value_added(1) == doctest::Approx(.4).epsilon(kRounding));
  }

  TEST_CASE("relatedness is the mean of what is known of a pair, the same both ways") {
    SmallScenario scenario{{.cities = 2, .industries = 3}};
    scenario.drop_rows("relatedness");
    scenario.add_row("relatedness", {"industry1", "industry2", "3", ".3", ".6"});
    scenario.add_row("relatedness", {"industry3", "industry1", "", "", ".2"});
    scenario.add_row("relatedness", {"industry2", "industry3", "1", "", ""});
    const auto world = scenario.world();
    CHECK(world->relatedness(0, 1) ==
          doctest::Approx((.75 + .3 + .6) / 3).epsilon(kRounding));  // 3 / (1 + 3)
    CHECK(world->relatedness(0, 2) == .2);
    CHECK(world->relatedness(1, 2) == .5);
    CHECK((world->relatedness == world->relatedness.transpose()).all());
    CHECK((world->relatedness.matrix().diagonal().array() == 0).all());
  }

  TEST_CASE("known strengths multiply, unknown pairs count as they are") {
    SmallScenario scenario;
    for (const char* score : {"1", "2", "3"})
      scenario.add_row("specialisation", {"Town " + std::string{score}, "industry2", score});
    const auto world = scenario.world();
    Eigen::ArrayXXd expected(3, 2);
    expected << 1, 1.3, 1, 1.8, 1, 2.6;
    CHECK((world->specialisation == expected).all());
  }

  TEST_CASE(
      "travel takes the shortest way, outside the time its row says, a city that of 0.4 sqrt(area) at 40 "
      "km/h") {
    SmallScenario scenario{{.cities = 3, .outside = true}};
    scenario.drop_rows("links");
    scenario.add_row("links", {"Town 1", "第2市", "rail", "30", ""});
    scenario.add_row("links",
                     {"102", "第3", "rail", "50", ""});  // without the last character, as people say it
    scenario.add_row("links", {"101", "103", "hsr", "20", "2015"});
    scenario.cell("cities", 0, "area_km2") = "2500";
    const auto world = scenario.world();
    const Eigen::ArrayXXd now = node_minutes(*world, *world->graph, 2010.0);
    CHECK(now(0, 1) == 30);
    CHECK(now(2, 0) == 80);
    CHECK(now(0, 0) == doctest::Approx(.4 * 50 / 40 * 60).epsilon(kRounding));
    CHECK((now.row(3).head(3) == 300).all());
    CHECK((now.col(3).head(3) == 300).all());
    CHECK(now(3, 3) == 200);
    CHECK(node_minutes(*world, *world->graph, 2015.0)(0, 2) == 20);
    CHECK(node_minutes(*world, *world->freight, 2015.0)(0, 2) == 80);  // goods take no high-speed train
  }

  TEST_CASE("each province has a number and outside one of its own") {
    SmallScenario scenario{{.cities = 3, .outside = true}};
    scenario.cell("cities", 1, "province") = "West";
    const auto world = scenario.world();
    CHECK(world->province == std::vector<int>{0, 1, 0, 2});
    CHECK(world->provinces == std::vector<std::string>{"East", "West"});
  }

  TEST_CASE("neighbours are neighbours both ways") {
    const auto world = SmallScenario{}.world();
    Eigen::MatrixXd expected = Eigen::MatrixXd::Zero(3, 3);
    expected(0, 2) = expected(2, 0) = 1;
    CHECK(world->adjacency == expected);
  }

  TEST_CASE("an agent never stands for less than one or more than the scenario says") {
    for (const double people : {1.0, 10.0, 1000.0}) {
      SmallScenario scenario;
      scenario.people_per_agent = people;
      const auto world = scenario.world();
      CHECK(world->weight == people);
      REQUIRE(world->firm_weight.size() == 2);
      for (const double weight : world->firm_weight) {
        CHECK(weight >= 1);
        CHECK(weight <= people);
      }
      CHECK(world->capital_weight >= 1);
      CHECK(world->capital_weight <= people);
    }
  }
}

TEST_SUITE("industry_migration/world: fill rules") {
  TEST_CASE("national_sector_shares: an unknown city gets the mean of the others by value added") {
    SmallScenario scenario;
    scenario.cell("cities", 0, "gdp") = "10";
    scenario.cell("cities", 1, "gdp") = "30";
    scenario.cell("cities", 1, "share_primary") = "30";
    scenario.cell("cities", 1, "share_secondary") = "25";
    scenario.cell("cities", 2, "share_tertiary") = "";
    const auto world = scenario.world();
    CHECK(note_of(*world, "national_sector_shares").find("1 cities") != std::string::npos);
    CHECK(world->cities[2].sector[0] == doctest::Approx((10 * .10 + 30 * .30) / 40).epsilon(kRounding));
    CHECK(world->cities[2].sector[1] == doctest::Approx((10 * .45 + 30 * .25) / 40).epsilon(kRounding));
    CHECK(world->cities[2].sector[2] == doctest::Approx(.45).epsilon(kRounding));
  }

  TEST_CASE("national_sector_shares: a third each where no city is known") {
    SmallScenario scenario;
    scenario.drop_column("cities", "share_primary");
    const auto world = scenario.world();
    CHECK_FALSE(note_of(*world, "national_sector_shares").empty());
    CHECK(world->cities[1].sector[2] == doctest::Approx(1.0 / 3).epsilon(kRounding));
  }

  TEST_CASE("college_by_income: an unknown city follows income per head as the known cities do") {
    SmallScenario scenario{{.cities = 4}};
    // College per 100,000 = 4,000 (income per head)^1.2 at the known cities; the fourth has an income of 3.
    const std::array<double, 4> income{1, 2, 4, 3};
    for (std::size_t k = 0; k < 4; ++k) {
      scenario.cell("cities", k, "residents") = "60000";
      scenario.cell("cities", k, "gdp") = std::to_string(static_cast<int>(20 * income[k]));
      scenario.cell("cities", k, "college_per_100k") =
          k == 3 ? "" : std::to_string(4000 * std::pow(income[k], 1.2));
    }
    const auto world = scenario.world();
    const double expected = 4000 * std::pow(3.0, 1.2) / 1e5 / world->parameters.college_growth_to_2020;
    CHECK(world->cities[3].college_share ==
          doctest::Approx(expected).epsilon(1e-6));  // six decimals in the table
    CHECK(note_of(*world, "college_by_income").find("elasticity 1.20") != std::string::npos);
  }

  TEST_CASE("college_by_income: the nation's share where no city is known") {
    SmallScenario scenario;
    scenario.drop_column("cities", "college_per_100k");
    const auto world = scenario.world();
    const Parameters& p = world->parameters;
    CHECK_FALSE(note_of(*world, "college_by_income").empty());
    CHECK(world->cities[0].college_share ==
          doctest::Approx(p.adult_share[2] + p.adult_share[3]).epsilon(kRounding));
  }

  TEST_CASE("everyone_registered and no_net_migration fill what the data do not know") {
    SmallScenario scenario;
    scenario.cell("cities", 1, "hukou_residents") = "";
    scenario.drop_column("cities", "net_migration_per_1000");
    const auto world = scenario.world();
    CHECK(world->cities[1].hukou_residents == world->cities[1].residents);
    CHECK(world->cities[2].net_migration == 0);
    CHECK(note_of(*world, "everyone_registered").find("1 cities") != std::string::npos);
    CHECK(note_of(*world, "no_net_migration").find("3 cities") != std::string::npos);
  }

  TEST_CASE(
      "default_elasticity: unknown ones get the parameter, others are kept in its bounds, and both are "
      "told") {
    SmallScenario scenario{{.cities = 2, .industries = 4}};
    scenario.set("market.elasticity.default", 6);
    scenario.set("market.elasticity.least", 3);
    scenario.set("market.elasticity.greatest", 8);
    const std::array<const char*, 4> given{"", "1.5", "11.6", "7"};
    for (std::size_t k = 0; k < 4; ++k)
      scenario.cell("industries", k, "elasticity_of_substitution") = given[k];
    const auto world = scenario.world();
    Eigen::ArrayXd expected(4);
    expected << 6, 3, 8, 7;
    CHECK((world->technology.elasticity == expected).all());
    CHECK(world->notes ==
          std::vector<std::string>{
              "default_elasticity: industry1 has no known elasticity of substitution, 6 is taken",
              "elasticity of substitution of industry2 is 1.5, kept within 3 to 8",
              "elasticity of substitution of industry3 is 11.6, kept within 3 to 8"});
  }

  TEST_CASE("mean_research: unknown intensities are the mean of the known, in percent of sales") {
    SmallScenario scenario{{.cities = 2, .industries = 3}};
    scenario.cell("industries", 0, "rd_intensity") = "1";
    scenario.cell("industries", 1, "rd_intensity") = "4";
    scenario.cell("industries", 2, "rd_intensity") = "";
    const auto world = scenario.world();
    CHECK(world->industries[1].research_per_sales == doctest::Approx(.04).epsilon(kRounding));
    CHECK(world->industries[2].research_per_sales == doctest::Approx(.025).epsilon(kRounding));
    CHECK(note_of(*world, "mean_research") ==
          "mean_research: 1 industries have no known research intensity, 2.50 % of sales is taken");
  }

  TEST_CASE("no_energy: an industry of unknown energy input is taken to buy none") {
    SmallScenario scenario;
    scenario.cell("industries", 1, "energy_input") = "";
    const auto world = scenario.world();
    CHECK(world->industries[0].energy_per_sales == .02);
    CHECK(world->industries[1].energy_per_sales == 0);
    CHECK(note_of(*world, "no_energy") ==
          "no_energy: energy input of industry2 is not known and taken as zero");
  }

  TEST_CASE("mean_relatedness: a pair that nobody knows gets the mean of all pairs") {
    SmallScenario scenario{{.cities = 2, .industries = 3}};
    scenario.drop_rows("relatedness");
    scenario.add_row("relatedness", {"industry1", "industry2", "", ".2", ""});
    scenario.add_row("relatedness", {"industry1", "industry3", "", ".6", ""});
    const auto world = scenario.world();
    CHECK(world->relatedness(1, 2) == doctest::Approx(.4).epsilon(kRounding));
    CHECK(note_of(*world, "mean_relatedness") ==
          "mean_relatedness: 1 pairs of industries are not known, 0.400 is taken");
  }

  TEST_CASE("stationary_ages: without a table as many are of an age as live to it") {
    SmallScenario scenario;
    scenario.drop_table("ages");
    const auto world = scenario.world();
    const Parameters& p = world->parameters;
    CHECK_FALSE(note_of(*world, "stationary_ages").empty());
    REQUIRE(world->ages.size() == 100);
    const double survive = std::exp(-p.mortality_level * std::exp(p.mortality_slope * 70));
    CHECK(world->ages[71].residents / world->ages[70].residents ==
          doctest::Approx(survive).epsilon(kRounding));
    CHECK(world->ages[80].residents < world->ages[79].residents);
  }

  TEST_CASE("sales of a firm are the parameter where the table does not know them") {
    SmallScenario scenario;
    scenario.set("firms.sales_per_firm", 3);
    scenario.cell("industries", 1, "sales_per_firm") = "";
    const auto world = scenario.world();
    CHECK(world->industries[0].sales_per_firm ==
          doctest::Approx(.015).epsilon(kRounding));  // 100 million yuan
    CHECK(world->industries[1].sales_per_firm == doctest::Approx(.03).epsilon(kRounding));
  }
}

TEST_SUITE("industry_migration/world: problems") {
  TEST_CASE("factor shares that do not sum to one are refused with their sum") {
    SmallScenario scenario;
    scenario.cell("industries", 1, "labour_share") = "0.5";
    CHECK(only_problem(scenario) ==
          "industries.csv:3:43: error: labour_share, talent_share, capital_share and land_share of industry2 "
          "sum to 1.1, "
          "allowed is 0.999 to 1.001");
  }

  TEST_CASE("sector shares that do not sum to a hundred are refused with their sum") {
    SmallScenario scenario;
    scenario.cell("cities", 0, "share_tertiary") = "48";
    CHECK(only_problem(scenario).find(
              "share_primary, share_secondary and share_tertiary sum to 103, allowed is 99 to 101 "
              "percent") != std::string::npos);
  }

  TEST_CASE("cities that no road joins are named") {
    SmallScenario scenario{{.cities = 4}};
    scenario.drop_rows("links");
    scenario.add_row("links", {"101", "103", "rail", "30", ""});
    scenario.add_row("links", {"102", "103", "rail", "30", "2011"});
    scenario.add_row("links", {"102", "104", "hsr", "30", ""});
    const std::string problem = only_problem(scenario);
    CHECK(problem.rfind("links.csv: error: no way for goods leads from 第1市 to 第2市, 第4市 over the links "
                        "open at the start",
                        0) == 0);
    CHECK(problem.find("hint: add a link, or give it an open_year that is not after the start") !=
          std::string::npos);
  }

  TEST_CASE("of many cities that no road joins five are named and the others counted") {
    SmallScenario scenario{{.cities = 9}};
    scenario.drop_table("links");
    const std::string problem = only_problem(scenario);
    CHECK(problem.rfind("scenario.toml: error: ", 0) == 0);
    CHECK(problem.find("to 第2市, 第3市, 第4市, 第5市, 第6市 and 3 more over") != std::string::npos);
  }

  TEST_CASE("a city that is not there is refused with the nearest name") {
    SmallScenario scenario;
    scenario.cell("links", 0, "to") = "Twon 2";
    const std::string problem = only_problem(scenario);
    CHECK(problem.rfind("links.csv:2:5: error: to is \"Twon 2\", which is not a city of this scenario", 0) ==
          0);
    CHECK(problem.find("did you mean \"Town 2\"? `yanzhen list cities` prints all 3") != std::string::npos);
  }

  TEST_CASE("a name that two cities share is refused with both") {
    SmallScenario scenario;
    scenario.cell("cities", 2, "name_en") = "Town 1";
    scenario.cell("links", 0, "from") = "Town 1";
    const std::string problem = only_problem(scenario);
    CHECK(problem.rfind("links.csv:2:1: error: from is \"Town 1\", which names 2 cities", 0) == 0);
    CHECK(problem.find("write the Chinese name or the code: 第1市 (Town 1, 101) or 第3市 (Town 1, 103)") !=
          std::string::npos);
  }

  TEST_CASE("a code or a Chinese name that stands twice is refused with its first line") {
    SmallScenario code;
    code.cell("cities", 2, "code") = "102";
    code.drop_rows("adjacency");
    code.drop_rows("links");
    code.add_row("links", {"101", "第2市", "rail", "30", ""});
    code.add_row("links", {"101", "第3市", "rail", "30", ""});
    const std::string problem = only_problem(code);
    CHECK(problem.rfind("cities.csv:4:1: error: code \"102\" stands twice, first in line 3", 0) == 0);
    CHECK(problem.find("hint: it must name one row only") != std::string::npos);
    SmallScenario name;
    name.cell("cities", 1, "name_zh") = "第1市";
    CHECK(only_problem(name).rfind("cities.csv:3:5: error: name_zh \"第1市\" stands twice, first in line 2",
                                   0) == 0);
  }

  TEST_CASE("a link from a city to itself is refused") {
    SmallScenario scenario;
    scenario.add_row("links", {"101", "第1市", "rail", "30", ""});
    CHECK(only_problem(scenario).rfind("links.csv:5:5: error: the link leads from 101 to itself", 0) == 0);
  }

  TEST_CASE("an industry that is not there is refused with the nearest key, in every table that names one") {
    const auto expected = [](const std::string& place, const std::string& column) {
      return place + ": error: " + column +
             " is \"industri1\", which is not an industry of this scenario\n    hint: did you mean "
             "\"industry1\"?";
    };
    SmallScenario related;
    related.cell("relatedness", 0, "a") = "industri1";
    CHECK(only_problem(related) == expected("relatedness.csv:2:1", "a"));
    SmallScenario strong;
    strong.add_row("specialisation", {"101", "industri1", "2"});
    CHECK(only_problem(strong) == expected("specialisation.csv:2:5", "industry"));
    SmallScenario bought;
    bought.cell("input_output", 0, "input") = "industri1";
    CHECK(only_problem(bought) == expected("input_output.csv:2:1", "input"));
  }

  TEST_CASE("inputs worth more than the output are refused") {
    SmallScenario scenario;
    scenario.cell("input_output", 0, "industry2") = "0.7";
    scenario.cell("input_output", 1, "industry2") = "0.3";
    CHECK(only_problem(scenario) ==
          "input_output.csv:1: error: inputs of industry2 sum to 1 per unit of output, allowed is below 1");
  }

  TEST_CASE("an industry without a column in the input-output table is refused") {
    SmallScenario scenario;
    scenario.drop_column("input_output", "industry2");
    const std::string problem = only_problem(scenario);
    CHECK(problem.find("input_output.csv:1: error: there is no column for industry industry2") == 0);
    CHECK(problem.find("hint: one column for every key of the industries table") != std::string::npos);
  }

  TEST_CASE("words that the model does not know are refused with those it knows") {
    SmallScenario transport;
    transport.cell("industries", 0, "transport_class") = "heavy";
    CHECK(only_problem(transport).find(
              "transport_class is \"heavy\", allowed is low, medium, high, digital or proximity") !=
          std::string::npos);
    SmallScenario sector;
    sector.cell("industries", 0, "sector") = "quaternary";
    CHECK(only_problem(sector).find(
              "sector is \"quaternary\", allowed is primary, secondary, tertiary or nothing") !=
          std::string::npos);
  }

  TEST_CASE("prices that follow so fast that they explode are refused, with the numbers") {
    SmallScenario scenario;
    scenario.cell("industries", 0, "elasticity_of_substitution") = "5";
    scenario.cell("industries", 1, "elasticity_of_substitution") = "4.5";
    scenario.set("factors.price_adjustment", .25);
    const std::string problem = only_problem(scenario);
    CHECK(problem.rfind("scenario.toml:1:1: error: ", 0) == 0);
    CHECK(problem.find("0.25 * (5 - 1) = 1, allowed is below 1, or prices overshoot and explode") !=
          std::string::npos);
    CHECK(problem.find("hint: make factors.price_adjustment or market.elasticity.greatest smaller") !=
          std::string::npos);
    scenario.set("factors.price_adjustment", .24);
    CHECK(scenario.problems().empty());
  }

  TEST_CASE("a least elasticity above the greatest is refused") {
    SmallScenario scenario;
    scenario.set("market.elasticity.least", 9.5);
    scenario.set("market.elasticity.greatest", 9);
    CHECK(scenario.problems().front().problem ==
          "market.elasticity.least is 9.5, allowed is at most market.elasticity.greatest = 9");
  }

  TEST_CASE("a city of a handful of agents is refused") {
    SmallScenario scenario;
    scenario.cell("cities", 1, "residents") = "1500";
    const std::string problem = only_problem(scenario);
    CHECK(problem.find("第2市 has 1500 residents, which is 15.0 agents at scale.people_per_agent = 100; at "
                       "least 20 are needed") != std::string::npos);
    CHECK(problem.find("hint: make scale.people_per_agent smaller") != std::string::npos);
    scenario.people_per_agent = 50;
    CHECK(scenario.problems().empty());
  }

  TEST_CASE("ages that run backwards, overlap or hold nobody are refused") {
    SmallScenario backwards;
    backwards.cell("ages", 5, "age_to") = "70";
    CHECK(only_problem(backwards).rfind("ages.csv:7:4: error: age_to is 70, allowed is age_from = 75 or more",
                                        0) == 0);
    SmallScenario overlap;
    overlap.cell("ages", 1, "age_from") = "14";
    CHECK(only_problem(overlap).rfind("ages.csv:3:1: error: ages 14 to 29 overlap with 0 to 14", 0) == 0);
    SmallScenario nobody;
    for (std::size_t row = 0; row < 6; ++row) nobody.cell("ages", row, "residents") = "0";
    CHECK(only_problem(nobody).rfind("ages.csv: error: no age group has residents", 0) == 0);
  }

  TEST_CASE("all problems of all tables are told at once") {
    SmallScenario scenario;
    scenario.cell("cities", 2, "code") = "102";
    scenario.cell("industries", 1, "labour_share") = "0.5";
    scenario.cell("relatedness", 0, "a") = "nothing";
    scenario.set("factors.price_adjustment", .5);
    const std::vector<Diagnostic> problems = scenario.problems();
    for (const char* file : {"cities.csv", "industries.csv", "relatedness.csv", "scenario.toml"}) {
      CAPTURE(file);
      CHECK(std::any_of(problems.begin(), problems.end(),
                        [&](const Diagnostic& one) { return one.where.file == file; }));
    }
  }
}

}  // namespace yanzhen::industry_migration
