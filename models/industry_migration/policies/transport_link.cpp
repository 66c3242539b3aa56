// Transport link: a road, railway or bridge that opens, and may close again. MODEL.md section 2 and 9.
#include <fmt/format.h>

#include <limits>

#include "models/industry_migration/policies/registry.hpp"

namespace yanzhen::industry_migration {
namespace {

/// The link is a part of the networks on which reforms run (RuleReader::add_link); nothing is left to do in a
/// step.
class TransportLink final : public PolicyRule {};

std::shared_ptr<const PolicyRule> make(const RuleReader& reader) {
  const auto from = reader.city("from"), to = reader.city("to");
  if (!from || !to) return nullptr;
  if (*from == *to) {
    reader.refuse("to",
                  fmt::format("is \"{}\", the city that the link comes from", reader.settings().word("to")),
                  "a link joins two cities");
    return nullptr;
  }
  const PolicyWindow& window = reader.settings().window;
  if (window.strength > 0) {
    constexpr double kAlways = std::numeric_limits<double>::infinity();
    const Link link{*from, *to, reader.number("minutes") / window.strength,
                    window.start ? decimal_year(*window.start) : -kAlways,
                    window.end ? decimal_year(*window.end) : kAlways};
    reader.add_link(link, reader.word("mode") != "hsr");
  }
  return std::make_shared<TransportLink>();
}

}  // namespace

RuleType transport_link() {
  RuleDeclaration rule;
  rule.name = "transport_link";
  rule.name_zh = "交通线路";
  rule.does =
      "Opens a link between two cities at `start`, and closes it at `end` if there is one. At a strength "
      "below one "
      "the link is slower: minutes / strength.";
  rule.look_at =
      "market_access, residents and value_added of both ends and of the cities behind them; who loses is "
      "often the "
      "smaller end (straw effect).";
  rule.source =
      "shortest paths of MODEL.md section 2 (Dijkstra 1959); Donaldson & Hornbeck 2016 on market access";
  rule.ramps = false;
  rule.fields = {
      city_field("from", "one end"), city_field("to", "the other end"),
      number_field("minutes", 60, .01, 1e5, "minutes", "travel time from end to end"),
      word_field("mode", {"hsr", "rail", "road", "bridge"}, "hsr",
                 "what it is: hsr carries people and with them firms, capital and knowledge; all others "
                 "carry goods too")};
  rule.example =
      "[[policy]]\n"
      "rule = \"transport_link\"\n"
      "from = \"上海\"\n"
      "to = \"Ningbo\"\n"
      "minutes = 60\n"
      "mode = \"bridge\"\n"
      "start = \"2020-01\"\n";
  return {std::move(rule), make};
}

}  // namespace yanzhen::industry_migration
