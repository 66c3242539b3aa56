#include "io/csv_file.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <map>
#include <set>

#include "io/csv_records.hpp"
#include "io/text_file.hpp"

namespace yanzhen {
namespace {

constexpr double kLargestWhole = 9007199254740992.0;  // 2^53: whole numbers up to here are exact in a double

bool is_remark(const std::string& name) {
  static const std::set<std::string> words{"note", "source", "grade", "line"};
  return words.count(name) > 0 || (!name.empty() && name.front() == '#');
}

std::vector<std::string> column_names(const TableSpec& spec) {
  std::vector<std::string> names;
  for (const ColumnSpec& one : spec.columns) names.push_back(one.name);
  return names;
}

// "0 to 1 [share]", "0 or more [km2]": what a column allows.
std::string allowed(const ColumnSpec& spec) {
  const std::string text =
      range_text(spec.min, spec.max, spec.kind == CellKind::integer ? "any whole number" : "any number");
  return spec.unit.empty() || spec.unit == "-" ? text : fmt::format("{} [{}]", text, spec.unit);
}

// One table being read: knows which field of a record belongs to which column.
class TableReader {
 public:
  TableReader(const TableSpec& spec, const std::string& file, Problems& problems)
      : spec_{spec}, file_{file}, problems_{problems}, problems_before_{problems.count()} {
    for (const ColumnSpec& one : spec.columns) columns_.push_back({one, false, {}, {}, {}});
  }

  std::optional<Table> read(std::istream& text) {
    CsvRecords records{text, file_};
    std::vector<CsvField> fields;
    if (records.next(fields, problems_)) {
      read_header(fields);
      read_rows(records, fields);
    }
    if (!wrong() && targets_.empty())
      problems_.add({file_, 0, 0}, "the file is empty",
                    fmt::format("the first line names the columns: {}", all_columns()));
    else if (!wrong() && lines_.empty())
      problems_.add({file_, 0, 0}, "the file has a header and no rows");
    if (wrong()) return std::nullopt;
    return Table{file_, std::move(columns_), std::move(lines_)};
  }

 private:
  static constexpr std::size_t kIgnored = static_cast<std::size_t>(-1);

  [[nodiscard]] std::size_t found() const { return problems_.count() - problems_before_; }
  [[nodiscard]] bool wrong() const { return found() > 0; }
  [[nodiscard]] std::string all_columns() const {
    return fmt::format("{}", fmt::join(column_names(spec_), ", "));
  }
  [[nodiscard]] Place at(const CsvField& field) const { return {file_, field.line, field.column}; }

  void read_header(const std::vector<CsvField>& fields) {
    std::map<std::string, int> seen;
    for (const CsvField& field : fields) {
      const auto [first, is_new] = seen.emplace(field.text, field.column);
      targets_.push_back(is_new ? target_of(field) : kIgnored);
      if (!is_new && !is_remark(field.text))
        problems_.add(at(field), fmt::format("column {} stands twice, first at column {} of the line",
                                             in_quotes(field.text), first->second));
    }
    for (const Table::Column& one : columns_)
      if (one.spec.required && !one.present)
        problems_.add({file_, 1, 0}, fmt::format("column {} is missing", in_quotes(one.spec.name)),
                      one.spec.meaning);
  }

  // Which column a header field names; a new one in a matrix.
  std::size_t target_of(const CsvField& field) {
    for (std::size_t i = 0; i < spec_.columns.size(); ++i) {
      if (spec_.columns[i].name != field.text) continue;
      columns_[i].present = true;
      return i;
    }
    if (is_remark(field.text)) return kIgnored;
    if (field.text.empty()) {
      problems_.add(at(field), "a column without a name", "is there a comma too many?");
      return kIgnored;
    }
    if (spec_.matrix) {
      ColumnSpec further;
      further.name = field.text;
      further.meaning = spec_.meaning;
      columns_.push_back({further, true, {}, {}, {}});
      return columns_.size() - 1;
    }
    if (found() >= Problems::kMost) return kIgnored;  // a search for the nearest name each, for nobody
    problems_.add(at(field), fmt::format("{} is not a column of table {}", in_quotes(field.text), spec_.name),
                  hint_for(field.text, column_names(spec_)));
    return kIgnored;
  }

  void read_rows(CsvRecords& records, std::vector<CsvField>& fields) {
    while (found() < Problems::kMost && records.next(fields, problems_)) {
      if (lines_.size() == spec_.max_rows) {
        problems_.add({file_, records.line(), 0},
                      fmt::format("more rows than table {} may have ({})", spec_.name, spec_.max_rows));
        return;
      }
      lines_.push_back(records.line());
      if (fields.size() == targets_.size()) {
        for (std::size_t i = 0; i < fields.size(); ++i)
          if (targets_[i] != kIgnored) read_cell(columns_[targets_[i]], fields[i]);
      } else {
        problems_.add(
            {file_, records.line(), 0},
            fmt::format("fields in this row: {}, columns in the header: {}", fields.size(), targets_.size()));
      }
    }
  }

  void read_cell(Table::Column& column, const CsvField& field) {
    column.character.push_back(field.column);
    if (field.text.empty() && !column.spec.may_be_empty)
      problems_.add(at(field), fmt::format("{} is empty", column.spec.name), column.spec.meaning);
    if (column.spec.kind == CellKind::text)
      column.texts.push_back(field.text);
    else
      column.numbers.push_back(field.text.empty() ? std::nan("") : read_number(column.spec, field));
  }

  double read_number(const ColumnSpec& spec, const CsvField& field) {
    double number = 0;
    const char* const end = field.text.data() + field.text.size();
    const auto [stopped, error] = std::from_chars(field.text.data(), end, number);
    if (error == std::errc::result_out_of_range && stopped == end) {
      complain(spec, field, "which is too large or too small for a number");
    } else if (error != std::errc{} || stopped != end || !std::isfinite(number)) {
      complain(spec, field, "which is not a number");
    } else if (spec.kind == CellKind::integer &&
               (number != std::floor(number) || std::abs(number) > kLargestWhole)) {
      complain(spec, field, "which is not a whole number");
    } else if (number < spec.min || number > spec.max) {
      problems_.add(at(field), fmt::format("{} is {}, allowed is {}", spec.name, field.text, allowed(spec)),
                    spec.meaning);
    }
    return number;
  }

  void complain(const ColumnSpec& spec, const CsvField& field, const std::string& what) {
    problems_.add(
        at(field),
        fmt::format("{} is {}, {}; allowed is {}", spec.name, in_quotes(field.text), what, allowed(spec)),
        spec.meaning);
  }

  const TableSpec& spec_;
  const std::string& file_;
  Problems& problems_;
  std::size_t problems_before_;
  std::vector<Table::Column> columns_;
  std::vector<std::size_t> targets_;  // for each header field: its column, or kIgnored
  std::vector<int> lines_;
};

}  // namespace

std::optional<Table> parse_csv(std::istream& text, const std::string& file, const TableSpec& spec,
                               Problems& problems) {
  return TableReader{spec, file, problems}.read(text);
}

std::optional<Table> read_csv(const std::filesystem::path& file, const TableSpec& spec, Problems& problems) {
  if (const auto why = why_unreadable(file, kMostCsvBytes)) {
    problems.add({file.string(), 0, 0}, "the file " + *why);
    return std::nullopt;
  }
  std::ifstream stream{file, std::ios::binary};
  if (!stream) throw std::runtime_error{file.string() + " could not be opened"};
  try {
    return parse_csv(stream, file.string(), spec, problems);
  } catch (const std::ios_base::failure& failure) {
    throw std::runtime_error{fmt::format("{} could not be read: {}", file.string(), failure.what())};
  }
}

}  // namespace yanzhen
