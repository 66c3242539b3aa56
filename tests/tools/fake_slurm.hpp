#pragma once
//! \file  For tests: programs with the names of Slurm's that say what a test wants, and remember how they
//! were called.
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <string>

#include "tests/io/scratch_folder.hpp"

namespace yanzhen::tools::testing {

/// While it lives, sbatch, squeue and scontrol are found first on PATH and do nothing, well.
class FakeSlurm {
 public:
  FakeSlurm() {
    if (const char* const path = std::getenv("PATH")) path_ = path;
    const std::string folder = (scratch_ / "bin").string();
    for (const char* const name : {"sbatch", "squeue", "scontrol"}) {
      const std::string text = "#!/bin/sh\ncd '" + folder + "'\nname=" + name +
                               "\n"
                               "echo \"$name $*\" >> calls\n"
                               "n=$(($(cat $name.n 2>/dev/null || echo 0) + 1))\n"
                               "echo $n > $name.n\n"
                               "for script in $name.$n $name.else; do\n"
                               "  if [ -e $script ]; then . ./$script; exit; fi\n"
                               "done\n";
      ::chmod(scratch_.write(std::string{"bin/"} + name, text).c_str(), 0755);
    }
    ::setenv("PATH", (folder + ":" + path_).c_str(), 1);
  }
  ~FakeSlurm() { ::setenv("PATH", path_.c_str(), 1); }
  FakeSlurm(const FakeSlurm&) = delete;
  FakeSlurm& operator=(const FakeSlurm&) = delete;

  /// \param call  which call of the program runs this bit of shell, from 1; 0: every call without one
  void at(const std::string& program, int call, const std::string& shell) const {
    scratch_.write("bin/" + program + "." + (call == 0 ? "else" : std::to_string(call)), shell + "\n");
  }

  /// All calls so far of a program, one a line.
  [[nodiscard]] std::string calls(const std::string& program) const {
    std::ifstream stream{scratch_ / "bin/calls"};
    std::string found;
    for (std::string line; std::getline(stream, line);)
      if (line.rfind(program + " ", 0) == 0) found += line + "\n";
    return found;
  }

 private:
  sample::ScratchFolder scratch_;
  std::string path_;
};

}  // namespace yanzhen::tools::testing
