#include "tools/progress.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tools/display.hpp"

namespace yanzhen::tools {
namespace {

Progress halfway() {
  Progress progress;
  progress.title = "长三角产业转移基线";
  progress.step = 40;
  progress.steps = 80;
  progress.date = "2020-01-01";
  progress.agents = 2345678;
  progress.moves_per_second = 12345.6;
  progress.seconds_left = 95;
  return progress;
}

}  // namespace

TEST_SUITE("tools/progress") {
  TEST_CASE("the line tells step, date, agents, moves a second and time left") {
    const std::string line = progress_line(halfway(), 120);
    for (const char* const part :
         {"长三角产业转移基线 [", "40/80", "2020-01-01", "2,345,678 agents", "12,346 moves/s", "1:35 left"}) {
      CAPTURE(part);
      CHECK(line.find(part) != std::string::npos);
    }
  }
  TEST_CASE("the bar is half full halfway") {
    const std::string line = progress_line(halfway(), 120);
    const std::size_t begin = line.find('[');
    const std::size_t end = line.find(']');
    const std::string cells = line.substr(begin + 1, end - begin - 1);
    CHECK(cells.size() == 2 * cells.find('.'));
  }
  TEST_CASE("the line never exceeds the terminal, whatever its width and the letters in the title") {
    for (std::size_t columns = 1; columns <= 200; ++columns) {
      CAPTURE(columns);
      CHECK(display_width(progress_line(halfway(), columns)) <= columns);
    }
  }
  TEST_CASE("where there is no room the title goes and the figures stay") {
    const std::string line = progress_line(halfway(), 82);
    CHECK(line.find("长") == std::string::npos);
    CHECK(line.find("1:35 left") != std::string::npos);
  }
  TEST_CASE("a time left that is not known yet is shown as such") {
    Progress progress = halfway();
    progress.seconds_left = -1;
    CHECK(progress_line(progress, 120).find("-:-- left") != std::string::npos);
  }
  TEST_CASE("a steady pace is told exactly") {
    Pace pace;
    for (int i = 0; i < 100; ++i) pace.add(3, 0.5);
    CHECK(pace.per_second() == doctest::Approx(6.0).epsilon(1e-12));  // rounding of 100 sums
  }
  TEST_CASE("one slow step moves the pace little, and a lasting change is seen within half a minute") {
    Pace pace;
    for (int i = 0; i < 100; ++i) pace.add(1, 0.1);
    pace.add(1, 1.0);
    CHECK(pace.per_second() > 8.0);  // it would be 1 without memory
    for (int i = 0; i < 30; ++i) pace.add(1, 1.0);
    CHECK(pace.per_second() == doctest::Approx(1.0).epsilon(0.2));  // 30 s are six half-lives: 1/64 is left
  }
}

}  // namespace yanzhen::tools
