#include "tools/experiment_progress.hpp"

#include <doctest/doctest.h>

#include "tools/display.hpp"

namespace yanzhen::tools {
namespace {

TEST_CASE("the line of an experiment tells its part, its steps and the time left") {
  CHECK(experiment_line("Push", 1020, 2000, "steps", 12, 100) ==
        "Push [##########..........]  51 %  1,020 of 2,000 steps  0:12 left");
  CHECK(experiment_line("Push", 0, 2000, "steps", -1, 100) ==
        "Push [....................]   0 %  0 of 2,000 steps  -:-- left");
}

TEST_CASE("more steps than were expected are no more than all") {
  CHECK(experiment_line("", 30, 20, "steps", 0, 100).find("[####################] 100 %") !=
        std::string::npos);
}

TEST_CASE("the line fits any terminal, and gives up its title first") {
  for (std::size_t columns = 1; columns < 120; ++columns)
    CHECK(display_width(experiment_line("长江三角洲的电子产业与补贴", 5, 10, "steps", 3, columns)) <=
          columns);
  CHECK(experiment_line("Push", 5, 10, "steps", 3, 54).starts_with("["));
}

}  // namespace
}  // namespace yanzhen::tools
