#include "models/industry_migration/indices.hpp"

#include <doctest/doctest.h>

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

using namespace yanzhen::industry_migration;
using Eigen::ArrayXd;
using Eigen::ArrayXi;
using Eigen::ArrayXXd;
using Eigen::Index;

namespace {

// Closed formulas of at most some hundred terms: far above their rounding, far below any mistake.
constexpr double kRelative = 1e-9;
constexpr std::uint32_t kSeeds = 200;

doctest::Approx about(double expected) { return doctest::Approx{expected}.epsilon(kRelative).scale(0.0); }

bool same(const ArrayXXd& actual, const ArrayXXd& expected, double tolerance = kRelative) {
  if (actual.rows() != expected.rows() || actual.cols() != expected.cols()) return false;
  return ((actual - expected).abs() <= tolerance * expected.abs().max(1.0)).all();
}

bool within(const ArrayXXd& values, double least, double most) {
  return values.isFinite().all() && (values >= least).all() && (values <= most).all();
}

ArrayXd list(std::initializer_list<double> values) {
  return Eigen::Map<const ArrayXd>{values.begin(), static_cast<Index>(values.size())};
}

// Four regions, three industries.
ArrayXXd example() {
  ArrayXXd x(4, 3);
  x << 50, 30, 20, 10, 60, 30, 5, 5, 90, 35, 5, 60;
  return x;
}

// Four regions, four industries.
Presence example_presence() {
  Presence m(4, 4);
  m << true, true, true, false, true, true, false, false, false, true, true, false, false, false, true, true;
  return m;
}

ArrayXXd chain(Index n) {
  ArrayXXd neighbours = ArrayXXd::Zero(n, n);
  for (Index i = 0; i + 1 < n; ++i) neighbours(i, i + 1) = neighbours(i + 1, i) = 1.0;
  return neighbours;
}

class Random {
 public:
  explicit Random(std::uint32_t seed) : bits_{seed} {}
  double uniform() { return (static_cast<double>(bits_()) + 0.5) / 4294967296.0; }
  Index whole(Index below) { return static_cast<Index>(uniform() * static_cast<double>(below)); }
  // About `zeros` of the entries are 0, the others spread over three orders of magnitude.
  ArrayXXd table(Index rows, Index columns, double zeros) {
    return ArrayXXd::NullaryExpr(rows, columns, [&](Index, Index) {
      const double size = std::pow(10.0, 3.0 * uniform());
      return uniform() < zeros ? 0.0 : size;
    });
  }
  ArrayXd column(Index rows, double zeros) { return table(rows, 1, zeros).col(0); }
  ArrayXXd neighbours(Index n) {
    ArrayXXd weights = ArrayXXd::Zero(n, n);
    for (Index i = 0; i < n; ++i)
      for (Index j = i + 1; j < n; ++j) weights(i, j) = weights(j, i) = uniform() < 0.4 ? 1.0 : 0.0;
    return weights;
  }
  std::vector<Index> order(Index n) {
    std::vector<Index> result(static_cast<std::size_t>(n));
    std::iota(result.begin(), result.end(), Index{0});
    for (Index i = n - 1; i > 0; --i)
      std::swap(result[static_cast<std::size_t>(i)], result[static_cast<std::size_t>(whole(i + 1))]);
    return result;
  }

 private:
  std::mt19937 bits_;
};

}  // namespace

TEST_SUITE("industry_migration/indices: what cities do") {
  TEST_CASE("location quotients of the example are those worked by hand") {
    ArrayXXd expected(4, 3);
    expected << 2, 1.2, 0.4, 0.4, 2.4, 0.6, 0.2, 0.2, 1.8, 1.4, 0.2, 1.2;
    CHECK(same(location_quotients(example()), expected));
  }

  TEST_CASE("a city's location quotients average to one, weighted by the industries' shares of the whole") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      const ArrayXXd x = Random{seed}.table(7, 5, 0.4);
      const ArrayXd whole = x.colwise().sum().transpose() / x.sum();
      const ArrayXd mean = (location_quotients(x).matrix() * whole.matrix()).array();
      CHECK(same(mean, (x.rowwise().sum() > 0.0).cast<double>()));
    }
  }

  TEST_CASE("the unit of activity changes no index of structure") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      const ArrayXXd x = Random{seed}.table(6, 5, 0.3);
      CHECK(same(location_quotients(1e4 * x), location_quotients(x)));
      CHECK(same(herfindahl_by_city(1e4 * x), herfindahl_by_city(x)));
      CHECK(same(krugman_specialisation(1e4 * x), krugman_specialisation(x)));
      CHECK(same(structural_similarity(1e4 * x), structural_similarity(x)));
    }
  }

  TEST_CASE("the Herfindahl index is one over n when even and one when single") {
    ArrayXXd x(3, 4);
    x << 1, 1, 1, 1, 0, 5, 0, 0, 0, 0, 0, 0;
    CHECK(same(herfindahl_by_city(x), list({0.25, 1.0, 0.0})));
    CHECK(same(herfindahl_by_industry(x), list({1.0, 26.0 / 36.0, 1.0, 1.0})));
  }

  TEST_CASE("Krugman's specialisation of the example, against the total and not halved") {
    CHECK(same(krugman_specialisation(example()), list({0.6, 0.7, 0.8, 0.4})));
  }

  TEST_CASE("structural similarity of the first two regions of the example") {
    const ArrayXXd s = structural_similarity(example());
    CHECK(s(0, 1) == about(2900.0 / std::sqrt(3800.0 * 4600.0)));  // 0.69362907
    CHECK(s(0, 1) == s(1, 0));
    const double pairs = s(0, 1) + s(0, 2) + s(0, 3) + s(1, 2) + s(1, 3) + s(2, 3);
    CHECK(mean_structural_similarity(example()) == about(pairs / 6.0));
  }

  TEST_CASE(
      "similarity knows structure only: growing one city changes nothing, and an empty city is not counted") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      ArrayXXd x = Random{seed}.table(6, 5, 0.3) + 1e-3;
      const double before = mean_structural_similarity(x);
      x.row(2) *= 50.0;
      CHECK(mean_structural_similarity(x) == about(before));
      ArrayXXd wider = ArrayXXd::Zero(7, 5);
      wider.topRows(6) = x;
      CHECK(mean_structural_similarity(wider) == about(before));
    }
  }

  TEST_CASE("indices of structure stay in their ranges") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      const ArrayXXd x = Random{seed}.table(6, 4, 0.5);
      CHECK(within(location_quotients(x), 0.0, 1e300));
      CHECK(within(herfindahl_by_city(x), 0.0, 1.0 + 1e-15));
      CHECK(within(krugman_specialisation(x), 0.0, 2.0));
      CHECK(within(structural_similarity(x), 0.0, 1.0));
      CHECK(within(ArrayXd::Constant(1, mean_structural_similarity(x)), 0.0, 1.0));
    }
  }

  TEST_CASE("an empty city has zero in every index of structure, also beside itself") {
    ArrayXXd x = example();
    x.row(2).setZero();
    CHECK((location_quotients(x).row(2) == 0.0).all());
    CHECK(herfindahl_by_city(x)(2) == 0.0);
    CHECK(krugman_specialisation(x)(2) == 0.0);
    CHECK((structural_similarity(x).row(2) == 0.0).all());
  }

  TEST_CASE("cities that are copies of each other are not specialised and wholly alike") {
    const ArrayXXd x = list({3, 1, 0, 6}).transpose().replicate(5, 1);
    CHECK(same(location_quotients(x).col(2), ArrayXd::Zero(5)));  // an industry that nobody has
    CHECK(same(krugman_specialisation(x), ArrayXd::Zero(5), 1e-15));
    CHECK(same(structural_similarity(x), ArrayXXd::Ones(5, 5)));
  }
}

TEST_SUITE("industry_migration/indices: how unequal cities are") {
  TEST_CASE("Theil's T of 1, 2, 3, 4 is 0.106440135") {
    const double t = theil_total(list({1, 2, 3, 4}), ArrayXd::Ones(4));
    double expected = 0.0;
    for (const double x : {1.0, 2.0, 3.0, 4.0}) expected += x / 10.0 * std::log(x / 2.5);
    CHECK(t == about(expected));
    CHECK(std::abs(t - 0.106440135) < 5e-10);  // printed with nine digits
  }

  TEST_CASE("Theil between and within provinces add up to the total, and neither is negative") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      Random random{seed};
      const ArrayXd income = random.column(12, 0.2);
      const ArrayXd population = random.column(12, 0.2);
      const ArrayXi province =
          ArrayXi::NullaryExpr(12, [&](Index) { return static_cast<int>(random.whole(4)) - 1; });
      const double total = theil_total(income, population);
      const double between = theil_between(income, population, province);
      const double within_provinces = theil_within(income, population, province);
      CHECK(std::isfinite(total));
      CHECK(between >= 0.0);
      CHECK(within_provinces >= 0.0);
      CHECK(std::abs(between + within_provinces - total) <= 1e-13);  // some dozen terms below ten
    }
  }

  TEST_CASE("one province has no inequality between, a province for each city none within") {
    const ArrayXd income = list({3, 1, 0, 6});
    const ArrayXd population = list({1, 2, 1, 3});
    const double total = theil_total(income, population);
    REQUIRE(total > 0.1);
    CHECK(theil_between(income, population, ArrayXi::Constant(4, 7)) == 0.0);
    CHECK(theil_within(income, population, ArrayXi::Constant(4, 7)) == about(total));
    CHECK(theil_between(income, population, ArrayXi::LinSpaced(4, 0, 3)) == about(total));
    CHECK(theil_within(income, population, ArrayXi::LinSpaced(4, 0, 3)) == 0.0);
  }

  TEST_CASE(
      "Theil's T depends on neither the unit of money nor of people, and is zero when incomes per head "
      "agree") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      Random random{seed};
      const ArrayXd income = random.column(9, 0.1);
      const ArrayXd population = random.column(9, 0.0);
      CHECK(theil_total(7.1 * income, 1e4 * population) == doctest::Approx(theil_total(income, population)));
      CHECK(theil_total(3.7 * population, population) < 1e-14);
    }
  }

  TEST_CASE("a city without people is left out of Theil's T, with its income") {
    CHECK(theil_total(list({1, 2, 3, 4, 99}), list({1, 1, 1, 1, 0})) ==
          about(theil_total(list({1, 2, 3, 4}), list({1, 1, 1, 1}))));
    CHECK(theil_total(list({0, 5}), list({1, 1})) == about(std::log(2.0)));  // all income in one of two
  }

  TEST_CASE("the Gini index of 1, 2, 3, 4 is one quarter, and zero of equal values") {
    CHECK(gini(list({1, 2, 3, 4})) == about(0.25));
    CHECK(gini(ArrayXd::Constant(7, 0.1)) == 0.0);
    CHECK(gini(list({0, 0, 0, 5})) == about(0.75));
  }

  TEST_CASE("the weighted Gini index is the mean difference between two people drawn at random") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      Random random{seed};
      const ArrayXd x = random.column(8, 0.2);
      const ArrayXd w = random.column(8, 0.2);
      double differences = 0.0;
      for (Index i = 0; i < 8; ++i)
        for (Index j = 0; j < 8; ++j) differences += w(i) * w(j) * std::abs(x(i) - x(j));
      const double mean = w.sum() * (w * x).sum();
      const double expected = mean > 0.0 ? differences / (2.0 * mean) : 0.0;
      CHECK(gini_weighted(x, w) == doctest::Approx(expected).epsilon(kRelative));
      CHECK(gini_weighted(3.0 * x, 5.0 * w) == doctest::Approx(expected).epsilon(kRelative));
      CHECK(gini_weighted(x, w) < 1.0);
    }
  }

  TEST_CASE("a weight of two is the same value twice") {
    CHECK(gini_weighted(list({1, 4, 9}), list({2, 1, 0})) == about(gini(list({1, 4, 1}))));
  }
}

TEST_SUITE("industry_migration/indices: where industries and riches gather") {
  TEST_CASE(
      "fifty equal plants split 30, 10, 10 over equal regions have an Ellison-Glaeser index of one seventh") {
    CHECK(ellison_glaeser(list({0.6, 0.2, 0.2}), ArrayXd::Constant(3, 1.0 / 3.0), 1.0 / 50.0) ==
          about(1.0 / 7.0));
  }

  TEST_CASE("an industry spread as all activity is has an Ellison-Glaeser index of -H / (1 - H)") {
    const ArrayXd shares = list({0.5, 0.3, 0.2});
    CHECK(ellison_glaeser(shares, shares, 0.2) == about(-0.25));
  }

  TEST_CASE("Moran's I of 1, 2, 3, 4 along a chain is one third") {
    CHECK(morans_i(list({1, 2, 3, 4}), chain(4)) == about(1.0 / 3.0));
  }

  TEST_CASE("Moran's I of alternating values around a ring is -1") {
    ArrayXXd ring = chain(4);
    ring(0, 3) = ring(3, 0) = 1.0;
    CHECK(morans_i(list({1, 5, 1, 5}), ring) == about(-1.0));
  }

  TEST_CASE("Moran's I of a constant is zero, also of one that is no binary fraction") {
    CHECK(morans_i(ArrayXd::Constant(7, 0.1), chain(7)) == 0.0);
  }

  TEST_CASE("a city without neighbours changes nothing in Moran's I, whatever its value") {
    ArrayXXd wider = ArrayXXd::Zero(6, 6);
    wider.topLeftCorner(4, 4) = chain(4);
    wider(5, 5) = 3.0;  // the diagonal is not read
    CHECK(morans_i(list({1, 2, 3, 4, 1000, -7}), wider) == about(1.0 / 3.0));
    CHECK(morans_i(list({1, 2}), ArrayXXd::Zero(2, 2)) == 0.0);
  }

  TEST_CASE("Moran's I depends on neither unit nor origin of the values, nor on the unit of the weights") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      Random random{seed};
      const ArrayXd values = random.column(8, 0.2);
      const ArrayXXd weights = random.neighbours(8);
      const double expected = morans_i(values, weights);
      CHECK(std::isfinite(expected));
      CHECK(morans_i(10.0 - 4.0 * values, 3.0 * weights) == doctest::Approx(expected).epsilon(kRelative));
    }
  }
}

TEST_SUITE("industry_migration/indices: how sizes are distributed") {
  TEST_CASE("sizes that follow Zipf's law in rank - 1/2 have the exponent one, and other powers theirs") {
    ArrayXd zipf(30);
    ArrayXd steeper(30);
    for (Index i = 0; i < 30; ++i) {
      zipf(i) = 1e7 / (static_cast<double>(i) + 0.5);
      steeper(i) = 1e7 * std::pow(static_cast<double>(i) + 0.5, -1.0 / 1.3);
    }
    CHECK(rank_size_exponent(zipf) == about(1.0));
    CHECK(rank_size_exponent(steeper) == about(1.3));
    CHECK(rank_size_exponent(1e-3 * steeper.reverse()) == about(1.3));  // unit and order do not matter
  }

  TEST_CASE("an empty city has no rank") {
    CHECK(rank_size_exponent(list({4, 0, 2, 1})) == rank_size_exponent(list({4, 2, 1})));
    CHECK(rank_size_exponent(list({4, 4, 0})) == 0.0);
  }

  TEST_CASE("Hill's estimator of 1, 2, 4 is two over three ln 2") {
    CHECK(tail_exponent(list({2, 1, 4}), 1.0) == about(2.0 / (3.0 * std::log(2.0))));
    CHECK(tail_exponent(list({2, 1, 0, 4}), 0.0) == about(1.0 / std::log(2.0)));  // at least one, 4 above 2
    CHECK(tail_exponent(list({3, 9, 9, 9}), 0.5) == 0.0);  // the largest three are equal
  }

  TEST_CASE("Hill's estimator finds the exponent of a Pareto tail and does not look below it") {
    constexpr Index kSizes = 20000;
    ArrayXd sizes(kSizes);
    for (Index i = 0; i < kSizes; ++i)
      sizes(i) = std::pow((static_cast<double>(i) + 0.5) / kSizes, -1.0 / 1.06);
    const double alpha = tail_exponent(sizes, 0.05);
    // k = 1000 exact quantiles: the sum of ln(k / (i - 1/2)) is k less ln(2) / 2 and terms of order 1.
    CHECK(alpha == doctest::Approx(1.06).epsilon(3e-3));
    ArrayXd other = 40.0 * sizes.reverse();
    other.head(kSizes / 2) = 40.0;  // the smaller half
    CHECK(tail_exponent(other, 0.05) == about(alpha));
  }

  TEST_CASE("a histogram of a Pareto law gives its exponent, from however many of its bins") {
    for (const double alpha : {0.9, 1.06, 2.0}) {
      ArrayXd counts(120);
      for (Index bin = 0; bin < 120; ++bin)
        counts(bin) = std::pow(1.5, -alpha * static_cast<double>(bin)) -
                      std::pow(1.5, -alpha * static_cast<double>(bin + 1));
      CHECK(tail_exponent_of_histogram(counts, 1.5, 1.0) == about(alpha));
      CHECK(tail_exponent_of_histogram(1e6 * counts, 1.5, 0.05) == doctest::Approx(alpha).epsilon(1e-7));
    }
  }

  TEST_CASE("a histogram without a tail has no exponent") {
    CHECK(tail_exponent_of_histogram(list({0, 0, 9, 0}), 2.0, 0.5) == 0.0);
    CHECK(tail_exponent_of_histogram(list({5, 4, 9}), 2.0, 0.3) == 0.0);  // the top bin alone is half of all
    CHECK(tail_exponent_of_histogram(ArrayXd::Zero(3), 2.0, 0.5) == 0.0);
  }
}

TEST_SUITE("industry_migration/indices: what stands near to what") {
  TEST_CASE("proximity and relatedness density of the example are those worked by hand") {
    const ArrayXXd phi = proximity(example_presence());
    ArrayXXd expected(4, 4);
    expected << 0, 2, 1, 0, 2, 0, 2, 0, 1, 2, 0, 1, 0, 0, 1, 0;
    CHECK(same(phi, expected / 3.0));
    CHECK(same(relatedness_density(phi, example_presence()).row(0), list({1, 1, 0.75, 1}).transpose()));
  }

  TEST_CASE("proximity is symmetric and, as density, between zero and one") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      const Presence m = Random{seed}.table(6, 7, 0.6) > 0.0;
      const ArrayXXd phi = proximity(m);
      CHECK((phi == phi.transpose()).all());
      CHECK((phi.matrix().diagonal().array() == 0.0).all());
      CHECK(within(phi, 0.0, 1.0));
      CHECK(within(relatedness_density(phi, m), 0.0, 1.0));
    }
  }

  TEST_CASE("a city with every industry has density one in each that is related to any") {
    Presence m = example_presence();
    m.row(3).setConstant(true);
    CHECK(same(relatedness_density(proximity(m), m).row(3), ArrayXXd::Ones(1, 4)));
    CHECK(same(relatedness_density(ArrayXXd::Zero(4, 4), m), ArrayXXd::Zero(4, 4)));
  }

  TEST_CASE("economic complexity of the example") {
    // W applied 400 times in 40-digit arithmetic, then standardised.
    const ArrayXd expected =
        list({0.4862323021260558, 1.0227104094524569, 0.1341195268316002, -1.643062238410113});
    CHECK(same(economic_complexity(example_presence()), expected));
  }

  TEST_CASE("economic complexity is the second eigenvector of the reflections' own matrix") {
    int compared = 0;
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      const ArrayXXd m = (Random{seed}.table(9, 6, 0.5) > 0.0).cast<double>();
      const ArrayXd diversity = m.rowwise().sum();
      const ArrayXd ubiquity = m.colwise().sum().transpose();
      if (diversity.minCoeff() == 0.0 || ubiquity.minCoeff() == 0.0) continue;
      const Eigen::MatrixXd w =
          (m.colwise() / diversity).matrix() * (m.rowwise() / ubiquity.transpose()).matrix().transpose();
      const ArrayXd k = economic_complexity(m > 0.0);
      ArrayXd values = Eigen::EigenSolver<Eigen::MatrixXd>{w}.eigenvalues().real().array();
      std::sort(values.begin(), values.end());
      // Rows of w add up to 1, so taking the mean off the eigenvector leaves a constant.
      const ArrayXd rest = (w * k.matrix()).array() - values(7) * k;
      CHECK(same(rest, ArrayXd::Constant(9, rest.mean())));
      CHECK(std::abs(k.sum()) < 1e-12);
      CHECK(k.square().mean() == about(1.0));
      CHECK((k * diversity).sum() > 0.0);
      ++compared;
    }
    CHECK(compared > kSeeds / 2);
  }

  TEST_CASE("economic complexity where nothing tells cities apart is zero") {
    const ArrayXd zero = ArrayXd::Zero(3);
    CHECK(same(economic_complexity(Presence::Constant(3, 4, false)), zero, 0.0));
    CHECK(same(economic_complexity(Presence::Constant(3, 4, true)), zero, 0.0));
    CHECK(same(economic_complexity(Presence::Constant(3, 1, true)), zero, 0.0));
    const Presence own = Eigen::MatrixXd::Identity(3, 3).array() > 0.0;  // every diversity is 1
    CHECK(same(economic_complexity(own), zero, 0.0));
    Presence one_city = Presence::Constant(3, 4, false);
    one_city.row(1) << true, false, true, true;
    CHECK(same(economic_complexity(one_city), zero, 0.0));
  }

  TEST_CASE("a city without industries has complexity zero and changes nobody else's") {
    Presence wider = Presence::Constant(5, 5, false);  // with an industry that nobody has, too
    wider.topRows(2).leftCols(4) = example_presence().topRows(2);
    wider.bottomRows(2).leftCols(4) = example_presence().bottomRows(2);
    const ArrayXd k = economic_complexity(example_presence());
    CHECK(same(economic_complexity(wider), list({k(0), k(1), 0.0, k(2), k(3)})));
  }

  TEST_CASE("groups of cities without a common industry are told apart by diversity alone") {
    // Three groups of diversity 1, 2, 3: two eigenvectors share the eigenvalue 1. Among k with sum d k = 0,
    // covariance with d at a given sum d k^2 is largest for k = (d - 2) / d = (-1, 0, 1/3).
    Presence m = Presence::Constant(3, 6, false);
    m(0, 0) = m(1, 1) = m(1, 2) = m(2, 3) = m(2, 4) = m(2, 5) = true;
    const ArrayXd k = list({-7, 2, 5}) / std::sqrt(26.0);  // (-1, 0, 1/3) standardised
    CHECK(same(economic_complexity(m), k));
    Presence turned(3, 6);
    turned << m.row(2), m.row(0), m.row(1);
    CHECK(same(economic_complexity(turned), list({k(2), k(0), k(1)})));
  }
}

TEST_SUITE("industry_migration/indices: all") {
  TEST_CASE("the order in which cities are listed does not matter") {
    for (std::uint32_t seed = 1; seed <= kSeeds; ++seed) {
      CAPTURE(seed);
      Random random{seed};
      const ArrayXXd x = random.table(8, 5, 0.4);
      const ArrayXd population = random.column(8, 0.1);
      const ArrayXXd weights = random.neighbours(8);
      const std::vector<Index> order = random.order(8);
      const ArrayXXd y = x(order, Eigen::all);
      const ArrayXd income = x.col(0);
      const ArrayXd income_y = y.col(0);
      const ArrayXd population_y = population(order);

      CHECK(same(location_quotients(y), location_quotients(x)(order, Eigen::all)));
      CHECK(same(krugman_specialisation(y), krugman_specialisation(x)(order)));
      CHECK(same(structural_similarity(y), structural_similarity(x)(order, order)));
      CHECK(theil_total(income_y, population_y) ==
            doctest::Approx(theil_total(income, population)).epsilon(kRelative));
      CHECK(gini_weighted(income_y, population_y) ==
            gini_weighted(income, population));  // sorted first: same bits
      CHECK(rank_size_exponent(population_y) == rank_size_exponent(population));
      CHECK(tail_exponent(population_y, 0.5) == tail_exponent(population, 0.5));
      CHECK(morans_i(income_y, weights(order, order)) ==
            doctest::Approx(morans_i(income, weights)).epsilon(kRelative));
      CHECK(same(proximity(y > 0.0), proximity(x > 0.0)));
      CHECK(same(economic_complexity(y > 0.0), economic_complexity(x > 0.0)(order)));
    }
  }

  TEST_CASE("every index is finite for one city, one industry, empty rows and nothing at all") {
    constexpr std::array<std::array<Index, 2>, 7> kShapes = {
        {{0, 0}, {1, 1}, {1, 5}, {5, 1}, {2, 2}, {0, 3}, {6, 4}}};
    for (const std::array<Index, 2>& shape : kShapes) {
      const Index cities = shape[0];
      const Index industries = shape[1];
      for (const double zeros : {0.0, 0.7, 1.1}) {
        CAPTURE(cities);
        CAPTURE(industries);
        CAPTURE(zeros);
        Random random{17};
        ArrayXXd x = random.table(cities, industries, zeros);
        if (cities > 2) x.row(1).setZero();
        const ArrayXd values = cities > 0 && industries > 0 ? ArrayXd{x.col(0)} : ArrayXd::Zero(cities);
        const ArrayXd population = random.column(cities, zeros);
        const ArrayXi province = ArrayXi::Zero(cities);
        const ArrayXXd weights = random.neighbours(cities);
        const Presence m = location_quotients(x) > 1.0;

        CHECK(location_quotients(x).isFinite().all());
        CHECK(herfindahl_by_city(x).isFinite().all());
        CHECK(herfindahl_by_industry(x).isFinite().all());
        CHECK(krugman_specialisation(x).isFinite().all());
        CHECK(structural_similarity(x).isFinite().all());
        CHECK(std::isfinite(mean_structural_similarity(x)));
        CHECK(std::isfinite(theil_total(values, population)));
        CHECK(std::isfinite(theil_between(values, population, province)));
        CHECK(std::isfinite(theil_within(values, population, province)));
        CHECK(std::isfinite(gini(values)));
        CHECK(std::isfinite(gini_weighted(values, population)));
        for (const double plants : {0.0, 0.3, 1.0})
          CHECK(std::isfinite(ellison_glaeser(values / std::max(values.sum(), 1e-300),
                                              population / std::max(population.sum(), 1e-300), plants)));
        CHECK(std::isfinite(morans_i(values, weights)));
        CHECK(std::isfinite(rank_size_exponent(population)));
        CHECK(std::isfinite(tail_exponent(population, 0.5)));
        CHECK(std::isfinite(tail_exponent_of_histogram(population, 2.0, 0.5)));
        CHECK(proximity(m).isFinite().all());
        CHECK(relatedness_density(proximity(m), m).isFinite().all());
        CHECK(economic_complexity(m).isFinite().all());
      }
    }
  }
}
