#pragma once
//! \file  Comma-separated text cut into records and fields as RFC 4180 says, from a stream, in little memory.
#include <istream>
#include <string>
#include <vector>

#include "engine/diagnostic.hpp"

namespace yanzhen {

/// One field of a record: its text without quotes, and where it begins (both counted from 1, letters not
/// bytes).
struct CsvField {
  std::string text;
  int line = 0;
  int column = 0;
};

/// Reads one record after the other. Lines end in LF or CRLF; a byte order mark and empty lines are skipped.
class CsvRecords {
 public:
  /// A record is at most this long, and so is the memory that a broken file can take.
  static constexpr std::size_t kMostBytes = std::size_t{1} << 20U;

  /// `file` is what places say. The stream stays the caller's.
  CsvRecords(std::istream& stream, std::string file) : stream_{stream}, file_{std::move(file)} {}

  /// Reads the next record into `fields`.
  /// \returns false at the end of the text, and after what cannot be read on from: a byte that is not UTF-8,
  /// a record
  ///          that is too long, a quote that is never closed. The latter are added to `problems`.
  [[nodiscard]] bool next(std::vector<CsvField>& fields, Problems& problems);

  /// Line on which the record last read begins, counted from 1.
  [[nodiscard]] int line() const noexcept { return record_line_; }

 private:
  enum class Read { line, end, failed };
  [[nodiscard]] Read read_line(Problems& problems);
  [[nodiscard]] bool check_text(Problems& problems);
  [[nodiscard]] bool read_quoted(CsvField& field, Problems& problems);
  void read_bare(CsvField& field, Problems& problems);
  [[nodiscard]] Place here() const { return {file_, line_number_, column_}; }
  void advance();

  std::istream& stream_;
  std::string file_;
  std::string line_;    // the line being cut, without its end
  std::size_t at_ = 0;  // next byte of it
  int column_ = 1;      // the same in letters, from 1
  int line_number_ = 0;
  int record_line_ = 0;
  std::size_t record_bytes_ = 0;
};

}  // namespace yanzhen
