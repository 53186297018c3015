# Shared by run and test: what must be on the machine, and when the build is stale. Sourced, not run.

# Threads of libtorch's OpenMP that wait would otherwise spin, and take a core each from whatever else runs.
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-PASSIVE}"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=false
state="$root/artifacts"
mkdir -p "$state" 2>/dev/null || true # logs of what is installed go there before anything is built

say() { printf '%s\n' "$*" >&2; }

# require_writable: a build writes bin and obj beside the sources, and its state to artifacts.
require_writable() {
    local folder
    mkdir -p "$state" 2>/dev/null || true
    for folder in "$state" "$root"/src/*/ "$root"/src/*/bin "$root"/src/*/obj "$@"; do
        if [ -e "$folder" ] && [ -d "$folder" ] && [ -w "$folder" ]; then continue; fi
        case "$folder" in */bin | */obj) [ -e "$folder" ] || continue ;; esac
        say "lowrank: the tool must be built first, but ${folder%/} cannot be written: run this once where the checkout is writable."
        exit 3
    done
}

require_dotnet() {
    if ! command -v dotnet >/dev/null 2>&1; then
        if [ -x "$HOME/.dotnet/dotnet" ]; then
            export PATH="$HOME/.dotnet:$PATH"
        else
            say "The .NET 10 SDK was not found: install it (https://dot.net/download, package dotnet-sdk-10.0) and put dotnet on the PATH."
            exit 3
        fi
    fi
}

# has_library NAME OVERRIDE: true when the loader knows the library or the user named (or hid) one.
has_library() {
    [ -n "$2" ] && return 0
    local directory
    for directory in ${LD_LIBRARY_PATH:+${LD_LIBRARY_PATH//:/ }} /usr/lib/*-linux-gnu* /lib/*-linux-gnu* /usr/lib64 /usr/lib /usr/local/lib; do
        [ -e "$directory/$1" ] && return 0
    done
    PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -q "[[:space:]]$1 "
}

has_python_module() { /usr/bin/python3 -c "import $1" >/dev/null 2>&1 </dev/null; }

# install_packages PACKAGE...: by apt-get as root or with sudo that asks nothing; silent on stdout.
install_packages() {
    command -v apt-get >/dev/null 2>&1 || return 1
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 && sudo -n true >/dev/null 2>&1 </dev/null || return 1
        as_root=(sudo -n)
    fi
    say "Installing $*"
    local install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@")
    "${install[@]}" >"$state/install.log" 2>&1 </dev/null && return 0
    "${as_root[@]}" apt-get update -q >>"$state/install.log" 2>&1 </dev/null || true
    "${install[@]}" >>"$state/install.log" 2>&1 </dev/null
}

# require_packages PACKAGE...: installs, or says what to install; one attempt per set of packages.
require_packages() {
    [ $# -eq 0 ] && return 0
    if ! mkdir -p "$state" 2>/dev/null || [ ! -w "$state" ]; then
        say "Not installed: $*. Install with: sudo apt-get install $*"
        return 0
    fi
    local attempt="$state/tried-$(id -u)-$(printf '%s-' "$@")"
    if [ ! -e "$attempt" ] && install_packages "$@"; then
        return 0
    fi
    [ -e "$attempt" ] || say "Not installed: $*. Install with: sudo apt-get install $*"
    : >"$attempt"
}

require_native_libraries() {
    local missing=()
    has_library libmpfr.so.6 "${LOWRANK_MPFR:-}" || missing+=(libmpfr6)
    has_library libopenblas.so.0 "${LOWRANK_OPENBLAS:-}" || missing+=(libopenblas0-pthread)
    require_packages "${missing[@]}"
}

require_python_modules() {
    local missing=()
    has_python_module mpmath || missing+=(python3-mpmath)
    has_python_module numpy || missing+=(python3-numpy)
    require_packages "${missing[@]}"
}

# The renderer of formulas that the tests compile the catalogue's LaTeX with; without node or the registry that test says so and is skipped.
katex_version=0.16.22
require_katex() {
    [ -d "$state/katex-$katex_version/node_modules/katex" ] && return 0
    command -v npm >/dev/null 2>&1 || return 0
    say "Installing katex $katex_version"
    npm install --silent --no-audit --no-fund --prefix "$state/katex-$katex_version" "katex@$katex_version" >"$state/install.log" 2>&1 </dev/null || true
}

# What only ./test --full uses.
require_full_tools() {
    local missing=()
    command -v chromium >/dev/null 2>&1 || missing+=(chromium)
    command -v slurmctld >/dev/null 2>&1 || PATH="$PATH:/sbin:/usr/sbin" command -v slurmctld >/dev/null 2>&1 || missing+=(slurm-wlm)
    command -v munged >/dev/null 2>&1 || PATH="$PATH:/sbin:/usr/sbin" command -v munged >/dev/null 2>&1 || missing+=(munge)
    require_packages "${missing[@]}"
}

# libtorch for the tests of its engine, 600 MB in NuGet's cache. Where it cannot be had those tests are skipped and say why.
require_libtorch() {
    [ -z "${LOWRANK_LIBTORCH:-}" ] || return 0
    [ ! -d "${NUGET_PACKAGES:-$HOME/.nuget/packages}/libtorch-cpu-linux-x64/2.10.0/runtimes" ] || return 0
    mkdir -p "$state"
    say "Restoring libtorch"
    dotnet restore "$root/eng/libtorch/libtorch.csproj" -v q >"$state/libtorch.log" 2>&1 </dev/null ||
        say "libtorch could not be restored, so the tests of its engine are skipped; the log is $state/libtorch.log"
}

# OpenBLAS picks its kernel once, at load, and an older release takes the Haswell one on newer AVX-512 cores.
choose_openblas_kernel() {
    if [ -z "${OPENBLAS_CORETYPE:-}" ] && grep -qm1 '^flags.* avx512f .*avx512vl\|^flags.* avx512f.*avx512bw.*avx512vl' /proc/cpuinfo 2>/dev/null; then
        export OPENBLAS_CORETYPE=SKYLAKEX
    fi
}

# A fingerprint of everything the build reads: paths, sizes and times of change.
fingerprint() {
    (cd "$root" && { find "$@" \( -name bin -o -name obj \) -prune -o -type f -printf '%p %s %T@\n' 2>/dev/null || true; } | LC_ALL=C sort | sha256sum)
}
