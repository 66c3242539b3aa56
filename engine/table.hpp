#pragma once
//! \file  Tables that a model asks for (columns with unit, range, meaning) and tables as read, with the place
//! of every cell.
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/diagnostic.hpp"

namespace yanzhen {

enum class CellKind { number, integer, text };

/// One column that a model reads. Numbers are finite and in the closed range [min, max].
struct ColumnSpec {
  std::string name;
  CellKind kind = CellKind::number;
  std::string unit;
  std::string meaning;
  bool required = true;       ///< the column must exist
  bool may_be_empty = false;  ///< an empty cell means "not known"; a model fills it by a named, logged rule
  double min = -std::numeric_limits<double>::infinity();
  double max = std::numeric_limits<double>::infinity();
};

/// One table (a CSV file named in a scenario's [data]) that a model reads.
struct TableSpec {
  std::string name;  ///< key in [data], e.g. "cities"
  std::string meaning;
  std::vector<ColumnSpec> columns;
  bool required = true;  ///< a scenario must give it
  bool matrix = false;  ///< besides the named columns, every further column is a required number (name = key)
  std::size_t max_rows = 100'000;
};

/// A table as read and checked against its TableSpec. Columns hold the named ones first, then those of a
/// matrix.
class Table {
 public:
  struct Column {
    ColumnSpec spec;
    bool present = false;            ///< false: an optional column that the file does not have
    std::vector<double> numbers;     ///< CellKind::number and integer; NaN where the cell is empty
    std::vector<std::string> texts;  ///< CellKind::text; empty where the cell is empty
    std::vector<int> character;      ///< where each cell begins in its line, counted from 1
  };

  Table() = default;
  Table(std::string file, std::vector<Column> columns, std::vector<int> lines)
      : file_{std::move(file)}, columns_{std::move(columns)}, lines_{std::move(lines)} {}

  [[nodiscard]] std::size_t rows() const noexcept { return lines_.size(); }
  [[nodiscard]] const std::string& file() const noexcept { return file_; }
  [[nodiscard]] const std::vector<Column>& columns() const noexcept { return columns_; }

  /// The column of that name, or null when neither the spec nor the file has it.
  [[nodiscard]] const Column* find(const std::string& column) const noexcept;
  /// \pre the column is named in the TableSpec (throws std::out_of_range otherwise: our own mistake).
  [[nodiscard]] const Column& column(const std::string& name) const;
  /// The number, or nothing where the cell is empty or the optional column is absent.
  [[nodiscard]] std::optional<double> number(const std::string& column, std::size_t row) const;
  /// The text; empty where the cell is empty or the optional column is absent.
  [[nodiscard]] const std::string& text(const std::string& column, std::size_t row) const;
  /// Where a cell stands in its file.
  [[nodiscard]] Place place(const std::string& column, std::size_t row) const;

 private:
  std::string file_;
  std::vector<Column> columns_;
  std::vector<int> lines_;  // the line of each row, counted from 1
};

}  // namespace yanzhen
