#include "io/csv_records.hpp"

#include <fmt/format.h>

#include <utility>

#include "io/text_file.hpp"

namespace yanzhen {

bool CsvRecords::next(std::vector<CsvField>& fields, Problems& problems) {
  fields.clear();
  record_bytes_ = 0;
  do {
    if (read_line(problems) != Read::line) return false;
  } while (line_.empty());
  record_line_ = line_number_;
  while (true) {
    CsvField& field = fields.emplace_back(CsvField{{}, line_number_, column_});
    if (at_ < line_.size() && line_[at_] == '"') {
      if (!read_quoted(field, problems)) return false;
    } else {
      read_bare(field, problems);
    }
    if (at_ >= line_.size()) return true;
    advance();  // the comma
  }
}

CsvRecords::Read CsvRecords::read_line(Problems& problems) {
  ++line_number_;
  line_.clear();
  at_ = 0;
  column_ = 1;
  std::streambuf& bytes = *stream_.rdbuf();
  constexpr int kEnd = std::char_traits<char>::eof();
  int byte = bytes.sbumpc();
  if (byte == kEnd) return Read::end;
  for (; byte != kEnd && byte != '\n'; byte = bytes.sbumpc()) {
    if (++record_bytes_ > kMostBytes) {
      problems.add({file_, line_number_, 0}, fmt::format("a record of more than {} MB", kMostBytes >> 20U),
                   "is this a CSV file? a quote that is never closed has the same effect");
      return Read::failed;
    }
    line_ += static_cast<char>(byte);
  }
  if (!line_.empty() && line_.back() == '\r') line_.pop_back();
  if (line_number_ == 1 && line_.compare(0, kByteOrderMark.size(), kByteOrderMark) == 0)
    line_.erase(0, kByteOrderMark.size());
  return check_text(problems) ? Read::line : Read::failed;
}

bool CsvRecords::check_text(Problems& problems) {
  const std::size_t bad = first_bad_byte(line_);
  if (bad == std::string::npos) return true;
  const int column = count_letters(std::string_view{line_}.substr(0, bad)) + 1;
  problems.add({file_, line_number_, column},
               fmt::format("byte 0x{:02X} is not UTF-8 text", static_cast<unsigned char>(line_[bad])),
               "save the file with the encoding UTF-8 (in Excel: \"CSV UTF-8\")");
  return false;
}

void CsvRecords::advance() {
  ++at_;
  if (at_ >= line_.size() || (static_cast<unsigned char>(line_[at_]) & 0xC0U) != 0x80U) ++column_;
}

void CsvRecords::read_bare(CsvField& field, Problems& problems) {
  while (at_ < line_.size() && line_[at_] != ',') {
    if (line_[at_] == '"')
      problems.add(here(), "a quote in a field that does not begin with one",
                   "put the whole field between quotes and write the inner quote twice");
    field.text += line_[at_];
    advance();
  }
}

bool CsvRecords::read_quoted(CsvField& field, Problems& problems) {
  const Place opened = here();
  advance();
  while (true) {
    if (at_ >= line_.size()) {
      const Read read = read_line(problems);
      if (read == Read::end) problems.add(opened, "a quote is opened here and never closed");
      if (read != Read::line) return false;
      field.text += '\n';
    } else if (line_[at_] != '"') {
      field.text += line_[at_];
      advance();
    } else {
      advance();
      if (at_ >= line_.size() || line_[at_] != '"') break;
      field.text += '"';
      advance();
    }
  }
  if (at_ >= line_.size() || line_[at_] == ',') return true;
  problems.add(here(), "text after the closing quote of a field", "an inner quote is written twice: \"\"");
  while (at_ < line_.size() && line_[at_] != ',') advance();
  return true;
}

}  // namespace yanzhen
