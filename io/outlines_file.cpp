#include "io/outlines_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "io/text_file.hpp"

namespace yanzhen {
namespace {

// Listens to the parser and keeps only what the outermost object says of itself: a tree of 32 MB of brackets
// would take gigabytes.
class CollectionListener : public nlohmann::json_sax<nlohmann::json> {
 public:
  [[nodiscard]] bool is_collection() const { return type_is_right_ && has_features_; }
  [[nodiscard]] std::size_t error_at() const { return error_at_; }  // counted from 1; 0 = none

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool string(string_t& text) override {
    if (at_top() && key_ == "type") type_is_right_ = text == "FeatureCollection";
    return true;
  }
  bool key(string_t& name) override {
    if (at_top()) key_ = name;
    return true;
  }
  bool start_object(std::size_t) override {
    if (depth_ == 0) top_is_object_ = true;
    ++depth_;
    return true;
  }
  bool start_array(std::size_t) override {
    if (at_top() && key_ == "features") has_features_ = true;
    ++depth_;
    return true;
  }
  bool end_object() override { return leave(); }
  bool end_array() override { return leave(); }
  bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
    error_at_ = std::max<std::size_t>(1, position);
    return false;
  }

 private:
  [[nodiscard]] bool at_top() const { return depth_ == 1 && top_is_object_; }
  bool leave() {
    --depth_;
    return true;
  }

  std::size_t depth_ = 0;
  bool top_is_object_ = false;
  bool type_is_right_ = false;
  bool has_features_ = false;
  std::string key_;
  std::size_t error_at_ = 0;
};

}  // namespace

void check_outlines(std::string_view text, const std::string& file, Problems& problems) {
  CollectionListener listener;
  nlohmann::json::sax_parse(text.begin(), text.end(), &listener);
  if (listener.error_at() > 0) {
    const std::string_view before = text.substr(0, listener.error_at() - 1);
    const auto line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
    problems.add({file, line, count_letters(before.substr(before.rfind('\n') + 1)) + 1}, "not valid JSON");
  } else if (!listener.is_collection()) {
    problems.add({file, 0, 0}, "not a GeoJSON FeatureCollection",
                 "outlines are one object with \"type\": \"FeatureCollection\" and an array \"features\"");
  }
}

}  // namespace yanzhen
