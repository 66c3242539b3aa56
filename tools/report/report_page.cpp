#include "tools/report/report_page.hpp"

#include <stdexcept>

// Written by cmake/embed_file.cmake: where each file begins and ends within this program.
extern "C" {
extern const char yanzhen_page_frame_begin[];
extern const char yanzhen_page_frame_end[];
extern const char yanzhen_page_style_begin[];
extern const char yanzhen_page_style_end[];
extern const char yanzhen_page_program_begin[];
extern const char yanzhen_page_program_end[];
}

namespace yanzhen::tools {
namespace {

std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

PageParts built_in_parts() {
  return {between(yanzhen_page_frame_begin, yanzhen_page_frame_end),
          between(yanzhen_page_style_begin, yanzhen_page_style_end),
          between(yanzhen_page_program_begin, yanzhen_page_program_end)};
}

std::string safe_in_script(std::string_view json) {
  constexpr std::string_view kLineSeparator = "\xE2\x80\xA8";
  constexpr std::string_view kParagraphSeparator = "\xE2\x80\xA9";
  std::string text;
  text.reserve(json.size() + json.size() / 64);
  for (std::size_t k = 0; k < json.size(); ++k) {
    const char letter = json[k];
    const std::string_view three = letter == '\xE2' ? json.substr(k, 3) : std::string_view{};
    if (letter == '<') {
      text += "\\u003c";
    } else if (letter == '>') {
      text += "\\u003e";
    } else if (letter == '&') {
      text += "\\u0026";
    } else if (three == kLineSeparator || three == kParagraphSeparator) {
      text += three == kLineSeparator ? "\\u2028" : "\\u2029";
      k += 2;
    } else {
      text += letter;
    }
  }
  return text;
}

std::string html_text(std::string_view text) {
  std::string html;
  for (const char letter : text) {
    switch (letter) {
      case '<':
        html += "&lt;";
        break;
      case '>':
        html += "&gt;";
        break;
      case '&':
        html += "&amp;";
        break;
      case '"':
        html += "&quot;";
        break;
      case '\'':
        html += "&#39;";
        break;
      default:
        html += letter;
    }
  }
  return html;
}

std::string join_page(const PageParts& parts, std::string_view title, std::string_view json) {
  const std::string shown_title = html_text(title);
  const std::string data = safe_in_script(json);
  const auto content = [&](std::string_view name) -> std::string_view {
    if (name == "title") return shown_title;
    if (name == "style") return parts.style;
    if (name == "data") return data;
    if (name == "program") return parts.program;
    throw std::logic_error{"the page's frame has a place that nothing fills: " + std::string{name}};
  };
  std::string page;
  page.reserve(parts.frame.size() + parts.style.size() + parts.program.size() + data.size());
  std::string_view rest = parts.frame;
  for (std::size_t open = rest.find("{{"); open != std::string_view::npos; open = rest.find("{{")) {
    const std::size_t close = rest.find("}}", open);
    if (close == std::string_view::npos) throw std::logic_error{"the page's frame is cut short"};
    page += rest.substr(0, open);
    page += content(rest.substr(open + 2, close - open - 2));
    rest.remove_prefix(close + 2);
  }
  page += rest;
  return page;
}

}  // namespace yanzhen::tools
