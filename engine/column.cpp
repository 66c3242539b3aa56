#include "engine/column.hpp"

namespace yanzhen {

ColumnSpec text_column(std::string name, std::string meaning, bool may_be_empty) {
  ColumnSpec spec;
  spec.name = std::move(name);
  spec.kind = CellKind::text;
  spec.unit = "text";
  spec.meaning = std::move(meaning);
  spec.may_be_empty = may_be_empty;
  return spec;
}

ColumnSpec number_column(std::string name, std::string unit, double least, double most, std::string meaning) {
  ColumnSpec spec;
  spec.name = std::move(name);
  spec.unit = std::move(unit);
  spec.meaning = std::move(meaning);
  spec.min = least;
  spec.max = most;
  return spec;
}

ColumnSpec known_or_not(ColumnSpec spec) {
  spec.required = false;
  spec.may_be_empty = true;
  return spec;
}

ColumnSpec optional_column(std::string name, std::string unit, double least, double most,
                           std::string meaning) {
  return known_or_not(number_column(std::move(name), std::move(unit), least, most, std::move(meaning)));
}

}  // namespace yanzhen
