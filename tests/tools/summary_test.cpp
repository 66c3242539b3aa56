#include "tools/summary.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace yanzhen::tools {
namespace {

// Two cities, two industries, and panels whose values a test sets.
class StillModel final : public Model {
 public:
  explicit StillModel(std::vector<Panel> panels) : panels_{std::move(panels)} {}

  std::map<std::string, std::vector<double>> values;

  [[nodiscard]] const std::vector<Dimension>& dimensions() const override { return dimensions_; }
  [[nodiscard]] const std::vector<Panel>& panels() const override { return panels_; }
  [[nodiscard]] const std::vector<Phase>& phases() const override { return phases_; }
  void measure(std::size_t panel, std::span<double> out) const override {
    const std::vector<double>& from = values.at(panels_[panel].name);
    REQUIRE(from.size() == out.size());
    std::copy(from.begin(), from.end(), out.begin());
  }
  void start_flow_interval() override {}
  void visit_state(StateVisitor&) override {}
  [[nodiscard]] std::uint64_t agents() const override { return 0; }
  [[nodiscard]] std::uint64_t moves() const override { return 0; }
  [[nodiscard]] std::uint64_t checksum() const override { return 0; }
  [[nodiscard]] std::vector<AgentColumn> copy_agents() const override { return {}; }
  [[nodiscard]] const std::vector<std::string>& notes() const override { return notes_; }

 private:
  std::vector<Dimension> dimensions_{
      {"city",
       "",
       {"上海", "宿州"},
       {{"city_en", "", {"Shanghai", "Suzhou (Anhui)"}}, {"city_code", "", {"1", "2"}}}},
      {"industry",
       "",
       {"farming", "services"},
       {{"industry_zh", "", {"农业", "服务"}}, {"industry_en", "", {"Farming", "Services"}}}}};
  std::vector<Panel> panels_;
  std::vector<Phase> phases_;
  std::vector<std::string> notes_;
};

StillModel delta() {
  return StillModel{{{"residents", {"city"}, "people", ""},
                     {"value_added", {"industry", "city"}, "100 million yuan/year", ""},
                     {"rent", {"city"}, "-", ""}}};
}

Summary difference(StillModel& model) {
  model.values = {{"residents", {1000, 500}}, {"value_added", {10, 10, 20, 40}}};
  const Snapshot before = take_snapshot(model);
  model.values = {{"residents", {1300, 400}}, {"value_added", {10, 20, 60, 10}}};
  Summary summary;
  compare(model, before, take_snapshot(model), summary);
  return summary;
}

}  // namespace

TEST_SUITE("tools/summary") {
  TEST_CASE("totals are sums over all cities") {
    StillModel model = delta();
    const Summary summary = difference(model);
    REQUIRE(summary.totals.size() == 2);
    CHECK(summary.totals[0].name == "residents");
    CHECK(summary.totals[0].before == 1500);
    CHECK(summary.totals[0].after == 1700);
    CHECK(summary.totals[1].unit == "100 million yuan/year");
    CHECK(summary.totals[1].after == 100);
  }
  TEST_CASE("cities stand in the order of what they gained, under both their names") {
    StillModel model = delta();
    const Summary summary = difference(model);
    REQUIRE(summary.cities.size() == 2);
    CHECK(summary.cities[0].name == "上海 Shanghai");
    CHECK(summary.cities[0].after - summary.cities[0].before == 300);
    CHECK(summary.cities[1].name == "宿州 Suzhou (Anhui)");
  }
  TEST_CASE("shares are taken along the industry, whichever axis it is, and sum to one") {
    StillModel model = delta();
    const Summary summary = difference(model);
    REQUIRE(summary.shares.size() == 2);
    CHECK(summary.shares[0].name == "农业 Farming");
    CHECK(summary.shares[0].before == 0.25);  // (10 + 10) / 80, exact in binary
    CHECK(summary.shares[1].after == 0.7);    // 70 / 100, rounded once on both sides
  }
  TEST_CASE("a model without such panels has a summary all the same") {
    StillModel model{{{"balls", {"industry"}, "-", ""}}};
    Summary summary;
    compare(model, take_snapshot(model), take_snapshot(model), summary);
    CHECK(summary.totals.empty());
    CHECK(summary.cities.empty());
    summary.title = "Urn";
    CHECK(to_text(summary).find("Urn, seed 0: step 0 of 0") == 0);
  }
  TEST_CASE("the text lines up under Chinese names") {
    StillModel model = delta();
    const std::string text = to_text(difference(model));
    CHECK(text.find("  most residents gained    now  gain\n"
                    "  上海 Shanghai          1,300  +300  +30.0 %\n") != std::string::npos);
    CHECK(text.find("  宿州 Suzhou (Anhui)  400  -100  -20.0 %\n") != std::string::npos);
  }
  TEST_CASE("a summary of an unfinished sitting says so") {
    Summary summary;
    summary.first_step = 12;
    summary.moves = 3400;
    CHECK(to_text(summary).find("(not complete)") != std::string::npos);
    CHECK(to_text(summary).find("3,400 since step 12") != std::string::npos);
  }
}

}  // namespace yanzhen::tools
