#include <unistd.h>

#include <iostream>

#include "tools/cli/run.h"
#include "tools/cli/terminal.h"

int main(int argc, char** argv) {
  return baton::cli::Run(argc, argv, std::cout, std::cerr, baton::cli::Terminal::Of(STDOUT_FILENO));
}
