#include "models/industry_migration/populations.hpp"

#include <doctest/doctest.h>

#include "engine/memory_state.hpp"

namespace yanzhen::industry_migration {
namespace {

template <class... Columns>
std::size_t bytes_of(const Columns&... column) {
  return (sizeof(column[0]) + ... + 0);
}

template <class Population>
Population saved_and_loaded(Population& population) {
  StateSaver saver;
  population.visit_state(saver);
  Population copy;
  StateLoader loader{saver.saved};
  copy.visit_state(loader);
  return copy;
}

}  // namespace

TEST_SUITE("industry_migration/populations") {
  TEST_CASE("a person takes 8 bytes, a firm 13, a unit of capital 8") {
    const TalentPopulation t;
    const FirmPopulation f;
    const CapitalPopulation c;
    CHECK(bytes_of(t.city, t.hukou, t.born, t.tier, t.industry) == 8);
    CHECK(bytes_of(f.city, f.home, f.industry, f.log_productivity, f.founded, f.settled) == 13);
    CHECK(bytes_of(c.city, c.owner, c.industry, c.kind, c.matures) == 8);
  }

  TEST_CASE("those who come get rows in order, each with what was said of it") {
    TalentPopulation talent;
    CHECK(talent.open({3, 4, -250, 1, 9}) == 0);
    CHECK(talent.open({5, 5, 7, 3, 2}) == 1);
    CHECK(talent.slots.size() == 2);
    CHECK(talent.city == std::vector<NodeNumber>{3, 5});
    CHECK(talent.hukou == std::vector<NodeNumber>{4, 5});
    CHECK(talent.born == std::vector<Month>{-250, 7});
    CHECK(talent.tier == std::vector<std::uint8_t>{1, 3});
    CHECK(talent.industry == std::vector<std::uint8_t>{9, 2});
  }

  TEST_CASE("who leaves stands nowhere, and the next who comes gets that row") {
    TalentPopulation talent;
    for (NodeNumber city = 0; city < 4; ++city) talent.open({city, city, 0, 0, 0});
    talent.close(1);
    talent.close(2);
    CHECK(talent.city == std::vector<NodeNumber>{0, kNowhere, kNowhere, 3});
    CHECK(talent.tier[1] == kVacantTier);
    CHECK(talent.slots.alive() == 2);
    CHECK(talent.open({9, 8, -1, 2, 7}) == 2);
    CHECK(talent.city[2] == 9);
    CHECK(talent.hukou[2] == 8);
    CHECK(talent.born[2] == -1);
    CHECK(talent.tier[2] == 2);
    CHECK(talent.industry[2] == 7);
    CHECK(talent.open({1, 1, 1, 1, 1}) == 1);
    CHECK(talent.open({1, 1, 1, 1, 1}) == 4);
    CHECK(talent.city.size() == 5);
  }

  TEST_CASE("firms and capital use rows again too, with every column new") {
    FirmPopulation firms;
    firms.open({1, 2, 3, .5F, -12, -6});
    firms.close(0);
    CHECK(firms.city[0] == kNowhere);
    CHECK(firms.open({4, 5, 6, -.25F, 8, 9}) == 0);
    CHECK(firms.city[0] == 4);
    CHECK(firms.home[0] == 5);
    CHECK(firms.industry[0] == 6);
    CHECK(firms.log_productivity[0] == -.25F);
    CHECK(firms.founded[0] == 8);
    CHECK(firms.settled[0] == 9);
    CapitalPopulation capital;
    capital.open({1, 2, 3, 40});
    capital.close(0);
    CHECK(capital.city[0] == kNowhere);
    CHECK(capital.open({4, 5, 6, 50}) == 0);
    CHECK(capital.city[0] == 4);
    CHECK(capital.owner[0] == 5);
    CHECK(capital.industry[0] == 6);
    CHECK(capital.matures[0] == 50);
  }

  TEST_CASE("a population that is saved and loaded gives the same rows, and hands out the same rows next") {
    TalentPopulation talent;
    for (NodeNumber city = 0; city < 5; ++city) talent.open({city, 1, static_cast<Month>(-10 * city), 2, 3});
    talent.close(3);
    talent.close(0);
    TalentPopulation copy = saved_and_loaded(talent);
    CHECK(copy.city == talent.city);
    CHECK(copy.hukou == talent.hukou);
    CHECK(copy.born == talent.born);
    CHECK(copy.tier == talent.tier);
    CHECK(copy.industry == talent.industry);
    for (int k = 0; k < 3; ++k) CHECK(copy.open({7, 7, 7, 0, 7}) == talent.open({7, 7, 7, 0, 7}));

    FirmPopulation firms;
    firms.open({1, 2, 3, .5F, -12, -6});
    const FirmPopulation same = saved_and_loaded(firms);
    CHECK(same.home == firms.home);
    CHECK(same.log_productivity == firms.log_productivity);
    CHECK(same.settled == firms.settled);
    CHECK(same.founded == firms.founded);
    CapitalPopulation capital;
    capital.open({1, 2, 3, 40});
    const CapitalPopulation units = saved_and_loaded(capital);
    CHECK(units.owner == capital.owner);
    CHECK(units.kind == capital.kind);
    CHECK(units.matures == capital.matures);
  }
}

}  // namespace yanzhen::industry_migration
