# swift-rlhf: `make` prints the verbs. Each verb does its own set-up.
help:
	@echo 'make demo      watch a small model become what people prefer'
	@echo 'make test      run the tests'
	@echo 'make check     format, lint, build with warnings as errors, tests, documents: what CI runs'
	@echo 'make build     build everything, for development'
	@echo 'make release   build the command, optimized: .build/release/rlhf'
	@echo 'make format    put the sources into their shape'
	@echo 'make lint      say where the sources are out of shape'
	@echo 'make test-browser   drive the pages of labeling and of runs in a real browser (headless Chromium)'
	@echo 'make test-labeling  kill, fill up and stop a labeling server at work (ROUNDS=200)'
	@echo 'make floors    build every module on what it declares, test the left wing without libtorch'
	@echo 'make package   make a second package that depends on this one by URL and version, and run it'
	@echo 'make asan      run the tests of Torch under AddressSanitizer'
	@echo 'make bench     run the benchmarks (BENCH=--write also writes docs/benchmarks.md)'
	@echo 'make bench-peers   the same work by TRL and by ours, in turn (PEERS=--write also writes the page)'
	@echo 'make bench-limits  against memory and matrix products of this machine (LIMITS=--write also writes the page)'
	@echo 'make bench-gpu     a GPU against the CPU, its own limits and TRL (GPU=--write also writes the page)'
	@echo 'make docs      check that the links between documents lead somewhere'
	@echo 'make count     count lines per module'
	@echo 'make libtorch  get libtorch into .libtorch (LIBTORCH=/path uses one that is there)'
	@echo 'make clean     remove what was built (not .libtorch)'
	@echo
	@echo 'JOBS=n         how many compilers and tests run at once (default: one per core)'

# Threads that wait without spinning: tests and compilers share few cores.
export OMP_WAIT_POLICY ?= passive
# Warnings are errors here; not where others build the package, perhaps with a newer compiler.
export STRICT ?= 1
release bench bench-peers bench-limits bench-gpu: export STRICT = 0
SWIFT ?= swift
JOBS ?= $(shell getconf _NPROCESSORS_ONLN)
# An import that Package.swift does not declare is an error. With the same flags everywhere, what one
# verb has built the next one need not build again.
FLAGS := --jobs $(JOBS) --explicit-target-dependency-import-check error
BUILD := $(SWIFT) build $(FLAGS)
TEST := $(SWIFT) test $(FLAGS)
SOURCES := Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources
# The modules that work without libtorch.
LEFT_WING := Auditing Datasets DemoWorld Evaluation Feedback HTML LabelingWeb Runs Statistics \
  Tokenizers
empty :=
space := $(empty) $(empty)
LEFT_WING_TESTS := ^($(subst $(space),|,$(LEFT_WING)))Tests\.

.PHONY: help demo test test-browser test-labeling check build release format lint floors package \
  asan bench bench-peers bench-limits bench-gpu docs count libtorch clean imports

demo: libtorch release
	.build/release/rlhf demo --overwrite

test: libtorch
	$(TEST)

# Cheapest first.
check: lint docs imports libtorch
	$(TEST)
	$(MAKE) left-wing package test-labeling test-browser ROUNDS=$(or $(ROUNDS),10)

# A whole server as a process, driven over real connections on this machine.
test-labeling: libtorch build
	Tests/Labeling/durable_before_answer.py
	Tests/Labeling/disk_full.py
	Tests/Labeling/drain.py
	Tests/Labeling/live_chat.py
	Tests/Labeling/kill_rounds.py --rounds $(or $(ROUNDS),200)

test-browser: build
	Tests/Browser/run

build: libtorch
	$(BUILD)

release:
	$(BUILD) --configuration release --product rlhf

libtorch:
	@Scripts/fetch-libtorch

format:
	$(SWIFT) format format --in-place --parallel --recursive $(SOURCES)

lint:
	$(SWIFT) format lint --strict --parallel --recursive $(SOURCES)
	Scripts/check-sources

docs:
	Scripts/check-links

# Builds everything, tests too.
imports:
	$(BUILD) --build-tests

.PHONY: left-wing
left-wing:
	LIBCTORCH=/nonexistent $(TEST) --filter '$(LEFT_WING_TESTS)'

floors: imports left-wing

package: libtorch
	Tests/Packages/second-package.sh

# A scratch folder of its own: the sanitizer changes every object file. Left out are the tests that
# measure memory, which the sanitizer holds back. libtorch keeps some until the end: no leak check.
asan: libtorch
	ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1:$$ASAN_OPTIONS $(TEST) \
	  --sanitize address --scratch-path .build-asan --filter '^TorchTests\.' --skip MemoryTests

bench: libtorch
	Benchmarks/run $(BENCH)

bench-limits: libtorch release
	Benchmarks/limits.py $(LIMITS)

# Needs a GPU, and LIBTORCH naming a CUDA build of torch the first time.
bench-gpu: libtorch release
	Benchmarks/gpu.py $(GPU)

# Needs Python, network for its first run, and quiet cores.
bench-peers: libtorch release
	Benchmarks/peers/run $(PEERS)

count:
	@Scripts/count-lines

clean:
	rm -rf .build .build-asan .browser
