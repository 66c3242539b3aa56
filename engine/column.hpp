#pragma once
//! \file  Columns of tables, by kind: what a model says of its columns in a line each.
#include <string>

#include "engine/table.hpp"

namespace yanzhen {

/// A column of words that must exist; its cells may be empty where that is said.
[[nodiscard]] ColumnSpec text_column(std::string name, std::string meaning, bool may_be_empty = false);
/// A column of numbers in [least, most], all of which must be there.
[[nodiscard]] ColumnSpec number_column(std::string name, std::string unit, double least, double most,
                                       std::string meaning);
/// The same column, where cells may be empty and the whole may be missing.
[[nodiscard]] ColumnSpec known_or_not(ColumnSpec spec);
/// A column of numbers that may be unknown.
[[nodiscard]] ColumnSpec optional_column(std::string name, std::string unit, double least, double most,
                                         std::string meaning);

}  // namespace yanzhen
