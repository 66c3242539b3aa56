#include "tools/report/report_panels.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>

#include "tools/report/packed_numbers.hpp"
#include "tools/report/report_moves.hpp"

namespace yanzhen::tools {
namespace {

Panel panel(const std::string& name, std::vector<std::string> dimensions, const std::string& unit = "1") {
  return {name, std::move(dimensions), unit, "", PanelValues::real, PanelGroup::state};
}

Dimension dimension(const std::string& name, std::size_t length) {
  return {name, "", std::vector<std::string>(length, "x"), {}};
}

std::vector<Dimension> dimensions(std::size_t cities) {
  return {dimension("city", cities), dimension("industry", 16), dimension("origin", cities),
          dimension("destination", cities)};
}

std::vector<std::string> names_of(const std::vector<Panel>& panels) {
  std::vector<std::string> names;
  for (const Panel& one : panels) names.push_back(one.name);
  return names;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_SUITE("tools/report_panels") {
  TEST_CASE("all panels are there while there is room, indices and cities first, moves never") {
    const std::vector<Panel> panels{panel("mass", {"city", "industry"}),
                                    panel("firm_flows", {"origin", "destination"}),
                                    panel("employment", {"city", "industry"}),
                                    panel("theil", {}),
                                    panel("residents", {"city"}),
                                    panel("concentration", {"industry"})};
    const ChosenPanels chosen = choose_panels(panels, dimensions(41), {31, 1, 0, 41}, {});
    CHECK(names_of(chosen.panels) == Names{"theil", "residents", "concentration", "employment", "mass"});
    CHECK(chosen.left_out.empty());
  }
  TEST_CASE("what has no room is named, and --panel puts it to the front") {
    const std::vector<Panel> panels{panel("employment", {"city", "industry"}),
                                    panel("mass", {"city", "industry"})};
    const std::size_t one = packed_size(31 * 41 * 16);
    const PageRoom room{31, 1, page_budget({31, 1, 0, 41}) - one, 41};
    const ChosenPanels usual = choose_panels(panels, dimensions(41), room, {});
    CHECK(names_of(usual.panels) == Names{"employment"});
    REQUIRE(usual.left_out.size() == 1);
    CHECK(usual.left_out[0].panel == "mass");
    CHECK(usual.left_out[0].reason.find("0.2 MB") != std::string::npos);
    const ChosenPanels asked = choose_panels(panels, dimensions(41), room, {"mass"});
    CHECK(names_of(asked.panels) == Names{"mass"});
    CHECK(asked.left_out[0].panel == "employment");
  }
  TEST_CASE("panels by city stay when the usual room is taken") {
    const PageRoom room{31, 1, page_budget({31, 1, 0, 41}), 41};
    const ChosenPanels chosen = choose_panels({panel("residents", {"city"})}, dimensions(41), room, {});
    CHECK(chosen.left_out.empty());
  }
  TEST_CASE("more cities and more arrays of each panel have more room, up to a limit") {
    CHECK(page_budget({31, 1, 0, 41}) == 2'600'000);
    CHECK(page_budget({31, 1, 0, 4}) == 2'600'000);
    CHECK(page_budget({31, 3, 0, 41}) == doctest::Approx(7'800'000).epsilon(1e-4));  // whole bytes a city
    CHECK(page_budget({31, 1, 0, 337}) == 12'000'000);
  }
  TEST_CASE("entries of a panel are the product of its dimensions") {
    CHECK(entries_of(panel("theil", {}), dimensions(41)) == 1);
    CHECK(entries_of(panel("mass", {"city", "industry"}), dimensions(41)) == 41 * 16);
  }
}

TEST_SUITE("tools/report_moves") {
  TEST_CASE("the largest moves come first, ties by number; what stays, is zero or is not known is left out") {
    const double unknown = std::numeric_limits<double>::quiet_NaN();
    const std::vector<double> matrix{9, 2, -5, /**/ 2, 9, unknown, /**/ 0, 3, 9};
    const std::vector<Move> moves = largest_moves(matrix, 3, 3);
    REQUIRE(moves.size() == 3);
    CHECK(moves[0].amount == -5);
    CHECK(moves[1].amount == 3);
    CHECK(moves[2].from == 0);
    CHECK(moves[2].to == 1);
    CHECK(largest_moves(matrix, 3, 60).size() == 4);
    CHECK(largest_moves({}, 0, 60).empty());
  }
  TEST_CASE("panels of industry migration are known by name, those of other models by unit") {
    const Names between{"industry", "origin", "destination"};
    const auto kinds =
        move_kinds({panel("talent_flows", between, "persons"), panel("firm_flows", between, "firms"),
                    panel("branch_flows", between, "firms"), panel("investment", between, "yuan"),
                    panel("transfers", {"origin", "destination"}, "fen"),
                    panel("undelivered_transfers", {"origin", "destination"}, "fen")});
    REQUIRE(kinds.size() == 3);
    CHECK(kinds[0].word == "firms");
    CHECK(kinds[0].label == "firm_flows + branch_flows");
    CHECK(kinds[1].word == "talent");
    CHECK(kinds[2].word == "transfers");
    const auto others =
        move_kinds({panel("moves", {"origin", "destination"}, "persons"),
                    panel("arrivals", {"origin", "destination"}, "firms"),
                    panel("money", {"origin", "destination"}, "yuan"), panel("transfers", {"city"})});
    REQUIRE(others.size() == 3);
    CHECK(others[0].label == "arrivals");
    CHECK(others[1].label == "moves");
    CHECK(others[2].label == "money");
  }
  TEST_CASE("panels of different units are never summed") {
    const auto kinds = move_kinds(
        {panel("a", {"origin", "destination"}, "yuan"), panel("b", {"origin", "destination"}, "cars")});
    REQUIRE(kinds.size() == 1);
    CHECK(kinds[0].label == "a");
  }
}

}  // namespace yanzhen::tools
