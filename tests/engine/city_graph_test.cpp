#include "engine/city_graph.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "engine/random.hpp"

namespace yanzhen {
namespace {

constexpr double kAlways = -std::numeric_limits<double>::infinity();

// Some two links a city; often several parts.
std::vector<Link> random_links(CityIndex cities, std::uint32_t seed) {
  std::vector<Link> links;
  for (std::uint32_t k = 0; k < 2 * cities; ++k) {
    const RandomBlock block = StepDraws{seed, 1, 1}.block(k);
    const CityIndex from = block[0] % cities;
    const CityIndex to = (from + 1 + block[1] % (cities - 1)) % cities;
    links.push_back({from, to, 1.0 + 100.0 * unit_interval(block[2]), 2000.0 + block[3] % 20});
  }
  return links;
}

CityGraph random_graph(CityIndex cities, std::uint32_t seed) {
  return CityGraph{std::vector<double>(cities, 5.0), random_links(cities, seed)};
}

// A chain 0 - 1 - 2 of 30 and 40 minutes, and a railway 0 - 2 of 50 minutes that opens in mid 2015; 3 stands
// alone.
CityGraph chain_with_railway() {
  return CityGraph{
      {10.0, 20.0, 30.0, 40.0},
      {{0, 1, 30.0, kAlways}, {2, 1, 40.0, kAlways}, {0, 2, 50.0, 2015.5}, {0, 1, 99.0, kAlways}}};
}

}  // namespace

TEST_SUITE("engine/city_graph") {
  TEST_CASE("travel times of a small network are those counted by hand") {
    const Eigen::ArrayXXd minutes = chain_with_railway().travel_minutes(2010.0);
    CHECK(minutes(0, 1) == 30.0);  // not the slower of the two links
    CHECK(minutes(1, 2) == 40.0);
    CHECK(minutes(0, 2) == 70.0);
    CHECK(minutes(2, 0) == 70.0);
    CHECK(std::isinf(minutes(0, 3)));
    CHECK(minutes(0, 0) == 10.0);
    CHECK(minutes(3, 3) == 40.0);
  }

  TEST_CASE("a link counts from the day on which it opens") {
    const CityGraph graph = chain_with_railway();
    CHECK(graph.changes(2015.25) == 3);
    CHECK(graph.travel_minutes(2015.25)(0, 2) == 70.0);
    CHECK(graph.changes(2015.5) == 4);
    CHECK(graph.travel_minutes(2015.5)(0, 2) == 50.0);
  }

  TEST_CASE("cities that links join are one part") {
    CHECK(chain_with_railway().parts(2010.0) == std::vector<int>{0, 0, 0, 1});
    const CityGraph late{{1.0, 1.0}, {{0, 1, 5.0, 2020.0}}};
    CHECK(late.parts(2019.0) == std::vector<int>{0, 1});
    CHECK(late.parts(2020.0) == std::vector<int>{0, 0});
    CHECK(CityGraph{{7.0}, {}}.travel_minutes(2000.0)(0, 0) == 7.0);
  }

  TEST_CASE("no detour is shorter, both directions are equal, and time is infinite between parts alone") {
    for (std::uint32_t seed = 1; seed <= 30; ++seed) {
      CAPTURE(seed);
      constexpr CityIndex kCities = 17;
      const CityGraph graph = random_graph(kCities, seed);
      const Eigen::ArrayXXd minutes = graph.travel_minutes(2012.0);
      const std::vector<int> part = graph.parts(2012.0);
      for (CityIndex i = 0; i < kCities; ++i)
        for (CityIndex j = 0; j < kCities; ++j) {
          REQUIRE(minutes(i, j) == minutes(j, i));
          REQUIRE(std::isfinite(minutes(i, j)) == (part[i] == part[j]));
          if (i == j) continue;
          for (CityIndex k = 0; k < kCities; ++k) {
            if (k == i || k == j) continue;  // the diagonal is the time within a city
            REQUIRE(minutes(i, j) <=
                    (minutes(i, k) + minutes(k, j)) * (1.0 + 1e-14));  // sums of up to 16 links
          }
        }
    }
  }

  TEST_CASE("a slower link never brings a city nearer, and a new link never moves one away") {
    for (std::uint32_t seed = 1; seed <= 30; ++seed) {
      CAPTURE(seed);
      constexpr CityIndex kCities = 15;
      const Eigen::ArrayXXd now = random_graph(kCities, seed).travel_minutes(2012.0);
      std::vector<Link> slower = random_links(kCities, seed);
      slower[seed % slower.size()].minutes *= 3.0;
      CHECK((CityGraph{std::vector<double>(kCities, 5.0), slower}.travel_minutes(2012.0) >= now).all());
      CHECK((random_graph(kCities, seed).travel_minutes(2016.0) <= now).all());
    }
  }

  TEST_CASE("a graph that was moved is the same graph") {
    CityGraph first = chain_with_railway();
    const CityGraph second{std::move(first)};
    CHECK(second.cities() == 4);
    CHECK(second.travel_minutes(2010.0)(0, 2) == 70.0);
  }

  TEST_CASE("a link that leads nowhere or takes no time is our own mistake") {
    const std::vector<double> within{1.0, 1.0};
    CHECK_THROWS_AS((CityGraph{within, {{0, 2, 5.0, kAlways}}}), std::logic_error);
    CHECK_THROWS_AS((CityGraph{within, {{1, 1, 5.0, kAlways}}}), std::logic_error);
    CHECK_THROWS_AS((CityGraph{within, {{0, 1, 0.0, kAlways}}}), std::logic_error);
    CHECK_THROWS_AS((CityGraph{within, {{0, 1, std::nan(""), kAlways}}}), std::logic_error);
  }
}
}  // namespace yanzhen
