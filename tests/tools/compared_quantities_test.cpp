#include "tools/compared_quantities.hpp"

#include <doctest/doctest.h>

#include "tools/command.hpp"

namespace yanzhen::tools {
namespace {

constexpr const char* kMoney = "100 million yuan a year";

// Three cities in two provinces, and panels of every form that a model may have.
Heads heads() {
  const std::vector<std::string> cities{"上海", "苏州", "宿州"};
  const std::vector<std::string> places{"上海", "苏州", "宿州", "outside", "nation"};
  Heads heads;
  heads.files = {{{"base.h5", "Base", "", 1}, true, "yanzhen", {}}};
  heads.dimensions = {{"city",
                       "",
                       cities,
                       {{"city_en", "", {"Shanghai", "Suzhou", "Suzhou"}},
                        {"city_code", "", {"1", "2", "3"}},
                        {"province", "", {"East", "East", "West"}}}},
                      {"industry",
                       "",
                       {"farming", "trade"},
                       {{"industry_zh", "", {"农业", "商业"}}, {"industry_en", "", {"Farming", "Trade"}}}},
                      {"tier", "", {"low", "high"}, {}},
                      {"place", "", places, {}},
                      {"account", "", {"tax", "land", "fees"}, {}},
                      {"origin", "", places, {}},
                      {"destination", "", places, {}}};
  const auto panel = [&](const char* name, std::vector<std::string> dimensions, const char* unit,
                         PanelGroup group) {
    heads.panels.push_back({name, std::move(dimensions), unit, "", PanelValues::real, group});
  };
  panel("residents", {"city"}, "persons", PanelGroup::state);
  panel("value_added", {"city"}, kMoney, PanelGroup::state);
  panel("wage", {"city", "tier"}, "yuan a worker and year", PanelGroup::state);
  panel("quotient", {"city", "industry"}, "index", PanelGroup::state);
  panel("concentration", {"industry"}, "index", PanelGroup::state);
  panel("cube", {"city", "industry", "tier"}, "share", PanelGroup::state);
  panel("public_income", {"place", "account"}, "fen", PanelGroup::flow);
  panel("transfers", {"origin", "destination"}, "fen", PanelGroup::flow);
  panel("theil", {}, "index", PanelGroup::index);
  heads.lacks = {{"firms", "policy.h5"}};
  return heads;
}

std::vector<std::string> names_of(const std::vector<Quantity>& quantities) {
  std::vector<std::string> names;
  for (const Quantity& one : quantities) names.push_back(to_word(one.table.by) + " " + one.table.panel);
  return names;
}

std::string mistake_of(const std::vector<By>& by, const std::vector<std::string>& panels) {
  try {
    static_cast<void>(choose_quantities(heads(), by, panels));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no mistake";
}

Quantity only(By by, const std::string& panel) {
  const std::vector<Quantity> quantities = choose_quantities(heads(), {by}, {panel});
  REQUIRE(quantities.size() == 1);
  return quantities[0];
}

}  // namespace

TEST_SUITE("tools/compared_quantities") {
  TEST_CASE("without a wish there are all indices, and who gains") {
    CHECK(names_of(choose_quantities(heads(), {}, {})) ==
          std::vector<std::string>{"index theil", "gains residents", "gains value_added"});
  }
  TEST_CASE("usual panels are told as far as the files record them") {
    CHECK(names_of(choose_quantities(heads(), {By::city}, {})) ==
          std::vector<std::string>{"city residents", "city value_added", "city public_income"});
  }
  TEST_CASE("places that are no city are left out, further dimensions summed, and flows over time too") {
    const Quantity income = only(By::city, "public_income");
    CHECK(income.table.summed);
    CHECK(income.table.keys.size() == 3);
    // (place, account): 1 2 3 of Shanghai, 4 5 6, 7 8 9; then outside and nation
    const std::vector<double> row{1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 100, 100, 1000, 1000, 1000};
    CHECK(gather(row, income.gathering, {}) == std::vector<double>{6, 15, 24});
    CHECK(gather(row, only(By::province, "public_income").gathering, {}) == std::vector<double>{21, 24});
  }
  TEST_CASE("a panel between places is told for those who give and for those who get") {
    const std::vector<Quantity> transfers = choose_quantities(heads(), {By::city}, {"transfers"});
    CHECK(names_of(transfers) ==
          std::vector<std::string>{"city transfers:origin", "city transfers:destination"});
    std::vector<double> row(25, 0.0);
    row[0 * 5 + 2] = 7;  // from Shanghai to 宿州
    row[4 * 5 + 1] = 5;  // from the nation to 苏州
    CHECK(gather(row, transfers[0].gathering, {}) == std::vector<double>{7, 0, 0});
    CHECK(gather(row, transfers[1].gathering, {}) == std::vector<double>{0, 5, 7});
  }
  TEST_CASE("keys have the names that the dimension has") {
    const Quantity residents = only(By::city, "residents");
    CHECK(residents.table.keys[2].label == "宿州");
    CHECK(residents.table.keys[2].name == "宿州 Suzhou");
    CHECK(residents.table.keys[2].name_en == "Suzhou");
    CHECK(residents.table.keys[2].province == "West");
    const Quantity quotient = only(By::industry, "quotient");
    CHECK(quotient.table.keys[0].label == "farming");
    CHECK(quotient.table.keys[0].name == "农业 Farming");
    CHECK(only(By::province, "residents").table.keys[1].label == "West");
  }
  TEST_CASE("what is intensive is averaged over cities by residents, and told apart by what it has besides") {
    const std::vector<double> residents{3, 1, 2};
    const std::vector<double> wages{10, 100, 20, 200, 30, 300};  // (city, tier)
    const std::vector<Quantity> by_city = choose_quantities(heads(), {By::city}, {"wage"});
    CHECK(names_of(by_city) == std::vector<std::string>{"city wage:low", "city wage:high"});
    CHECK(gather(wages, by_city[1].gathering, residents) == std::vector<double>{100, 200, 300});
    const std::vector<Quantity> by_province = choose_quantities(heads(), {By::province}, {"wage"});
    REQUIRE(by_province.size() == 2);
    CHECK(gather(wages, by_province[0].gathering, residents) == std::vector<double>{12.5, 30});
    const std::vector<double> quotients{1, 2, 3, 4, 5, 6};  // (city, industry)
    CHECK(gather(quotients, only(By::industry, "quotient").gathering, residents) ==
          std::vector<double>{16.0 / 6, 22.0 / 6});
    CHECK(gather(std::vector<double>{0.1, 0.2}, only(By::industry, "concentration").gathering, residents) ==
          std::vector<double>{0.1, 0.2});
  }
  TEST_CASE("a panel alone is told the way its dimensions allow") {
    CHECK(names_of(choose_quantities(heads(), {}, {"concentration", "theil", "value_added"})) ==
          std::vector<std::string>{"industry concentration", "index theil", "city value_added"});
  }
  TEST_CASE("what cannot be told is refused with the reason") {
    CHECK(mistake_of({}, {"residnets"}) == "the files record no panel \"residnets\"");
    CHECK(mistake_of({}, {"firms"}) == "policy.h5 does not record panel firms, another file does");
    CHECK(mistake_of({By::city}, {"concentration"}) ==
          "panel concentration cannot be told that way; its dimensions: industry, its unit: index");
    CHECK(mistake_of({By::city}, {"cube"}) ==
          "panel cube cannot be told that way; its dimensions: city, industry, tier, its unit: share");
    CHECK(mistake_of({By::industry}, {}) == "the files record no panel to tell by industry");
  }
  TEST_CASE("a model without cities is compared by its indices") {
    Heads urn;
    urn.files = heads().files;
    urn.panels = {{"share_of_first", {}, "share", "", PanelValues::real, PanelGroup::index}};
    CHECK(names_of(choose_quantities(urn, {}, {})) == std::vector<std::string>{"index share_of_first"});
    urn.panels.clear();
    CHECK_THROWS_AS(static_cast<void>(choose_quantities(urn, {}, {})), UsageError);
  }
}

}  // namespace yanzhen::tools
