#include "models/experiment/replicate_means.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace yanzhen::experiment {

TEST_SUITE("experiment/replicate_means") {
  TEST_CASE("a mean has its standard deviation and Student's interval") {
    const MeanEstimate one = mean_estimate(std::vector<double>{1, 2, 3, 4, 5}, .95);
    CHECK(one.n == 5);
    CHECK(one.mean == 3);
    CHECK(one.deviation == doctest::Approx(std::sqrt(2.5)).epsilon(1e-15));
    // R: t.test(1:5)$conf.int, printed to eight digits.
    CHECK(one.low == doctest::Approx(1.0367568).epsilon(1e-7));
    CHECK(one.high == doctest::Approx(4.9632432).epsilon(1e-7));
    CHECK(mean_estimate(std::vector<double>{1, 2, 3, 4, 5}, .5).low > one.low);
  }
  TEST_CASE("runs without a result are left out, and one result has no interval") {
    const std::vector<MeanEstimate> means = replicate_means(
        std::vector<double>{1, kUnknown, 3, kUnknown, kUnknown, 7, kUnknown, kUnknown, kUnknown}, 3, .95);
    REQUIRE(means.size() == 3);
    CHECK(means[0].n == 2);
    CHECK(means[0].mean == 2);
    CHECK(means[0].high > 2);
    CHECK(means[1].n == 1);
    CHECK(means[1].mean == 7);
    CHECK(std::isnan(means[1].deviation));
    CHECK(std::isnan(means[1].low));
    CHECK(means[2].n == 0);
    CHECK(std::isnan(means[2].mean));
    CHECK(means_of(means)[1] == 7);
  }
  TEST_CASE("points of one sweep have the intervals that each has alone") {
    const std::vector<double> results{1, 2, 4, 4, 4, 9, 0, 0, 0};
    const std::vector<MeanEstimate> means = replicate_means(results, 3, .9);
    for (std::size_t point = 0; point < 3; ++point) {
      CAPTURE(point);
      const MeanEstimate alone = mean_estimate(std::span{results}.subspan(3 * point, 3), .9);
      CHECK(means[point].low == alone.low);
      CHECK(means[point].high == alone.high);
    }
  }
}

}  // namespace yanzhen::experiment
