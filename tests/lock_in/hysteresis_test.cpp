#include "models/lock_in/hysteresis.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/lock_in/bistable.hpp"

namespace yanzhen::lock_in {
namespace {

Watch watch_of(const WatchSettings& settings) {
  const Simulation run = testing::bistable_run({}, 1);
  Problems problems;
  return Watch::resolve(settings, run.model(), problems).value();
}

TEST_CASE("a grid has both ends exactly and equal steps, up or down") {
  CHECK(grid(0, 1, 5) == std::vector<double>{0, 0.25, 0.5, 0.75, 1});
  CHECK(grid(1, 0, 3) == std::vector<double>{1, 0.5, 0});
  CHECK(grid(0, 0.3, 4).back() == 0.3);
}

TEST_CASE("the area of a loop with straight sides is that of the polygon") {
  const std::vector<double> values{0, 1, 2, 3};
  const Loop square{{0, 0, 0, 1}, {0, 1, 1, 1}};
  const LoopMeasures measures = measure(values, square);
  CHECK(measures.area == 0.5 + 1 + 0.5);
  CHECK(measures.share == doctest::Approx(2.0 / 3).epsilon(1e-15));
  CHECK(measures.returns);
  CHECK(measures.up.left == 2);
  CHECK(measures.up.right == 3);
  CHECK(measures.up.share == 1);
  CHECK(measures.down.left == 0);
  CHECK(measures.down.sudden());
}

TEST_CASE("branches that are the same enclose nothing and do not jump") {
  const std::vector<double> values{0, 1, 2, 3, 4};
  const std::vector<double> line{0, 1, 2, 3, 4};
  const LoopMeasures measures = measure(values, {line, line});
  CHECK(measures.area == 0);
  CHECK(measures.returns);
  CHECK(measures.up.share == 0.25);
  CHECK_FALSE(measures.up.sudden());
}

TEST_CASE("a state that stays up has not returned, one within the tolerance has") {
  const std::vector<double> values{0, 1};
  CHECK_FALSE(measure(values, {{0, 1}, {1, 1}}).returns);
  CHECK(measure(values, {{0, 1}, {0.04, 1}}).returns);
  CHECK_FALSE(measure(values, {{0, 1}, {0.04, 1}}, 0.03).returns);
}

TEST_CASE("where nothing moves there is no box to fill and the state has returned") {
  const LoopMeasures measures = measure(std::vector<double>{0, 1}, {{2, 2}, {2, 2}});
  CHECK(measures.share == 0);
  CHECK(measures.returns);
  CHECK(measures.up.share == 0);
}

TEST_CASE("a loop that goes down first has the same area") {
  const Loop loop{{0, 0, 1}, {0, 1, 1}};
  CHECK(measure(std::vector<double>{2, 1, 0}, loop).area == measure(std::vector<double>{0, 1, 2}, loop).area);
}

TEST_CASE("a loop's time is that of all values, and beyond the calendar there is none") {
  const Clock clock{date_from("2000-01").value(), date_from("2010-01").value(), StepLength::quarter};
  const auto time = loop_time(clock, {{"p", 0, 1, {}}, 11, 10});
  REQUIRE(time);
  CHECK(time->hold == 40);
  CHECK(time->steps == 21 * 40);
  CHECK(end_setting(clock, time->steps) == "time.end=\"2210-01-01\"");
  CHECK_FALSE(loop_time(clock, {{"p", 0, 1, {}}, 1000, 10}));
}

// Equilibrium of x - x^3 + p above (or below) the middle one, by Newton's method from beyond it.
double equilibrium(double p, double from) {
  double x = from;
  for (int k = 0; k < 200; ++k) x -= (x - x * x * x + p) / (1 - 3 * x * x);
  return x;
}

TEST_CASE("a double well's loop jumps at its folds, encloses the area between its branches and returns") {
  // The value after a fold is 0.035 beyond it, where the ghost of the lost state holds a run up for
  // pi / sqrt(sqrt(3) 0.035) = 13 years.
  constexpr std::uint32_t kPoints = 21;
  const HysteresisSettings settings{{"p", -0.6, 0.6, {}}, kPoints, 24};
  const double step = 1.2 / (kPoints - 1);
  const double fold = 2 / (3 * std::sqrt(3.0));
  Runs runs{testing::bistable_maker({}), {}};
  const Simulation run = testing::bistable_run({}, 1);
  const auto time = loop_time(run.clock(), settings).value();
  const std::vector<std::uint64_t> seeds{1};
  const auto loops = run_loops(runs, watch_of(testing::first_cell()), settings, time.hold,
                               {end_setting(run.clock(), time.steps)}, seeds);
  const std::vector<double> values = grid(-0.6, 0.6, kPoints);
  const LoopMeasures measures = measure(values, loops[0]);
  CHECK(measures.up.left < fold);
  CHECK(measures.up.right > fold);
  CHECK(measures.down.left < -fold);
  CHECK(measures.down.right > -fold);
  CHECK(measures.up.sudden());
  CHECK(measures.returns);

  double area = 0;  // between the branches, from fold to fold, by the midpoint rule
  constexpr int kSlices = 20'000;
  for (int k = 0; k < kSlices; ++k) {
    const double p = -fold + 2 * fold * (k + 0.5) / kSlices;
    area += (equilibrium(p, 2) - equilibrium(p, -2)) * 2 * fold / kSlices;
  }
  // Each jump is known to one step of the grid, and is at most as high as the loop.
  CHECK(std::abs(measures.area - area) < 2 * step * 2.4);
  // Away from the folds the branch is the equilibrium: 24 years are 80 relaxation times.
  CHECK(loops[0].up.front() == doctest::Approx(2 + equilibrium(-0.6, -2)).epsilon(1e-9));
  CHECK(loops[0].up.back() == doctest::Approx(2 + equilibrium(0.6, 2)).epsilon(1e-9));
}

TEST_CASE("the same sweep without memory goes back as it came") {
  const HysteresisSettings settings{{"p", -0.6, 0.6, {}}, 7, 40};
  Runs runs{testing::bistable_maker({"memory=0"}), {}};
  const Simulation run = testing::bistable_run({}, 1);
  const auto time = loop_time(run.clock(), settings).value();
  const std::vector<std::uint64_t> seeds{1};
  const auto loops = run_loops(runs, watch_of(testing::first_cell()), settings, time.hold,
                               {end_setting(run.clock(), time.steps)}, seeds);
  // x relaxes by e^-40 in a value's time, less than rounding.
  CHECK(measure(grid(-0.6, 0.6, 7), loops[0]).area < 1e-12);
}

TEST_CASE("time goes on through a loop, and a flow is of one value's time") {
  const HysteresisSettings settings{{"p", 0, 0.1, {}}, 2, 3};
  Runs runs{testing::bistable_maker({"noise=0.2"}), {}};
  const std::vector<std::uint64_t> seeds{1, 2};
  const Settings end{"years=9"};
  const auto flows = run_loops(runs, watch_of({"months", {}, "", {}}), settings, 36, end, seeds);
  CHECK(flows[0].up == std::vector<double>{36, 36});
  CHECK(flows[1].down == std::vector<double>{36, 36});
  // With one value twice the loop is one run of nine years, cut in three: the draws of a step are its own.
  const HysteresisSettings still{{"p", 0, 0, {}}, 2, 3};
  const Watch watch = watch_of(testing::first_cell());
  const auto loops = run_loops(runs, watch, still, 36, end, seeds);
  Simulation whole = testing::bistable_run(std::vector<std::string>{"noise=0.2", "years=9"}, 1);
  while (whole.now() < whole.end()) whole.step();
  CHECK(loops[0].down[0] == watch.measure(whole.model()));
}

TEST_CASE("the mean loop is the mean point by point") {
  const std::vector<Loop> loops{{{0, 2}, {4, 6}}, {{2, 4}, {0, 2}}};
  CHECK(mean_loop(loops).up == std::vector<double>{1, 3});
  CHECK(mean_loop(loops).down == std::vector<double>{2, 4});
}

}  // namespace
}  // namespace yanzhen::lock_in
