#pragma once
//! \file  One HTML file out of a page's frame, style, program and data.
#include <string>
#include <string_view>

namespace yanzhen::tools {

/// The parts of a page, as they were built into this program. All empty where it was built without them.
struct PageParts {
  std::string_view frame;  ///< HTML with {{title}}, {{style}}, {{data}} and {{program}}
  std::string_view style;
  std::string_view program;
};
[[nodiscard]] PageParts built_in_parts();

/// JSON as it may stand within a script of HTML: no text of it can end the script. Of JSON text, in which
/// these letters stand nowhere but in texts: <, >, &, U+2028 and U+2029 become \u003c and so on.
[[nodiscard]] std::string safe_in_script(std::string_view json);

/// Text as HTML shows it: <, > and & and quotes are named.
[[nodiscard]] std::string html_text(std::string_view text);

/// Puts the parts into the frame. What a part holds is not looked at: {{style}} in the data stays as it is.
/// \param title  valid UTF-8
/// \param json   the page's data, not yet made safe
[[nodiscard]] std::string join_page(const PageParts& parts, std::string_view title, std::string_view json);

}  // namespace yanzhen::tools
