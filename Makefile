# Kalon: `make help` lists what can be made. Pipelines are in pipelines/, their rules in pipelines/stages.mk.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

export PKG_CONFIG_PATH := $(CURDIR)/.tools/pkgconfig$(if $(PKG_CONFIG_PATH),:$(PKG_CONFIG_PATH))

# The libraries of the wheel are found beside the build folder, wherever the project is moved.
libraries := '$(subst ','\'',$(CURDIR))/.tools/openvino-libs'
flags := -Xlinker -rpath -Xlinker '$$ORIGIN/../../../.tools/openvino-libs' -Xlinker -rpath -Xlinker $(libraries)

.PHONY: help setup build test lint demo bench-extract bench-reduce bench-select bench-distil bench-train bench-evolve clean

help: ## prints this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 24

setup: ## installs the Debian packages and the OpenVINO wheel that are missing
	@scripts/setup

build: setup ## builds every stage in release mode into .build/release
	@swift build -c release $(flags)

# OpenBLAS's threads wait for one another by giving the processor away, and hardly come on beside others that want it: the test
# process has one.
test: ## runs every test, the executables' included
	@scripts/setup --tests
	@swift build -c release --build-tests $(flags)
	@set -o pipefail; OPENBLAS_NUM_THREADS=1 swift test -c release --skip-build $(flags) 2>&1 | tee .build/tests.log \
	  || { echo 'What failed, once more:'; grep '^✘' .build/tests.log | cut -c 1-600; exit 1; }

lint: ## checks the layout of the code, and that every target declares what it imports
	@find Package.swift Sources Tests Benchmarks -name '*.swift' ! -name '*.pb.swift' -print0 | xargs -0 swift format lint --strict
	@scripts/check-imports

demo: build ## renders pictures and runs the whole pipeline on them, end to end
	@$(MAKE) --no-print-directory -C pipelines/demo

# The script says what the interpreters must have; BENCH takes further options of it, such as --count 12.
OPENVINO_PYTHON ?= $(TORCH_PYTHON)

bench-extract: build ## times kalon-extract beside others: PHOTOGRAPHS=FOLDER, TF_PYTHON=… TORCH_PYTHON=… for the peers
	@: $(if $(PHOTOGRAPHS),,$(error PHOTOGRAPHS is not set; a folder of at least 60 photographs is expected))
	@python3 Benchmarks/extract.py --binaries .build/release --photographs '$(PHOTOGRAPHS)' \
	  $(if $(OPENVINO_PYTHON),--openvino '$(OPENVINO_PYTHON)') $(if $(TF_PYTHON),--keras '$(TF_PYTHON)') \
	  $(if $(TORCH_PYTHON),--torch '$(TORCH_PYTHON)') $(BENCH)

# PYTHON must have h5py and, for bench-reduce, scikit-learn; SIZE=full takes 9 GB of disk, 7 GB of memory and a quarter of an hour.
PYTHON ?= python3
SIZE ?= small

bench-reduce: build ## times kalon-reduce beside scikit-learn: PYTHON=… with scikit-learn and h5py, SIZE=small or full
	@$(PYTHON) Benchmarks/reduce.py --size $(SIZE) --executables .build/release

bench-select: build ## compares ways to choose columns: FEATURES='FILE.h5…', PYTHON=… with h5py, BENCH='--genes 500'
	@: $(if $(FEATURES),,$(error FEATURES is not set; features files of labelled photographs are expected))
	@$(PYTHON) Benchmarks/baselines.py $(FEATURES) --binaries .build/release $(BENCH)

bench-distil: build ## sets a student beside its teacher: FEATURES='FILE.h5…', PYTHON=… with h5py, BENCH='--student FILE.h5 --photographs FOLDER'
	@: $(if $(FEATURES),,$(error FEATURES is not set; features files of labelled photographs are expected))
	@$(PYTHON) Benchmarks/distil.py $(FEATURES) --binaries .build/release $(BENCH)

bench-train: build ## times training against PyTorch and Keras: TORCH_PYTHON=…, TF_PYTHON=… name Pythons that have them
	@$(or $(TORCH_PYTHON),$(TF_PYTHON),python3) Benchmarks/train.py --binaries .build/release \
	  $(addprefix --torch ,$(TORCH_PYTHON)) $(addprefix --keras ,$(TF_PYTHON)) $(BENCH)

# PYTHON must have h5py; BENCH takes further options of the script, such as --peer 'python3 peer.py'.
EVOLVE ?= speed

bench-evolve: build ## times a generation of the search by each fitness: PYTHON=… with h5py, EVOLVE='agreement FEATURES.h5'
	@$(PYTHON) Benchmarks/evolve.py --binaries .build/release --folder .build $(BENCH) $(EVOLVE)

clean: ## removes what was built; results and fetched tools stay
	@rm -rf .build
