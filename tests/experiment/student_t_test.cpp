#include "models/experiment/student_t.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <utility>
#include <vector>

namespace yanzhen::experiment {

TEST_SUITE("experiment/student_t") {
  TEST_CASE("quantiles of Student's t are those of the tables") {
    // Boost.Math 1.74, quantile(students_t(df), 0.975), printed to 10 digits.
    const std::vector<std::pair<std::uint64_t, double>> known{
        {1, 12.70620474},  {2, 4.302652730},  {3, 3.182446305},   {4, 2.776445105},  {9, 2.262157163},
        {10, 2.228138852}, {29, 2.045229642}, {100, 1.983971519}, {999, 1.962341461}};
    for (const auto& row : known) {
      CAPTURE(row.first);
      CHECK(student_t_quantile(0.975, row.first) == doctest::Approx(row.second).epsilon(1e-9));
    }
    CHECK(student_t_quantile(0.995, 5) == doctest::Approx(4.032142984).epsilon(1e-9));
    CHECK(student_t_quantile(0.5, 7) == doctest::Approx(0).epsilon(1e-12));
    CHECK(student_t_quantile(0.025, 9) == -student_t_quantile(0.975, 9));
  }
  TEST_CASE("with one and two degrees of freedom the quantile has a closed form") {
    for (const double p : {0.51, 0.6, 0.9, 0.99, 0.9999}) {
      CAPTURE(p);
      CHECK(student_t_quantile(p, 1) == doctest::Approx(std::tan(M_PI * (p - 0.5))).epsilon(1e-9));
      const double alpha = 4 * p * (1 - p);
      CHECK(student_t_quantile(p, 2) == doctest::Approx(2 * (p - 0.5) * std::sqrt(2 / alpha)).epsilon(1e-9));
    }
  }
  TEST_CASE("quantiles of the normal distribution are those of the tables") {
    // Abramowitz & Stegun 1964, table 26.1 and 26.5, to ten digits.
    CHECK(normal_quantile(0.975) == doctest::Approx(1.959963985).epsilon(1e-9));
    CHECK(normal_quantile(0.1) == doctest::Approx(-1.281551566).epsilon(1e-9));
    CHECK(normal_below(1) == doctest::Approx(0.8413447461).epsilon(1e-9));
    CHECK(normal_below(-1) == doctest::Approx(0.1586552539).epsilon(1e-9));
  }
}

}  // namespace yanzhen::experiment
