// Regional indices of a table small enough to be worked by hand, against their definitions written out in
// full.
#include "models/industry_migration/indices.hpp"

#include <array>
#include <cmath>

#include "engine/elementary.hpp"
#include "models/known_answers/families.hpp"

namespace yanzhen::known_answers {
namespace {

using Eigen::ArrayXd;
using Eigen::ArrayXXd;
using Eigen::Index;
namespace im = industry_migration;

constexpr int kRegions = 4, kIndustries = 3;
constexpr std::array<std::array<int, kIndustries>, kRegions> kActivity{
    {{50, 30, 20}, {10, 60, 30}, {5, 5, 90}, {35, 5, 60}}};
constexpr std::array<std::array<int, 4>, 4> kPresence{
    {{1, 1, 1, 0}, {1, 1, 0, 0}, {0, 1, 1, 0}, {0, 0, 1, 1}}};

double at(int i, int s) { return kActivity[static_cast<std::size_t>(i)][static_cast<std::size_t>(s)]; }
int has(int i, int s) { return kPresence[static_cast<std::size_t>(i)][static_cast<std::size_t>(s)]; }

ArrayXXd activity() {
  return ArrayXXd::NullaryExpr(kRegions, kIndustries,
                               [](Index i, Index s) { return at(static_cast<int>(i), static_cast<int>(s)); });
}

im::Presence presence() {
  return im::Presence::NullaryExpr(
      4, 4, [](Index i, Index s) { return has(static_cast<int>(i), static_cast<int>(s)) == 1; });
}

double of_region(int i) {
  double sum = 0;
  for (int s = 0; s < kIndustries; ++s) sum += at(i, s);
  return sum;
}
double of_industry(int s) {
  double sum = 0;
  for (int i = 0; i < kRegions; ++i) sum += at(i, s);
  return sum;
}
double of_all() {
  double sum = 0;
  for (int i = 0; i < kRegions; ++i) sum += of_region(i);
  return sum;
}

std::vector<double> numbers(const ArrayXXd& array) {  // row by row
  std::vector<double> all;
  for (Index i = 0; i < array.rows(); ++i)
    for (Index j = 0; j < array.cols(); ++j) all.push_back(array(i, j));
  return all;
}

ArrayXd one_to_four() { return ArrayXd::LinSpaced(4, 1, 4); }

Finding location_quotients(const Effort&) {
  std::vector<double> expected;
  for (int i = 0; i < kRegions; ++i)
    for (int s = 0; s < kIndustries; ++s)
      expected.push_back(at(i, s) * of_all() / (of_region(i) * of_industry(s)));
  return worst_relative(expected, numbers(im::location_quotients(activity())), kClosed);
}

Finding specialisation(const Effort&) {
  std::vector<double> expected;
  for (int i = 0; i < kRegions; ++i) {
    double sum = 0;
    for (int s = 0; s < kIndustries; ++s)
      sum += std::abs(at(i, s) / of_region(i) - of_industry(s) / of_all());
    expected.push_back(sum);
  }
  return worst_relative(expected, numbers(im::krugman_specialisation(activity())), kClosed);
}

Finding similarity(const Effort&) {
  double product = 0, first = 0, second = 0;
  for (int s = 0; s < kIndustries; ++s) {
    product += at(0, s) * at(1, s);
    first += at(0, s) * at(0, s);
    second += at(1, s) * at(1, s);
  }
  return within_relative(product / power(first * second, .5), im::structural_similarity(activity())(0, 1),
                         kClosed);
}

Finding gini(const Effort&) {
  double differences = 0, sum = 0;
  for (int i = 1; i <= 4; ++i) {
    sum += i;
    for (int j = 1; j <= 4; ++j) differences += std::abs(i - j);
  }
  return within_relative(differences / (2 * 4 * sum), im::gini(one_to_four()), kClosed);
}

Finding theil(const Effort&) {
  double expected = 0;
  for (const double x : {1., 2., 3., 4.}) expected += x / 10 * natural_log(x / 2.5);
  return within_relative(expected, im::theil_total(one_to_four(), ArrayXd::Ones(4)), kClosed);
}

Finding ellison_glaeser(const Effort&) {
  const double g = (.6 - 1. / 3) * (.6 - 1. / 3) + 2 * (.2 - 1. / 3) * (.2 - 1. / 3), h = 50 * .02 * .02;
  ArrayXd shares(3);
  shares << .6, .2, .2;
  return within_relative((g / (1 - 3 * (1. / 9)) - h) / (1 - h),
                         im::ellison_glaeser(shares, ArrayXd::Constant(3, 1. / 3), h), kClosed);
}

Finding moran(const Effort&) {
  // Six entries of the weights are one; deviations are -1.5, -0.5, 0.5, 1.5.
  ArrayXXd chain = ArrayXXd::Zero(4, 4);
  double products = 0, squares = 0;
  for (Index i = 0; i < 4; ++i) {
    const double mine = static_cast<double>(i) - 1.5;
    squares += mine * mine;
    if (i == 3) continue;
    chain(i, i + 1) = chain(i + 1, i) = 1;
    products += 2 * mine * (mine + 1);
  }
  return within_relative(4. / 6 * products / squares, im::morans_i(one_to_four(), chain), kClosed);
}

/// Regions with both over regions with either, whichever is commoner.
double nearness(int r, int s) {
  int both = 0, with_r = 0, with_s = 0;
  for (int i = 0; i < 4; ++i) {
    both += has(i, r) * has(i, s);
    with_r += has(i, r);
    with_s += has(i, s);
  }
  return r == s ? 0 : static_cast<double>(both) / std::max(with_r, with_s);
}

Finding density(const Effort&) {
  std::vector<double> expected;
  for (int s = 0; s < 4; ++s) {
    double near = 0, all = 0;
    for (int r = 0; r < 4; ++r) {
      near += nearness(r, s) * has(0, r);
      all += nearness(r, s);
    }
    expected.push_back(near / all);
  }
  const ArrayXXd found = im::relatedness_density(im::proximity(presence()), presence());
  return worst_relative(expected, numbers(found.row(0)), kClosed);
}

/// One round of the method of reflections: the mean over a region's industries of the mean over their
/// regions.
std::array<double, 4> reflected(const std::array<double, 4>& score) {
  std::array<double, 4> next{};
  for (std::size_t i = 0; i < 4; ++i) {
    double sum = 0, industries = 0;
    for (std::size_t s = 0; s < 4; ++s) {
      if (kPresence[i][s] == 0) continue;
      double of_s = 0, regions = 0;
      for (std::size_t j = 0; j < 4; ++j)
        if (kPresence[j][s] == 1) of_s += score[j], regions += 1;
      sum += of_s / regions, industries += 1;
    }
    next[i] = sum / industries;
  }
  return next;
}

/// Mean 0 and deviation 1.
std::array<double, 4> standardised(std::array<double, 4> score) {
  double mean = 0, squares = 0;
  for (const double one : score) mean += one / 4;
  for (double& one : score) one -= mean, squares += one * one / 4;
  for (double& one : score) one /= power(squares, .5);
  return score;
}

Finding complexity(const Effort&) {
  // Rounds of the method itself from diversity on, made larger again after each: what is left is the limit,
  // up to its sign, which is that of diversity (3, 2, 2, 2).
  std::array<double, 4> score{3, 2, 2, 2};
  for (int round = 0; round < 400; ++round) {
    score = reflected(score);
    // The largest eigenvalue is one, to equal scores; its left vector is diversity, and what lies along it
    // goes out.
    const double even = (3 * score[0] + 2 * score[1] + 2 * score[2] + 2 * score[3]) / 9;
    for (double& one : score) one -= even;
    double size = 0;
    for (const double one : score) size = std::max(size, std::abs(one));
    for (double& one : score) one /= size;
  }
  score = standardised(score);
  const double sign = 3 * score[0] + 2 * (score[1] + score[2] + score[3]) > 0 ? 1 : -1;
  std::vector<double> expected;
  for (const double one : score) expected.push_back(sign * one);
  return worst_relative(expected, numbers(im::economic_complexity(presence())), kClosed);
}

}  // namespace

std::vector<KnownAnswer> index_answers() {
  return {{"indices/location-quotients", "quotients of the table (the entry that is furthest off)",
           "Balassa 1965", location_quotients},
          {"indices/specialisation", "Krugman specialisation of its regions, un-halved (furthest off)",
           "Krugman 1991", specialisation},
          {"indices/similarity", "structural similarity of its first two regions", "UNIDO 1979", similarity},
          {"indices/gini", "Gini index of 1, 2, 3, 4", "Gini 1912", gini},
          {"indices/theil", "Theil index of 1, 2, 3, 4", "Theil 1967", theil},
          {"indices/ellison-glaeser", "fifty equal plants, 30/10/10 over equal regions",
           "Ellison & Glaeser 1997", ellison_glaeser},
          {"indices/moran", "Moran's I of 1, 2, 3, 4 along a chain", "Moran 1950", moran},
          {"indices/density", "relatedness density of the first region (furthest off)", "Hidalgo et al. 2007",
           density},
          {"indices/complexity", "economic complexity of the regions (furthest off)",
           "Hidalgo & Hausmann 2009", complexity}};
}

}  // namespace yanzhen::known_answers
