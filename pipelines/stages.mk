# The rules that all experiments share. An experiment is a makefile of variables that ends in `include ../stages.mk`.
#
#   DATA          training photographs: a folder with aesthetic/ and not-aesthetic/, or a CSV manifest
#   BENCHMARKS    a folder that holds one such folder (or manifest) for each set to be measured
#   WEIGHTS       a folder with the published weight files (kalon-weights fetch NAME… --into it), or seeded:S
#   EXTRACTORS    networks, in the order of their columns
#   EXTRACT       additional options of kalon-extract, such as --orient none (pixels as they are stored)
#   EXTRACT_<e>   additional options of kalon-extract for the extractor <e>
#   AUGMENT       perturbations that make copies of each training photograph, such as blur,noise (empty: none)
#   COMPONENTS_<e>  number of principal components for the extractor <e> (empty: its columns stay as they are)
#   GENES         size of the mask (empty: all columns are used)
#   SELECT        options of kalon-select, such as --by anova (empty: the mask is evolved)
#   EVOLVE, TRAIN  additional options of kalon-evolve and kalon-train
#   TUNE          options of kalon-tune, which then trains the one network of EXTRACTORS itself: nothing is reduced, searched
#                 or trained on features, and EXTRACT must say how kalon-tune makes inputs (below)
#   SEED, THREADS, RUN   seed of all random numbers, processor threads, folder of the results
#
# Names of sets and the paths above must not contain spaces; names of photographs may.

SHELL := /bin/bash
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := results
.PHONY: results clean

here := $(dir $(lastword $(MAKEFILE_LIST)))
bin  := $(here)../.build/release
RUN  ?= run
SEED ?= 1
THREADS ?= $(shell nproc)
options := --seed $(SEED) --threads $(THREADS)

comma := ,
empty :=
space := $(empty) $(empty)

# For make, a space ends a name.
without_spaces = $(if $(word 2,$($(1))),$(error $(1) is '$($(1))'; make needs a path without spaces (a link to it will do)))
$(foreach variable,DATA BENCHMARKS WEIGHTS RUN,$(call without_spaces,$(variable)))

# Cleaning up needs nothing below.
ifneq ($(MAKECMDGOALS),clean)

$(foreach stage,extract reduce evolve select train $(if $(TUNE),tune) evaluate report,$(if $(wildcard $(bin)/kalon-$(stage)),,\
  $(error $(bin)/kalon-$(stage) is not built; run `make build` in the project's folder first)))

# Weights: seeded:S for all networks, or files with the published names in a folder.
published_multigap := inception_resnet_v2_weights_tf_dim_ordering_tf_kernels_notop.h5
$(foreach n,0 1 2 3 4 5 6 7,$(eval published_efficientnet-b$(n) := efficientnetb$(n)_notop.h5))
published_efficientnet-lite0 := efficientnet-lite0-57934424.pth
published_efficientnet-lite1 := efficientnet-lite1-77cc7160.pth
published_efficientnet-lite2 := efficientnet-lite2-9656183e.pth
published_inception-v3 := inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5
published_mobilenet-v2 := mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5
published_resnet-50 := resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5
published_vgg16 := vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5
published_mobilenet-v1 := mobilenet_1_0_224_tf_no_top.h5
weights_of = $(or $(WEIGHTS_$(1)),$(if $(filter seeded:%,$(WEIGHTS)),$(WEIGHTS),$(WEIGHTS)/$(published_$(1))))
weights_file = $(filter-out seeded:%,$(call weights_of,$(1)))

needed = $(if $($(1)),,$(error $(1) is not set: $(2)))
$(call needed,DATA,give the training photographs as in: make DATA=/photos/train BENCHMARKS=/photos/benchmarks WEIGHTS=/weights)
$(call needed,EXTRACTORS,name the networks of the experiment there)
$(call needed,WEIGHTS,give a folder with the published weight files$(comma) or seeded:1)

# The sets to be measured: the name and place of each.
ifndef SETS
$(call needed,BENCHMARKS,give a folder that holds one folder of photographs (or a manifest) for each set to be measured)
$(if $(wildcard $(BENCHMARKS)/.),,$(error there is no folder $(BENCHMARKS); BENCHMARKS must name the folder that holds the sets))
spaced := $(shell cd '$(BENCHMARKS)' && find -L . -mindepth 1 -maxdepth 1 -name '* *' '(' -type d -o -name '*.csv' ')' -printf '%f, ' 2>/dev/null)
$(if $(spaced),$(error names of sets must not contain spaces$(comma) but $(BENCHMARKS) holds: $(spaced:$(comma)=)))
# Files other than manifests are not sets.
SETS := $(patsubst %.csv,%,$(notdir $(wildcard $(BENCHMARKS)/*.csv) $(patsubst %/.,%,$(wildcard $(BENCHMARKS)/*/.))))
$(call needed,SETS,the folder $(BENCHMARKS) holds neither folders nor manifests to be measured)
endif
$(if $(filter train,$(SETS)),$(error a set cannot be named train; that name is reserved for the training photographs))
place_of = $(or $(SET_$(1)),$(firstword $(wildcard $(BENCHMARKS)/$(1) $(BENCHMARKS)/$(1).csv)))
SET_train ?= $(DATA)

# Notes are files that are updated while this file is read: the lists of photographs, and the settings of the stages. They
# are written only if they differ, and then what depends on them runs again. `make -n` and `make -q` write nothing, but treat
# a note that would change as changed.
single := $(filter-out --%,$(firstword -$(MAKEFLAGS)))
dry := $(if $(findstring n,$(single))$(findstring q,$(single)),-n)
note = $(if $(2),$(if $(filter changed,$(2)),$(if $(dry),$(eval .PHONY: $(1)))),$(error $(1) cannot be updated))

# What a set depends on: a rendered set on its manifest, a folder on the list of its photographs with their sizes and times.
list = $(RUN)/lists/$(1).txt
depends_on = $(or $(DEPENDS_$(1)),$(if $(filter %.csv,$(call place_of,$(1))),$(call place_of,$(1)),$(call list,$(1))))
$(foreach set,train $(SETS),$(if $(filter $(call list,$(set)),$(call depends_on,$(set))),\
  $(call note,$(call list,$(set)),$(shell $(here)list-photographs $(dry) '$(call place_of,$(set))' '$(call list,$(set))'))))

# A stage runs again when its settings change.
settings = $(RUN)/settings/$(1).txt
remember = $(call note,$(call settings,$(1)),$(shell printf '%s\n' '$(subst ','\'',$(2))' | $(here)remember $(dry) '$(call settings,$(1))'))

# A tuned network describes the photographs to be measured with its own weights, from whole photographs that are stretched.
tuned = $(RUN)/models/classifier.weights.h5
tuned_inputs = --stretch --size $(1) --orient none --resampling antialiased-bilinear
$(if $(TUNE),$(if $(word 2,$(EXTRACTORS)),$(error EXTRACTORS is '$(EXTRACTORS)'$(comma) but TUNE trains one network)))
weights_for = $(if $(and $(TUNE),$(filter-out train,$(1))),$(tuned),$(call weights_of,$(2)))

features = $(RUN)/features/$(1)/$(2).h5
reduced  = $(RUN)/reduced/$(1).h5
pca      = $(RUN)/models/pca-$(1).h5
mask     = $(if $(GENES),$(RUN)/masks/mask.h5)
model    = $(RUN)/models/classifier.h5
report   = $(RUN)/results/benchmarks.json
page     = $(RUN)/results/report.html
columns  = $(foreach e,$(EXTRACTORS),$(if $(COMPONENTS_$(e)),$(call reduced,$(e)),$(call features,train,$(e))))
measured = $(foreach set,$(SETS),$(foreach e,$(EXTRACTORS),$(call features,$(set),$(e))))

results: $(page) ## prints the benchmark table
	@cat $(RUN)/results/benchmarks.txt
	@echo "results: $(abspath $(RUN))/results, classifier: $(abspath $(model))"
	@echo "report: $(abspath $(page))"

# Copies are only for training.
copies = $(if $(AUGMENT),$(if $(filter train,$(1)),--augment $(AUGMENT)))

define extraction
$(call remember,extract-$(2),$(call weights_of,$(2)) $(if $(EXTRACT),$(EXTRACT) )$(EXTRACT_$(2))$(if $(AUGMENT), $(AUGMENT) $(SEED)))
$(call features,$(1),$(2)): $(call depends_on,$(1)) $(filter-out seeded:%,$(call weights_for,$(1),$(2))) $(call settings,extract-$(2))
	@mkdir -p $$(@D)
	$(bin)/kalon-extract $(call place_of,$(1)) --extractor $(2) --weights $(call weights_for,$(1),$(2)) $(EXTRACT) $(EXTRACT_$(2)) $(call copies,$(1)) $(options) --output $$@
endef
$(foreach set,train $(SETS),$(foreach e,$(EXTRACTORS),$(eval $(call extraction,$(set),$(e)))))

# There cannot be more components than photographs, which is checked before hours of extraction. The lines of the list are counted;
# there are at least as many as photographs.
counted = $(wildcard $(call depends_on,train))
photographs = $(if $(counted),$(shell wc -l < '$(counted)'))
too_many = $(if $(photographs),$(shell [ "$(COMPONENTS_$(1))" -gt "$(photographs)" ] 2>/dev/null && echo yes))
$(foreach e,$(EXTRACTORS),$(if $(COMPONENTS_$(e)),$(if $(call too_many,$(e)),\
  $(error COMPONENTS_$(e) is $(COMPONENTS_$(e))$(comma) but there are at most $(photographs) photographs in $(DATA)$(comma) and no more components \
than photographs can be found; give a smaller number$(comma) as in: make COMPONENTS_$(e)=$(shell expr $(photographs) / 2)$(comma) or more photographs))))

define reduction
$(call remember,reduce-$(1),$(COMPONENTS_$(1)))
$(call reduced,$(1)) $(call pca,$(1)) &: $(call features,train,$(1)) $(call settings,reduce-$(1))
	@mkdir -p $(RUN)/reduced $(RUN)/models
	$(bin)/kalon-reduce $$< --components $(COMPONENTS_$(1)) $(options) --model $(call pca,$(1)) --output $(call reduced,$(1))
endef
$(foreach e,$(EXTRACTORS),$(if $(COMPONENTS_$(e)),$(eval $(call reduction,$(e)))))

$(call remember,evolve,$(columns) $(GENES) $(SELECT) $(EVOLVE) $(SEED))
$(RUN)/masks/mask.h5: $(columns) $(call settings,evolve)
	@mkdir -p $(@D)
	$(bin)/$(if $(SELECT),kalon-select,kalon-evolve) $(columns) --genes $(GENES) $(or $(SELECT),$(EVOLVE)) $(options) --output $@

ifdef TUNE
$(call remember,tune,$(call weights_of,$(EXTRACTORS)) $(TUNE) $(SEED))
$(model) $(tuned) &: $(call depends_on,train) $(call weights_file,$(EXTRACTORS)) $(call settings,tune)
	@mkdir -p $(RUN)/models
	$(bin)/kalon-tune $(call place_of,train) --network $(EXTRACTORS) --weights $(call weights_of,$(EXTRACTORS)) \
	  $(TUNE) $(options) --output $(model)
else
$(call remember,train,$(columns) $(mask) $(TRAIN) $(SEED))
$(model): $(columns) $(mask) $(call settings,train)
	@mkdir -p $(@D)
	$(bin)/kalon-train $(columns) $(addprefix --mask ,$(mask)) $(TRAIN) $(options) --output $@
endif

$(call remember,evaluate,$(measured))
$(report): $(measured) $(model) $(here)../data/benchmarks.csv $(call settings,evaluate)
	@mkdir -p $(@D)
	$(bin)/kalon-evaluate $(measured) --model $(model) --against $(here)../data/benchmarks.csv $(options) --output $@ > $(RUN)/results/benchmarks.txt

$(page): $(report)
	$(bin)/kalon-report $< $(foreach set,$(SETS),--photographs $(call place_of,$(set))) $(options) --output $@

endif

clean: ## removes the results
	rm -rf $(RUN)
