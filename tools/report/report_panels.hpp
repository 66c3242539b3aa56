#pragma once
//! \file  Which panels a page carries: those that most readers ask for first, while there is room.
#include <cstddef>
#include <string>
#include <vector>

#include "engine/panel.hpp"

namespace yanzhen::tools {

/// What decides how large a panel is on a page.
struct PageRoom {
  std::size_t records = 0;
  std::size_t arrays = 1;  ///< that a page has of each panel: of every view one, or three with an interval
  std::size_t taken = 0;   ///< bytes of everything else
  std::size_t cities = 0;
};

struct LeftOutPanel {
  std::string panel;
  std::string reason;
};

struct ChosenPanels {
  std::vector<Panel> panels;           ///< those asked for first, then by how many readers ask for them
  std::vector<LeftOutPanel> left_out;  ///< the smallest loss first
};

/// How many bytes the data of a page may have: 2,600,000 for up to 41 cities and one array of each panel, in
/// proportion more for more of both, at most 12,000,000.
[[nodiscard]] std::size_t page_budget(const PageRoom& room);

/// True where the panel says what went from place to place: a page has the largest entries of it, never all.
[[nodiscard]] bool is_between_places(const Panel& panel);

/// \param asked  names of panels for which there must be room first; each is one of `panels`
[[nodiscard]] ChosenPanels choose_panels(const std::vector<Panel>& panels,
                                         const std::vector<Dimension>& dimensions, const PageRoom& room,
                                         const std::vector<std::string>& asked);

/// The product of the lengths of a panel's dimensions.
[[nodiscard]] std::size_t entries_of(const Panel& panel, const std::vector<Dimension>& dimensions);

}  // namespace yanzhen::tools
