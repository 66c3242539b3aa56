#include "tools/failure.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <new>

#include "engine/diagnostic.hpp"
#include "tools/build_info.hpp"
#include "tools/output.hpp"

namespace yanzhen::tools {
namespace {

void tell_our_mistake(const std::exception& error, const std::string& line) {
  spdlog::error("{}", error.what());
  spdlog::error(
      "this is a mistake of yanzhen, not of your scenario; please report it, and send along:\n"
      "  this message\n"
      "  the command: {}\n"
      "  the scenario file, with what it extends and the tables that it names\n"
      "  the version: yanzhen {} ({})",
      line, kVersion, kCommit);
}

}  // namespace

ExitCode report_failures(const std::string& line, const std::function<ExitCode()>& work) {
  try {
    return work();
  } catch (const UsageError& error) {
    fmt::print(stderr, "{}\n", to_text(Diagnostic{Place{}, error.what(), error.hint()}));
    return ExitCode::bad_input;
  } catch (const ScenarioError& error) {
    print_problems(error.diagnostics());
    return ExitCode::bad_input;
  } catch (const std::bad_alloc&) {
    spdlog::error("not enough memory; a larger scale.people_per_agent makes fewer agents");
  } catch (const std::logic_error& error) {
    tell_our_mistake(error, line);
  } catch (const std::exception& error) {
    spdlog::error("{}", error.what());
  }
  return ExitCode::failed;
}

}  // namespace yanzhen::tools
