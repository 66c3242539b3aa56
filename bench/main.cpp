#include <exception>
#include <iostream>

#include "bench/gravity_command.hpp"
#include "bench/run_command.hpp"

int main(int argc, char** argv) {
  try {
    const std::vector<std::string> arguments{argv + 1, argv + argc};
    if (!arguments.empty() && arguments.front() == "run")
      return yanzhen::bench::run_command(arguments, std::cout, std::cerr);
    return yanzhen::bench::bench_command(arguments, std::cout, std::cerr);
  } catch (const std::exception& error) {
    std::cerr << "yanzhen-bench: " << error.what() << '\n';
    return 1;
  }
}
