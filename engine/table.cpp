#include "engine/table.hpp"

#include <cmath>
#include <stdexcept>

namespace yanzhen {

const Table::Column* Table::find(const std::string& name) const noexcept {
  for (const Column& one : columns_)
    if (one.spec.name == name) return &one;
  return nullptr;
}

const Table::Column& Table::column(const std::string& name) const {
  const Column* found = find(name);
  if (found == nullptr) throw std::out_of_range{"table " + file_ + " has no column " + name};
  return *found;
}

std::optional<double> Table::number(const std::string& name, std::size_t row) const {
  const Column& found = column(name);
  if (!found.present || std::isnan(found.numbers.at(row))) return std::nullopt;
  return found.numbers[row];
}

const std::string& Table::text(const std::string& name, std::size_t row) const {
  static const std::string kEmpty;
  const Column& found = column(name);
  return found.present ? found.texts.at(row) : kEmpty;
}

Place Table::place(const std::string& name, std::size_t row) const {
  const Column& found = column(name);
  return {file_, lines_.at(row), found.present ? found.character.at(row) : 0};
}

}  // namespace yanzhen
