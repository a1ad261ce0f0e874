# Kalon: `make help` lists the targets. Pipelines are in pipelines/, their rules in pipelines/stages.mk.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

export PKG_CONFIG_PATH := $(CURDIR)/.tools/pkgconfig$(if $(PKG_CONFIG_PATH),:$(PKG_CONFIG_PATH))

# The libraries of the wheel are found relative to the build folder, so the project can be moved.
libraries := '$(subst ','\'',$(CURDIR))/.tools/openvino-libs'
flags := -Xlinker -rpath -Xlinker '$$ORIGIN/../../../.tools/openvino-libs' -Xlinker -rpath -Xlinker $(libraries)

.PHONY: help setup build test test-sanitized examples docs lint figures demo demo-student bench-extract bench-reduce bench-select bench-distil bench-train bench-tune bench-student bench-explain bench-explanations bench-evolve clean

help: ## prints this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 24

setup: ## installs the Debian packages and the OpenVINO wheel that are missing
	@scripts/setup

build: setup ## builds every stage in release mode into .build/release
	@swift build -c release $(flags)

# OpenBLAS's threads wait for one another by yielding the processor, so they make little progress beside other busy processes: the
# test process has only one.
test: ## runs all tests, including those of the executables
	@scripts/setup --tests
	@swift build -c release --build-tests $(flags)
	@set -o pipefail; OPENBLAS_NUM_THREADS=1 swift test -c release --skip-build $(flags) 2>&1 | tee .build/tests.log \
	  || { echo 'The failures again:'; grep '^✘' .build/tests.log | cut -c 1-600; exit 1; }

# A package of their own: they see what is public and nothing else.
examples: setup ## builds and runs the programs of Examples/ on pictures of the demo
	@swift build --package-path Examples -c release $(flags)
	@Examples/run

# Libraries whose work is their own: sanitizers do not know the allocators of OpenVINO and libvips. Leaks are not looked for,
# because XCTest has two of its own. Tests that compute for long would take an hour in such a build.
SANITIZER ?= address
SANITIZED = Matrices|Concurrency|LinearAlgebra|Graphs|Reference|Kernels|Learning|Evolution|Selection|Reduction|Evaluation|Isolation|Faults
UNSANITIZED = PlantedColumns|StreamingTests|ParityTests|IndependentComponent

test-sanitized: ## tests the libraries with SANITIZER=address or thread, in a build of its own
	@scripts/setup
	@ASAN_OPTIONS=detect_leaks=0 OPENBLAS_NUM_THREADS=1 swift test --sanitize $(SANITIZER) --scratch-path .build-$(SANITIZER) $(flags) \
	  --filter '^($(SANITIZED))Tests\.' --skip '$(UNSANITIZED)'

# In debug mode, in which the plugin builds the libraries to learn what is public in them.
documentation := .build/documentation

docs: setup ## builds the documentation of the libraries into .build/documentation: TARGETS='Graphs Learning' for some of them
	@swift package --allow-writing-to-directory $(documentation) generate-documentation \
	  $(or $(addprefix --target ,$(TARGETS)),--product Kalon) --warnings-as-errors \
	  --enable-experimental-combined-documentation --output-path $(documentation)
	@scripts/check-documentation $(documentation)

lint: ## checks the layout of the code, what targets declare, that only stages name options, and the figures of the documents
	@find Package.swift Snippets Sources Tests Examples Benchmarks -name .build -prune -o -name '*.swift' ! -name '*.pb.swift' -print0 \
	  | xargs -0 swift format lint --strict
	@scripts/check-imports
	@scripts/check-library-words
	@python3 Benchmarks/test_results.py --quiet
	@python3 Benchmarks/figures.py --check

figures: ## puts the results of Benchmarks/results/ into the tables and sentences of README and Documentation
	@python3 Benchmarks/figures.py

demo: build ## renders pictures and runs the whole pipeline on them, end to end
	@$(MAKE) --no-print-directory -C pipelines/demo

demo-student: build ## renders pictures, and makes a small network the student of a large one on them
	@$(MAKE) --no-print-directory -C pipelines/student-demo

# The script says what the interpreters need; BENCH takes additional options of it, such as --count 12. With --record, each
# of these scripts also writes its figures into Benchmarks/results/.
OPENVINO_PYTHON ?= $(TORCH_PYTHON)

bench-extract: build ## times kalon-extract against other programs: PHOTOGRAPHS=FOLDER, TF_PYTHON=… TORCH_PYTHON=… for these
	@: $(if $(PHOTOGRAPHS),,$(error PHOTOGRAPHS is not set; give a folder of at least 60 photographs))
	@python3 Benchmarks/extract.py --binaries .build/release --photographs '$(PHOTOGRAPHS)' \
	  $(if $(OPENVINO_PYTHON),--openvino '$(OPENVINO_PYTHON)') $(if $(TF_PYTHON),--keras '$(TF_PYTHON)') \
	  $(if $(TORCH_PYTHON),--torch '$(TORCH_PYTHON)') $(BENCH)

# PYTHON needs h5py and, for bench-reduce, scikit-learn; SIZE=full takes 9 GB of disk, 7 GB of memory and a quarter of an hour.
PYTHON ?= python3
SIZE ?= small

bench-reduce: build ## times kalon-reduce against scikit-learn: PYTHON=… with scikit-learn and h5py, SIZE=small or full
	@swift build --package-path Benchmarks -c release $(flags)
	@$(PYTHON) Benchmarks/reduce.py --size $(SIZE) --executables .build/release $(BENCH)

bench-select: build ## compares ways to choose columns: FEATURES='FILE.h5…', PYTHON=… with h5py, BENCH='--genes 500'
	@: $(if $(FEATURES),,$(error FEATURES is not set; give features files of labelled photographs))
	@$(PYTHON) Benchmarks/baselines.py $(FEATURES) --binaries .build/release $(BENCH)

bench-distil: build ## compares a student with its teacher: FEATURES='FILE.h5…', PYTHON=… with h5py, BENCH='--student FILE.h5 --photographs FOLDER'
	@: $(if $(FEATURES),,$(error FEATURES is not set; give features files of labelled photographs))
	@$(PYTHON) Benchmarks/distil.py $(FEATURES) --binaries .build/release $(BENCH)

bench-train: build ## times training against PyTorch and Keras: TORCH_PYTHON=…, TF_PYTHON=… name Pythons that have them
	@$(or $(TORCH_PYTHON),$(TF_PYTHON),python3) Benchmarks/train.py --binaries .build/release \
	  $(addprefix --torch ,$(TORCH_PYTHON)) $(addprefix --keras ,$(TF_PYTHON)) $(BENCH)

bench-tune: build ## times training of convolutional networks against PyTorch and Keras: TORCH_PYTHON=…, TF_PYTHON=…
	@$(or $(TORCH_PYTHON),$(TF_PYTHON),python3) Benchmarks/tune.py --binaries .build/release \
	  $(addprefix --torch ,$(TORCH_PYTHON)) $(addprefix --keras ,$(TF_PYTHON)) $(BENCH)

bench-student: build ## compares size and time of a student and its teacher: MODELS='STUDENT.h5 TEACHER.h5', PHOTOGRAPHS=FOLDER, PYTHON=… with h5py
	@: $(if $(MODELS),,$(error MODELS is not set; give the classifiers of the student and of the teacher))
	@$(PYTHON) Benchmarks/student.py $(MODELS) --photographs '$(PHOTOGRAPHS)' --binaries .build/release $(BENCH)

bench-explain: build ## times LIME and SHAP against their authors' programs: PHOTOGRAPHS=FOLDER, PYTHON=… with h5py, PEER=… with torch, lime and shap
	@: $(if $(PHOTOGRAPHS),,$(error PHOTOGRAPHS is not set; give a folder of at least 12 photographs))
	@$(PYTHON) Benchmarks/explain.py --photographs '$(PHOTOGRAPHS)' --binaries .build/release $(addprefix --peer ,$(PEER)) $(BENCH)

bench-explanations: build ## measures methods of explanation beside random attributions: MODEL=classifier.h5, PHOTOGRAPHS=FOLDER, PYTHON=… with h5py
	@: $(if $(MODEL),,$(error MODEL is not set; give a classifier))
	@$(PYTHON) Benchmarks/explanations.py '$(MODEL)' --photographs '$(PHOTOGRAPHS)' --binaries .build/release $(BENCH)

# PYTHON needs h5py; BENCH takes additional options of the script, such as --peer 'python3 peer.py'.
EVOLVE ?= speed

bench-evolve: build ## times a generation of the search for each fitness: PYTHON=… with h5py, EVOLVE='agreement FEATURES.h5'
	@$(PYTHON) Benchmarks/evolve.py --binaries .build/release --folder .build $(BENCH) $(EVOLVE)

clean: ## removes the build; results and downloaded tools stay
	@rm -rf .build Benchmarks/.build Examples/.build
