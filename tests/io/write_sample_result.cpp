// Writes the sample result to a file: for open_result_file.py.
#include <cstdio>

#include "tests/io/sample_result.hpp"

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: write_sample_result FILE\n", stderr);
    return 2;
  }
  yanzhen::write_result_file(arguments[1], yanzhen::sample::result(), false);
}
