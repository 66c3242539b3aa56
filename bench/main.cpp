#include <exception>
#include <iostream>

#include "bench/gravity_command.hpp"

int main(int argc, char** argv) {
  try {
    return yanzhen::bench::bench_command({argv + 1, argv + argc}, std::cout, std::cerr);
  } catch (const std::exception& error) {
    std::cerr << "yanzhen-bench: " << error.what() << '\n';
    return 1;
  }
}
