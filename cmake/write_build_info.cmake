# Writes OUTPUT, the values of tools/build_info.hpp. Runs at every build and touches the file only when a value changed.
#   cmake -D OUTPUT=... -D VERSION=... -D SOURCE=... -P write_build_info.cmake
set(commit "unknown")
find_program(git git)
# .git must be ours: a copy without history may lie inside some other project's checkout.
if(git AND EXISTS "${SOURCE}/.git")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -E env GIT_OPTIONAL_LOCKS=0
            ${git} -C "${SOURCE}" describe --always --dirty --abbrev=12 --exclude=*
    OUTPUT_VARIABLE found RESULT_VARIABLE failed ERROR_QUIET OUTPUT_STRIP_TRAILING_WHITESPACE)
  if(NOT failed AND found)
    set(commit "${found}")
  endif()
endif()

file(CONFIGURE OUTPUT "${OUTPUT}" @ONLY CONTENT [[
// Written by cmake/write_build_info.cmake.
#include "tools/build_info.hpp"

namespace yanzhen::tools {
const char* const kVersion = "@VERSION@";
const char* const kCommit = "@commit@";
const char* const kSourceFolder = R"path(@SOURCE@)path";
}  // namespace yanzhen::tools
]])
