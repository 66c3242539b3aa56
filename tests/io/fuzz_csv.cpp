//! \file  Fuzzing of tables (libFuzzer): the first byte chooses the table, the rest is the file.
#include <cstdint>
#include <cstdlib>
#include <sstream>

#include "io/csv_file.hpp"
#include "tests/io/sample_model.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  std::istringstream text{std::string{reinterpret_cast<const char*>(data) + 1, size - 1}};
  const yanzhen::TableSpec spec =
      data[0] % 2 == 0 ? yanzhen::sample::cities() : yanzhen::sample::input_output();
  yanzhen::Problems problems;
  const auto table = yanzhen::parse_csv(text, "t.csv", spec, problems);
  if (table.has_value() == problems.any()) std::abort();
  if (!table) return 0;
  for (const yanzhen::Table::Column& column : table->columns())
    if (column.present && column.character.size() != table->rows()) std::abort();
  return 0;
}
