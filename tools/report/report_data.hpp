#pragma once
//! \file  What a page is given, as PAGE-DATA.md says: JSON of run files, or of a sweep.
#include <string>
#include <vector>

namespace yanzhen::tools {

/// What a page is to be made of.
struct ReportRequest {
  std::vector<std::string> files;   ///< run files, or one sweep file
  std::vector<std::string> panels;  ///< to the front, where not all have room
  std::string language = "en";      ///< "zh" or "en": shown first
};

/// A page's data.
struct ReportData {
  std::string title;                  ///< valid UTF-8
  std::string json;                   ///< not yet safe within a script
  std::vector<std::string> warnings;  ///< what the reader of the command should know: what was left out
};

/// Numbers of the layout that PAGE-DATA.md describes.
inline constexpr int kPageFormat = 1;

/// Reads one panel of all files at a time. \throws UsageError when the files cannot be on one page or have no
/// such panel; RunFileError when a file cannot be read
[[nodiscard]] ReportData report_data(const ReportRequest& request);

}  // namespace yanzhen::tools
