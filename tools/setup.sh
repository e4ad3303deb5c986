# Sourced by tools/up, tools/test and tools/check: goes to the top folder and installs what is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# ccache takes a file's dependencies from the compiler then, and needs no second run of the preprocessor.
export CCACHE_DEPEND=1

# say TEXT: one line for the person who waits.
say() { printf '\033[1m==>\033[0m %s\n' "$*"; }

# as_root COMMAND...: runs it with the rights to install.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# packages SECTION...: the names of those sections of tools/packages.txt.
packages() {
  awk -v sections=" $* " '/^\[/ {name = $0; gsub(/[][]/, "", name); on = index(sections, " " name " "); next}
                          /^[^#]/ && NF && on {print $1}' tools/packages.txt
}

# install_packages SECTION...: installs what of those sections is not installed yet.
install_packages() {
  local missing=()
  for package in $(packages "$@"); do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing ${#missing[@]} packages: ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# install_node: Node.js with npm (Debian's, unless one is there) and the packages of tools/node.
install_node() {
  command -v npm >/dev/null || install_packages node
  # Versions are exact in package.json; a lock file of npm leaves out what other machines need.
  if [ ! -e tools/node/node_modules/.installed ] || [ tools/node/package.json -nt tools/node/node_modules/.installed ]; then
    say "installing the Node packages of tools/node"
    npm --prefix tools/node install --no-package-lock --silent --no-audit --no-fund --loglevel=error
    touch tools/node/node_modules/.installed
  fi
}

# build PRESET TARGET...: configures and builds; the whole log stays in build/PRESET/build.log.
build() {
  local preset=$1
  shift
  mkdir -p "build/$preset"
  local log="build/$preset/build.log"
  say "building ($preset); the log is $log"
  if ! { cmake --preset "$preset" "${CMAKE_FLAGS[@]}" && cmake --build --preset "$preset" ${1:+--target "$@"}; } >"$log" 2>&1; then
    grep -E -A 12 'error:|Error|FAILED' "$log" | head -60 >&2 || tail -40 "$log" >&2
    echo "the build failed; see $log" >&2
    return 1
  fi
}
CMAKE_FLAGS=()
