#!/bin/sh
# Makes a second package that depends on this one by URL and version, builds it and runs it.
#
#   Tests/Packages/second-package.sh
#
# The dependency is a bare clone of this repository's last commit, tagged 0.1.0, in a temporary folder:
# what a stranger's `.package(url:from:)` would get. Shown are the answer with libtorch, the sentence
# without it, and that a manifest with a warning of ours does not stop the stranger.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/../.." && pwd)
library=${LIBCTORCH:-$root/.libtorch/libCTorch.so}
swift=${SWIFT:-swift}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM HUP

fail() { printf 'second-package: %s\n' "$1" >&2; exit 1; }

[ -f "$library" ] || fail "no $library; run Scripts/fetch-libtorch first"
git -C "$root" diff --quiet HEAD -- Package.swift Sources ||
  printf 'second-package: uncommitted changes are not part of what is tested\n' >&2

git clone --quiet --bare "$root" "$work/swift-rlhf.git"
git -C "$work/swift-rlhf.git" tag --force 0.1.0 HEAD >/dev/null

mkdir -p "$work/stranger/Sources/stranger"
cat >"$work/stranger/Package.swift" <<END_OF_MANIFEST
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "stranger",
  dependencies: [.package(url: "file://$work/swift-rlhf.git", from: "0.1.0")],
  targets: [
    .executableTarget(
      name: "stranger",
      dependencies: [
        .product(name: "Tokenizers", package: "swift-rlhf"),
        .product(name: "Torch", package: "swift-rlhf"),
      ])
  ]
)
END_OF_MANIFEST
cat >"$work/stranger/Sources/stranger/main.swift" <<'END_OF_PROGRAM'
import Tokenizers
import Torch

do {
  try loadLibtorch()
  print((Tensor([1, 2] as [Float]) + 1).floats)
} catch {
  print("error: \(error)")
}
END_OF_PROGRAM

"$swift" build --package-path "$work/stranger" --jobs "${JOBS:-2}" --quiet ||
  fail 'the second package does not build'
program=$("$swift" build --package-path "$work/stranger" --show-bin-path)/stranger

answer=$(LIBCTORCH=$library "$program") || fail "the program ends with status $?"
[ "$answer" = '[2.0, 3.0]' ] || fail "the program answers '$answer' and not '[2.0, 3.0]'"

sentence=$(env -u LIBCTORCH "$program") || fail "without libtorch the program ends with status $?"
case $sentence in
  'error: '*fetch-libtorch*) ;;
  *) fail "without libtorch the program says '$sentence' and not what to do" ;;
esac
[ "$(printf '%s\n' "$sentence" | wc -l)" -eq 1 ] || fail "more than one line: $sentence"

printf 'second-package: [1, 2] + 1 = %s\n' "$answer"
printf 'second-package: without libtorch: %s\n' "$sentence"
