#include "engine/memory_state.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

namespace yanzhen {
namespace {

// What a model might hold: whole numbers, real ones, nothing at all.
struct Things {
  std::vector<std::int16_t> whole{1, -2, 3};
  std::vector<double> real{0.1, 1e300};
  std::vector<float> none;
  std::uint64_t one = 18446744073709551615ULL;

  void visit(StateVisitor& visitor) {
    visitor.array("whole", whole);
    visitor.array("real", real);
    visitor.array("none", none);
    visitor.value("one", one);
  }
};

SavedArrays saved(Things& things) {
  StateSaver saver;
  things.visit(saver);
  return saver.saved;
}

TEST_CASE("what was saved in memory comes back, longer or shorter than what was there") {
  Things things;
  StateLoader loader{saved(things)};
  Things other{{9}, {1, 2, 3, 4}, {7}, 0};
  other.visit(loader);
  CHECK(other.whole == things.whole);
  CHECK(other.real == things.real);
  CHECK(other.none.empty());
  CHECK(other.one == things.one);
  CHECK(saved(other) == saved(things));
}

TEST_CASE("a state that lacks an array, or has it as another kind of number, is refused by name") {
  Things things;
  SavedArrays state = saved(things);
  state.erase("real");
  StateLoader without{state};
  CHECK_THROWS_WITH_AS(things.visit(without), "the state to go on from has no real", std::runtime_error);
  state = saved(things);
  state.at("whole").kind = ScalarKind::uint16;
  StateLoader other{state};
  CHECK_THROWS_AS(things.visit(other), std::runtime_error);
}

TEST_CASE("two arrays of one name cannot be saved") {
  std::vector<double> values{1};
  StateSaver saver;
  saver.array("x", values);
  CHECK_THROWS_AS(saver.array("x", values), std::logic_error);
}

}  // namespace
}  // namespace yanzhen
