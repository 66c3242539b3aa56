#include "engine/simulation.hpp"

#include <doctest/doctest.h>

#include <stdexcept>

#include "engine/memory_state.hpp"

namespace yanzhen {
namespace {

using Every = RecordOptions::Every;

// Writes down which phase ran in which step; its state is how often.
class Diary : public Model {
 public:
  explicit Diary(std::vector<std::string>& lines)
      : phases_{{"decide", [this, &lines](Step step) { write(lines, "decide", step); }},
                {"settle", [this, &lines](Step step) { write(lines, "settle", step); }}} {}

  const std::vector<Dimension>& dimensions() const override { return dimensions_; }
  const std::vector<Panel>& panels() const override { return panels_; }
  const std::vector<Phase>& phases() const override { return phases_; }
  void measure(std::size_t, std::span<double>) const override {}
  void start_flow_interval() override {}
  void visit_state(StateVisitor& visitor) override { visitor.value("entries", entries_); }
  std::uint64_t agents() const override { return 0; }
  std::uint64_t moves() const override { return 0; }
  std::uint64_t checksum() const override { return static_cast<std::uint64_t>(entries_); }
  std::vector<AgentColumn> copy_agents() const override { return {}; }
  const std::vector<std::string>& notes() const override { return notes_; }

 private:
  void write(std::vector<std::string>& lines, const std::string& phase, Step step) {
    lines.push_back(phase + " " + std::to_string(step));
    ++entries_;
  }
  std::vector<Dimension> dimensions_;
  std::vector<Panel> panels_;
  std::vector<Phase> phases_;
  std::vector<std::string> notes_;
  std::int64_t entries_ = 0;
};

Simulation simulation_of(const char* start, const char* end, StepLength length,
                         std::vector<std::string>& lines) {
  Scenario scenario;
  scenario.clock = Clock{date_from(start).value(), date_from(end).value(), length};
  return Simulation{scenario, std::make_unique<Diary>(lines)};
}

// Steps at which a record is due, start and end among them.
std::vector<Step> due_steps(const char* start, const char* end, StepLength length, Every every) {
  std::vector<std::string> lines;
  Simulation simulation = simulation_of(start, end, length, lines);
  std::vector<Step> due;
  if (simulation.record_due(every)) due.push_back(0);
  while (simulation.now() < simulation.end()) {
    simulation.step();
    if (simulation.record_due(every)) due.push_back(simulation.now());
  }
  return due;
}

}  // namespace

TEST_SUITE("engine/simulation") {
  TEST_CASE("every phase runs once a step, in order, and is told the step") {
    std::vector<std::string> lines;
    Simulation simulation = simulation_of("2010", "2010-07", StepLength::quarter, lines);
    CHECK(simulation.end() == 2);
    simulation.step();
    simulation.step();
    CHECK(lines == std::vector<std::string>{"decide 0", "settle 0", "decide 1", "settle 1"});
    CHECK(simulation.now() == 2);
    CHECK(simulation.phase_seconds().size() == 2);
    CHECK(simulation.phase_seconds()[0] >= 0.0);
    CHECK_THROWS_AS(simulation.step(), std::logic_error);
  }

  TEST_CASE("a record is due at the start, at the end, and when a step, month, quarter or year has begun") {
    using Steps = std::vector<Step>;
    const auto days = StepLength::day;
    CHECK(due_steps("2010-12-30", "2011-01-03", days, Every::step) == Steps{0, 1, 2, 3, 4});
    CHECK(due_steps("2010-12-30", "2011-02-03", days, Every::month) == Steps{0, 2, 33, 35});
    CHECK(due_steps("2010-03-30", "2010-07-03", days, Every::quarter) == Steps{0, 2, 93, 95});
    CHECK(due_steps("2010-12-30", "2011-02-03", days, Every::year) == Steps{0, 2, 35});
    CHECK(due_steps("2010-11", "2011-06", StepLength::month, Every::quarter) == Steps{0, 2, 5, 7});
    CHECK(due_steps("2010-07", "2012", StepLength::quarter, Every::year) == Steps{0, 2, 6});
    CHECK(due_steps("2010-07", "2011-07", StepLength::quarter, Every::month) == Steps{0, 1, 2, 3, 4});
    CHECK(due_steps("2010-07", "2013-07", StepLength::year, Every::year) == Steps{0, 1, 2, 3});
    CHECK(due_steps("2010-07", "2012-07", StepLength::year, Every::quarter) ==
          Steps{0, 1, 2});  // never more than the steps
  }

  TEST_CASE("a run that was saved and loaded goes on at its step") {
    std::vector<std::string> lines;
    Simulation first = simulation_of("2010", "2011", StepLength::quarter, lines);
    first.step();
    first.step();
    StateSaver saver;
    first.visit_state(saver);

    std::vector<std::string> later;
    Simulation second = simulation_of("2010", "2011", StepLength::quarter, later);
    StateLoader loader{saver.saved};
    second.visit_state(loader);
    CHECK(second.now() == 2);
    CHECK(second.model().checksum() == first.model().checksum());
    second.step();
    CHECK(later == std::vector<std::string>{"decide 2", "settle 2"});
  }
}
}  // namespace yanzhen
