#include "tools/report/report_page.hpp"

#include <doctest/doctest.h>

#include <bit>
#include <limits>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <vector>

#include "tools/report/packed_numbers.hpp"

namespace yanzhen::tools {

TEST_SUITE("tools/report_page") {
  TEST_CASE("no text of the data can end the script, and JSON still says the same") {
    const nlohmann::json data{
        {"title", "</script><script>alert(1)</script> & <!-- \xE2\x80\xA8 \xE2\x80\xA9 年"}};
    const std::string safe = safe_in_script(data.dump());
    CHECK(safe.find_first_of("<>&") == std::string::npos);
    CHECK(safe.find("\xE2\x80\xA8") == std::string::npos);
    CHECK(safe.find("\xE2\x80\xA9") == std::string::npos);
    CHECK(nlohmann::json::parse(safe) == data);
  }
  TEST_CASE("letters that begin as a line separator does stay as they are, also cut short at the end") {
    CHECK(safe_in_script("\xE2\x80\xA6\xE2\x82\xAC") == "\xE2\x80\xA6\xE2\x82\xAC");
    CHECK(safe_in_script("\xE2") == "\xE2");
    CHECK(safe_in_script("\xE2\x80") == "\xE2\x80");
  }
  TEST_CASE("a title is shown as it is written") {
    CHECK(html_text("</title><b>\"'&") == "&lt;/title&gt;&lt;b&gt;&quot;&#39;&amp;");
  }
  TEST_CASE("places of the frame are filled once: what looks like a place within the data is data") {
    const PageParts parts{"<title>{{title}}</title>{{style}}|{{data}}|{{program}}", "css", "js"};
    CHECK(join_page(parts, "{{program}} <", "\"{{style}}\"") ==
          "<title>{{program}} &lt;</title>css|\"{{style}}\"|js");
  }
  TEST_CASE("a frame with a place that nothing fills is a mistake of ours") {
    CHECK_THROWS_AS(static_cast<void>(join_page({"{{titel}}", "", ""}, "", "")), std::logic_error);
    CHECK_THROWS_AS(static_cast<void>(join_page({"{{title", "", ""}, "", "")), std::logic_error);
  }
  TEST_CASE("the page that is built in has all its places, or there is none at all") {
    const PageParts parts = built_in_parts();
    if (parts.frame.empty()) return;  // -DYANZHEN_REPORT=OFF
    const std::string page = join_page(parts, "T", "{}");
    CHECK(page.find("{{") == page.find("{{", page.find(parts.program)));  // outside the program there is none
    CHECK(parts.program.find("</script") == std::string_view::npos);
    CHECK(parts.style.find("</style") == std::string_view::npos);
    CHECK(page.size() > 300'000);  // ECharts is within
  }
}

TEST_SUITE("tools/packed_numbers") {
  TEST_CASE("numbers are base64 of their little-endian bytes") {
    CHECK(pack_numbers({}) == "f64:");
    CHECK(pack_numbers(std::vector<double>{1.0}) ==
          "f64:AAAAAAAA8D8=");  // Python: base64 of struct.pack("<d", 1)
    CHECK(pack_numbers(std::vector<double>{1.0, -2.5}) == "f64:AAAAAAAA8D8AAAAAAAAEwA==");
    CHECK(pack_numbers(std::vector<double>{1.0, -2.5, 0.1}) == "f64:AAAAAAAA8D8AAAAAAAAEwJqZmZmZmbk/");
  }
  TEST_CASE("what is not known is packed too, and the size is what was foretold") {
    const double unknown = std::bit_cast<double>(std::uint64_t{0x7ff8000000000000U});
    CHECK(pack_numbers(std::vector<double>{unknown}) == "f64:AAAAAAAA+H8=");
    for (std::size_t n = 0; n < 8; ++n) {
      CAPTURE(n);
      CHECK(pack_numbers(std::vector<double>(n, 0.3)).size() == packed_size(n));
    }
  }
}

}  // namespace yanzhen::tools
