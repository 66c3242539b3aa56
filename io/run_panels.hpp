#pragma once
//! \file  Reading back what a run recorded: its panels, their dimensions and their rows.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/panel.hpp"
#include "io/run_file_error.hpp"

namespace yanzhen {

/// Takes row `row` of a panel, in the storage order of its dimensions. The values are gone when it returns.
using UseRow = std::function<void(std::uint64_t row, std::span<const double> values)>;

/// The panels of a run file that is finished, interrupted or killed, or is being written: then as far as it
/// had come when it was opened. Nothing that the file says of sizes is believed before it was checked, and no
/// more than a few MiB or one row are held at a time.
class RunPanels {
 public:
  /// \throws RunFileError when it is not a run file, is damaged, or claims more than a run can record
  explicit RunPanels(const std::filesystem::path& path);
  RunPanels(RunPanels&& other) noexcept;
  RunPanels& operator=(RunPanels&& other) noexcept;
  ~RunPanels();

  /// Those that a recorded panel has, with labels and aliases, in the order in which panels name them.
  [[nodiscard]] const std::vector<Dimension>& dimensions() const;
  /// The dimension of that name. \pre a recorded panel has it
  [[nodiscard]] const Dimension& dimension(const std::string& name) const;

  /// In the order of the file. A panel without dimensions is of PanelGroup::index unless it is a flow.
  [[nodiscard]] const std::vector<Panel>& panels() const;
  /// Null when no panel of that name was recorded.
  [[nodiscard]] const Panel* find_panel(const std::string& name) const;

  /// The date of every record that all panels have, the first to the last.
  [[nodiscard]] const std::vector<std::chrono::year_month_day>& dates() const;

  /// Shows rows `first` to `first + count` - 1 of one of panels(), in order.
  /// \pre the panel is one of panels(), and first + count <= dates().size(). \throws RunFileError
  void read_rows(const Panel& panel, std::uint64_t first, std::uint64_t count, const UseRow& use) const;

 private:
  struct Open;
  std::unique_ptr<Open> open_;
};

}  // namespace yanzhen
