#include "models/known_answers/table_from_texts.hpp"

#include <algorithm>
#include <limits>

namespace yanzhen::known_answers {
namespace {

Table::Column column_at(const ColumnSpec& spec, const Texts& texts, std::size_t position) {
  Table::Column column{spec, true, {}, {}, {}};
  for (std::size_t row = 1; row < texts.size(); ++row) {
    const std::string& cell = texts[row].at(position);
    column.character.push_back(1);
    if (spec.kind == CellKind::text)
      column.texts.push_back(cell);
    else
      column.numbers.push_back(cell.empty() ? std::numeric_limits<double>::quiet_NaN() : std::stod(cell));
  }
  return column;
}

}  // namespace

Table table_from_texts(const TableSpec& spec, const Texts& texts) {
  const std::vector<std::string>& names = texts.at(0);
  std::vector<Table::Column> columns;
  for (const ColumnSpec& one : spec.columns) {
    const auto found = std::find(names.begin(), names.end(), one.name);
    columns.push_back(found == names.end()
                          ? Table::Column{one, false, {}, {}, {}}
                          : column_at(one, texts, static_cast<std::size_t>(found - names.begin())));
  }
  for (std::size_t k = 0; k < names.size(); ++k) {
    const auto named = [&](const ColumnSpec& one) { return one.name == names[k]; };
    if (std::any_of(spec.columns.begin(), spec.columns.end(), named)) continue;
    ColumnSpec further;
    further.name = names[k];
    columns.push_back(column_at(further, texts, k));
  }
  std::vector<int> lines;
  for (std::size_t row = 1; row < texts.size(); ++row) lines.push_back(static_cast<int>(row) + 1);
  return {spec.name + ".csv", std::move(columns), std::move(lines)};
}

}  // namespace yanzhen::known_answers
