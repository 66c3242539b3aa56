#include "models/experiment/pareto_front.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <random>

#include "models/experiment/sensitivity.hpp"

namespace yanzhen::experiment {

using Points = std::vector<std::size_t>;

TEST_SUITE("experiment/pareto_front") {
  TEST_CASE("the front of a known set: what no other point beats in both") {
    const std::vector<double> income{1, 2, 3, 4, 2, 3};
    const std::vector<double> gap{1, 2, 3, 5, 3, 3};
    const std::vector<Objective> objectives{{income, true}, {gap, false}};
    CHECK(pareto_front(objectives) == Points{0, 1, 2, 3, 5});  // 4 has the income of 1 with a larger gap
  }
  TEST_CASE("one objective leaves its best points, all of them where they are equal") {
    const std::vector<double> values{2, 5, 1, 5};
    CHECK(pareto_front(std::vector<Objective>{{values, true}}) == Points{1, 3});
    CHECK(pareto_front(std::vector<Objective>{{values, false}}) == Points{2});
  }
  TEST_CASE("a point that is as good in one and worse in the other is beaten") {
    const std::vector<double> a{1, 1};
    const std::vector<double> b{2, 3};
    CHECK(pareto_front(std::vector<Objective>{{a, true}, {b, true}}) == Points{1});
  }
  TEST_CASE("points without a result are left out and beat none") {
    const std::vector<double> a{9, 1, 2};
    const std::vector<double> b{kUnknown, 2, 1};
    CHECK(pareto_front(std::vector<Objective>{{a, true}, {b, true}}) == Points{1, 2});
    const std::vector<double> none{kUnknown, kUnknown};
    CHECK(pareto_front(std::vector<Objective>{{none, true}}).empty());
  }
  TEST_CASE("it is what comparing every point with every other finds") {
    std::mt19937 draws{1};
    std::uniform_int_distribution<int> few{0, 8};  // with many ties
    std::vector<std::vector<double>> values(3, std::vector<double>(200));
    for (auto& column : values)
      for (double& value : column) value = few(draws);
    const std::vector<Objective> objectives{{values[0], true}, {values[1], false}, {values[2], true}};
    Points expected;
    for (std::size_t k = 0; k < 200; ++k) {
      bool beaten = false;
      for (std::size_t other = 0; other < 200; ++other) {
        const double gains[3] = {values[0][other] - values[0][k], values[1][k] - values[1][other],
                                 values[2][other] - values[2][k]};
        const bool as_good = gains[0] >= 0 && gains[1] >= 0 && gains[2] >= 0;
        beaten = beaten || (as_good && gains[0] + gains[1] + gains[2] > 0);
      }
      if (!beaten) expected.push_back(k);
    }
    CHECK(pareto_front(objectives) == expected);
  }
}

}  // namespace yanzhen::experiment
