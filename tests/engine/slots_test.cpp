#include "engine/slots.hpp"

#include <doctest/doctest.h>

#include <vector>

#include "engine/memory_state.hpp"

namespace yanzhen {

TEST_SUITE("engine/slots") {
  TEST_CASE("newcomers get rows one after the other, and the row of one that left is used again") {
    Slots slots{3};
    CHECK(slots.size() == 3);
    CHECK(slots.open() == 3);
    slots.close(1);
    slots.close(2);
    CHECK(slots.alive() == 2);
    CHECK(slots.size() == 4);  // columns keep their length
    CHECK(slots.open() == 2);  // freed last
    CHECK(slots.open() == 1);
    CHECK(slots.open() == 4);
    CHECK(slots.alive() == 5);
    CHECK(slots.size() == 5);
  }

  TEST_CASE("an agent that stays keeps its row while others come and go") {
    Slots slots{10};
    std::vector<bool> used(10, true);
    for (std::uint32_t turn = 0; turn < 1000; ++turn) {
      const Row leaving = turn * 7 % 10;
      if (leaving != 4 && used[leaving]) {  // agent 4 stays
        slots.close(leaving);
        used[leaving] = false;
      } else {
        const Row row = slots.open();
        REQUIRE(row != 4);
        if (row >= used.size()) used.resize(row + 1, true);
        used[row] = true;
      }
      Row alive = 0;
      for (const bool one : used) alive += one ? 1 : 0;
      REQUIRE(slots.alive() == alive);
    }
  }

  TEST_CASE("slots that were saved and loaded go on as if nothing had happened") {
    Slots before{5};
    before.close(3);
    before.close(0);
    (void)before.open();
    StateSaver saver;
    before.visit_state("firms/slots", saver);

    Slots after{1};
    StateLoader loader{saver.saved};
    after.visit_state("firms/slots", loader);
    CHECK(after.size() == before.size());
    CHECK(after.alive() == before.alive());
    for (int k = 0; k < 5; ++k) CHECK(after.open() == before.open());
  }

  TEST_CASE("saving changes nothing") {
    Slots slots{5};
    slots.close(2);
    StateSaver saver;
    slots.visit_state("s", saver);
    CHECK(slots.size() == 5);
    CHECK(slots.alive() == 4);
    CHECK(slots.open() == 2);
  }
}
}  // namespace yanzhen
