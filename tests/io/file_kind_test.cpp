#include "io/file_kind.hpp"

#include <doctest/doctest.h>

using namespace yanzhen;

namespace {

TomlTable keys_of(const std::string& text) {
  Problems problems;
  return read_toml(text, "f.toml", problems).value();
}

TEST_CASE("a file of the other kind is one problem that names the right command") {
  Problems problems;
  CHECK(refuse_sweep(keys_of("title = \"t\"\n[design]\nkind = \"grid\"\n"), "f.toml", problems));
  CHECK(refuse_scenario(keys_of("model = \"m\"\n[time]\nstart = 2000\n"), "f.toml", problems));
  CHECK(refuse_scenario(keys_of("extends = \"base.toml\"\n"), "f.toml", problems));
  REQUIRE(problems.list().size() == 3);
  CHECK(problems.list()[0].problem == "this is a sweep file, not a scenario");
  CHECK(problems.list()[0].hint.find("yanzhen sweep f.toml") != std::string::npos);
  CHECK(problems.list()[1].problem == "this is a scenario, not a sweep file");
}

TEST_CASE("a file that might be either is read as what was asked for") {
  Problems problems;
  const TomlTable both = keys_of("model = \"m\"\n[design]\nkind = \"grid\"\n");
  CHECK_FALSE(refuse_sweep(both, "f.toml", problems));
  CHECK_FALSE(refuse_scenario(both, "f.toml", problems));
  CHECK_FALSE(refuse_scenario(keys_of("title = \"t\"\n"), "f.toml", problems));
  CHECK_FALSE(refuse_sweep(keys_of("title = \"t\"\n"), "f.toml", problems));
  CHECK_FALSE(problems.any());
}

}  // namespace
