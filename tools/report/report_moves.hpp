#pragma once
//! \file  What went from place to place: the largest entries of each record.
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "engine/panel.hpp"

namespace yanzhen::tools {

/// How many moves of one kind a page has of a record.
inline constexpr std::size_t kMostMoves = 60;

/// Panels that make up one kind of move.
struct MoveKind {
  std::string word;  ///< "firms", "talent", "capital", "transfers"
  std::vector<Panel> panels;
  std::string unit;
  std::string label;  ///< names of the panels: "firm_flows + branch_flows"
};

/// Which panels say what moves between places. Where a model has others than those of industry migration,
/// their unit tells: firms, persons, or else capital. "transfers" comes last where there are any.
[[nodiscard]] std::vector<MoveKind> move_kinds(const std::vector<Panel>& panels);

/// From one place to another.
struct Move {
  std::size_t from = 0;
  std::size_t to = 0;
  double amount = 0;
};

/// The largest of a matrix by their size, ties by number; zeros, unknown ones and what stays in its place are
/// left out. \param matrix  places x places, the one that is left first
[[nodiscard]] std::vector<Move> largest_moves(std::span<const double> matrix, std::size_t places,
                                              std::size_t most);

}  // namespace yanzhen::tools
