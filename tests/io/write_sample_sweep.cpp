// Writes the sample sweep to a file: for open_sweep_file.py.
#include <cstdio>

#include "tests/io/sample_sweep.hpp"

int main(int count, char** arguments) {
  if (count != 2) {
    std::fputs("usage: write_sample_sweep FILE\n", stderr);
    return 2;
  }
  yanzhen::sample::write_sweep(arguments[1]);
}
