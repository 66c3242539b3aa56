#include "models/lock_in/watch.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/lock_in/bistable.hpp"
#include "tests/support/toy_model.hpp"

namespace yanzhen::lock_in {
namespace {

using testing::bistable_run;
using testing::ToyModel;

// The problems of settings that name something that is not there.
std::string problem_of(const WatchSettings& settings, const Model& model) {
  Problems problems;
  CHECK_FALSE(Watch::resolve(settings, model, problems));
  std::string text;
  for (const Diagnostic& one : problems.list()) text += to_text(one) + "\n";
  return text;
}

double watched(const WatchSettings& settings, const Model& model) {
  Problems problems;
  const auto watch = Watch::resolve(settings, model, problems);
  problems.throw_if_any();
  return watch.value().measure(model);
}

TEST_CASE("a label may be any name of a thing, in small letters, and with or without 市") {
  const ToyModel toy;  // firms of city c and industry i: 100 c + 10 i
  for (const char* const name : {"Jiaxing", "jiaxing", "嘉兴", "嘉兴市"}) {
    CAPTURE(name);
    CHECK(watched({"firms", {{"city", name}, {"industry", "生物医药"}}, "", {}}, toy) == 120);
  }
}

TEST_CASE("dimensions that are not named are summed over") {
  const ToyModel toy;
  CHECK(watched({"firms", {{"city", "Nanjing"}}, "", {}}, toy) == 200 + 210 + 220);
  CHECK(watched({"firms", {{"industry", "纺织"}}, "", {}}, toy) == 0 + 100 + 200 + 300);
  CHECK(watched({"firms", {}, "", {}}, toy) == watched({"all_firms", {}, "", {}}, toy));
}

TEST_CASE("a quotient divides by the same places, summed over what they do not name") {
  const ToyModel toy;  // output of city c: c
  CHECK(watched({"firms", {{"city", "Nanjing"}, {"industry", "纺织"}}, "output", {}}, toy) == 200.0 / 2);
  CHECK(watched({"firms", {{"city", "Nanjing"}, {"industry", "纺织"}}, "all_firms", {}}, toy) ==
        200.0 / watched({"all_firms", {}, "", {}}, toy));
  CHECK(std::isnan(watched({"firms", {{"city", "Shanghai"}}, "output", {}}, toy)));
}

TEST_CASE("what is watched is told by the labels of the model") {
  const Simulation run = bistable_run({}, 1);
  Problems problems;
  WatchSettings settings = testing::first_cell();
  settings.over = "total";
  const auto watch = Watch::resolve(settings, run.model(), problems);
  CHECK(watch.value().text() == "size (city 上海市, industry textiles) / total (city 上海市)");
  CHECK(watch.value().unit() == "1");
}

TEST_CASE("what a model does not have is told with the nearest name, all at once") {
  const ToyModel toy;
  const Place where{"x.toml", 7, 1};
  const std::string text =
      problem_of({"firms", {{"citty", "Nanjing"}, {"industry", "electronic 电子"}}, "outputs", where}, toy);
  CHECK(text.find("x.toml:7:1: error: lockin.watch.over is \"outputs\"") != std::string::npos);
  CHECK(text.find("did you mean \"output\"?") != std::string::npos);
  CHECK(text.find("did you mean \"city\"?") != std::string::npos);
  CHECK(text.find("did you mean \"electronics 电子\"?") != std::string::npos);
  CHECK(problem_of({"firm", {}, "", {}}, toy).find("did you mean \"firms\"?") != std::string::npos);
  CHECK(problem_of({"firms", {{"city", "Beijing"}}, "", {}}, toy).find("there are Shanghai, Jiaxing") !=
        std::string::npos);
  CHECK(problem_of({"all_firms", {{"city", "Nanjing"}}, "", {}}, toy).find("it is one number") !=
        std::string::npos);
}

}  // namespace
}  // namespace yanzhen::lock_in
