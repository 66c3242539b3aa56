#include "tools/display.hpp"

#include <doctest/doctest.h>

#include <cmath>

namespace yanzhen::tools {

TEST_SUITE("tools/display") {
  TEST_CASE("a Chinese letter takes two columns and a combining mark none") {
    CHECK(display_width("Jiaxing") == 7);
    CHECK(display_width("嘉兴") == 4);
    CHECK(display_width("上海 Shanghai") == 13);
    CHECK(display_width("e\xCC\x81") == 1);         // e and a combining acute
    CHECK(display_width("\xEF\xBC\xA1") == 2);      // full-width A
    CHECK(display_width("\xF0\xA0\x80\x80") == 2);  // U+20000, a rare ideograph
    CHECK(display_width("é") == 1);
    CHECK(display_width("") == 0);
  }
  TEST_CASE("bytes that are no UTF-8 count one each and end no program") {
    CHECK(display_width("\xFF\xFE") == 2);
    CHECK(display_width("\xE5\x98") == 2);  // cut within a letter
    CHECK(display_width("\xC0\x80") == 2);  // overlong
    CHECK(display_width("\xE5(a") == 3);
  }
  TEST_CASE("cutting never splits a letter and never exceeds the width") {
    CHECK(cut_to_width("嘉兴市", 6) == "嘉兴市");
    CHECK(cut_to_width("嘉兴市", 5) == "嘉兴…");
    CHECK(cut_to_width("嘉兴市", 4) == "嘉…");
    CHECK(cut_to_width("嘉兴市", 1) == "…");
    CHECK(cut_to_width("嘉兴市", 0) == "");
    for (std::size_t width = 0; width < 20; ++width) {
      CAPTURE(width);
      CHECK(display_width(cut_to_width("a上海b Shanghai", width)) <= width);
    }
  }
  TEST_CASE("padding fills by columns, not by bytes") {
    CHECK(pad_right("嘉兴", 6) == "嘉兴  ");
    CHECK(pad_left("嘉兴", 6) == "  嘉兴");
    CHECK(pad_left("longer", 2) == "longer");
  }
  TEST_CASE("numbers are grouped by three, whatever their size") {
    CHECK(with_commas(std::uint64_t{0}) == "0");
    CHECK(with_commas(std::uint64_t{999}) == "999");
    CHECK(with_commas(std::uint64_t{1000}) == "1,000");
    CHECK(with_commas(std::uint64_t{18446744073709551615U}) == "18,446,744,073,709,551,615");
    CHECK(with_commas(-1234567.6) == "-1,234,568");
    CHECK(with_commas(0.123456) == "0.1235");
    CHECK(with_commas(999.7) == "1,000");
    CHECK(with_commas(std::nan("")) == "not known");
    CHECK(with_commas(3e20) == "3.000e+20");
    CHECK(with_commas(-INFINITY) == "-inf");
  }
  TEST_CASE("a duration shows hours only where there are some") {
    CHECK(duration(7.4) == "0:07");
    CHECK(duration(750) == "12:30");
    CHECK(duration(11100) == "3:05:00");
    CHECK(duration(-1) == "0:00");
  }
  TEST_CASE("a descriptor that is no terminal has the width that was asked for") {
    CHECK(terminal_columns(-1, 77) == 77);
  }
}

}  // namespace yanzhen::tools
