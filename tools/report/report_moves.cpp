#include "tools/report/report_moves.hpp"

#include <algorithm>
#include <cmath>

#include "tools/report/report_panels.hpp"

namespace yanzhen::tools {
namespace {

// Panels of industry migration whose kind is known by name. Investment and what was promised and not paid are
// no moves.
std::string known_kind(const std::string& panel) {
  if (panel == "firm_flows" || panel == "branch_flows") return "firms";
  if (panel == "talent_flows") return "talent";
  if (panel == "capital_flows") return "capital";
  if (panel == "transfers") return "transfers";
  if (panel == "investment" || panel == "undelivered_transfers") return "none";
  return "";
}

std::string kind_by_unit(const std::string& unit) {
  if (unit == "firms") return "firms";
  return unit == "persons" ? "talent" : "capital";
}

// Places must be the last two: what stands before them is summed over.
bool ends_with_places(const Panel& panel) {
  const std::size_t n = panel.dimensions.size();
  return n >= 2 && panel.dimensions[n - 2] == "origin" && panel.dimensions[n - 1] == "destination";
}

}  // namespace

std::vector<MoveKind> move_kinds(const std::vector<Panel>& panels) {
  std::vector<MoveKind> kinds{
      {"firms", {}, "", ""}, {"talent", {}, "", ""}, {"capital", {}, "", ""}, {"transfers", {}, "", ""}};
  for (const Panel& panel : panels) {
    if (!ends_with_places(panel)) continue;
    const std::string known = known_kind(panel.name);
    const std::string word = known.empty() ? kind_by_unit(panel.unit) : known;
    for (MoveKind& kind : kinds) {
      if (kind.word != word || (!kind.panels.empty() && kind.unit != panel.unit)) continue;
      kind.label += (kind.panels.empty() ? "" : " + ") + panel.name;
      kind.unit = panel.unit;
      kind.panels.push_back(panel);
    }
  }
  std::erase_if(kinds, [](const MoveKind& kind) { return kind.panels.empty(); });
  return kinds;
}

std::vector<Move> largest_moves(std::span<const double> matrix, std::size_t places, std::size_t most) {
  std::vector<Move> moves;
  for (std::size_t from = 0; from < places; ++from) {
    for (std::size_t to = 0; to < places; ++to) {
      const double amount = matrix[from * places + to];
      if (from != to && amount != 0 && std::isfinite(amount)) moves.push_back({from, to, amount});
    }
  }
  const auto larger = [](const Move& a, const Move& b) {
    if (std::abs(a.amount) != std::abs(b.amount)) return std::abs(a.amount) > std::abs(b.amount);
    return a.from != b.from ? a.from < b.from : a.to < b.to;
  };
  const std::size_t kept = std::min(most, moves.size());
  std::partial_sort(moves.begin(), moves.begin() + static_cast<std::ptrdiff_t>(kept), moves.end(), larger);
  moves.resize(kept);
  return moves;
}

}  // namespace yanzhen::tools
